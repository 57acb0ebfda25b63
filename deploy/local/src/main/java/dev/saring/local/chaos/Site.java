package dev.saring.local.chaos;

import dev.saring.local.AtExit;
import dev.saring.local.Checkout;
import dev.saring.local.ChildProcess;
import dev.saring.local.EmbeddedKafka;
import dev.saring.local.FreePorts;
import dev.saring.local.KafkaProcesses;
import dev.saring.local.RegistryServer;
import dev.saring.local.SaringJar;
import dev.saring.local.TemporaryFolder;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Everything that runs: brokers, a registry, places for three pipeline instances; and how it is when it is well. */
final class Site implements AutoCloseable {
    private static final int INSTANCES = 3;
    private static final String PREFIX = "moderation.";
    private static final Duration RECOVERY = Duration.ofMinutes(4);
    private static final Duration AUDIT_TIMEOUT = Duration.ofMinutes(20);

    /** Faults are noticed in seconds, so that a short run sees many. */
    private static final Map<String, String> BROKER_SETTINGS = Map.of(
            "broker.session.timeout.ms", "6000",
            "broker.heartbeat.interval.ms", "1000",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

    private final TemporaryFolder folder = TemporaryFolder.create("saring-chaos-");
    private final Runnable atExit = folder::close;
    private final SaringJar jar;
    private final int brokers;
    private final int partitions;
    private final Topics topics = new Topics(PREFIX);
    private KafkaProcesses kafka;
    private RegistryServer registry;
    private ClusterView view;
    private List<Instance> instances = List.of();

    private Site(Checkout checkout, int brokers, int partitions) {
        AtExit.add(atExit);
        this.jar = SaringJar.of(checkout);
        this.brokers = brokers;
        this.partitions = partitions;
    }

    /**
     * Starts brokers and registry, and creates the topics; no instance runs yet.
     *
     * @param settings of all instances, beside those that tell them where everything is
     */
    static Site start(Checkout checkout, int brokers, int partitions, Map<String, String> settings) {
        Site site = new Site(checkout, brokers, partitions);
        try {
            site.kafka = EmbeddedKafka.inProcesses(brokers, BROKER_SETTINGS);
            site.registry = RegistryServer.start(checkout.registry());
            site.view = new ClusterView(
                    site.kafka.bootstrapServers(),
                    PREFIX + "classify",
                    "streams".equals(settings.get("kafka.group.protocol")));
            Map<String, String> common = new HashMap<>(settings);
            common.put("kafka.bootstrap.servers", site.kafka.bootstrapServers());
            common.put("schema.registry.url", site.registry.url());
            common.put("saring.topics.prefix", PREFIX);
            FreePorts ports = new FreePorts();
            site.instances = IntStream.rangeClosed(1, INSTANCES)
                    .mapToObj(number -> new Instance(number, site.jar, site.folder.path(), ports, common))
                    .toList();
            site.run(
                    "topics",
                    "create",
                    "--config",
                    site.settings(),
                    "--partitions",
                    Integer.toString(partitions),
                    "--replication-factor",
                    Integer.toString(brokers));
            return site;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    int brokers() {
        return brokers;
    }

    Path folder() {
        return folder.path();
    }

    Topics topics() {
        return topics;
    }

    KafkaProcesses kafka() {
        return kafka;
    }

    RegistryServer registry() {
        return registry;
    }

    ClusterView view() {
        return view;
    }

    /** The places for instances, whether something runs there or not. */
    List<Instance> instances() {
        return instances;
    }

    List<Instance> running() {
        return instances.stream().filter(Instance::isRunning).toList();
    }

    /** Publishes the rules of a folder with the real command. */
    void publish(Path rules) {
        run("rules", "publish", "--config", settings(), "--rules", rules.toString());
    }

    private String settings() {
        return instances.get(0).settings().toString();
    }

    private void run(String... arguments) {
        jar.run(folder.path().resolve("commands.log"), arguments);
    }

    /** What an audit wrote, and its exit status. */
    record Audited(List<String> lines, int status) {}

    /** Runs the real audit. */
    Audited audit() {
        Path output = folder.path().resolve("audit.out");
        List<String> command =
                jar.command("audit", "--config", settings(), "--preserved", "--patience", "60", "--list", "50");
        try (ChildProcess audit = ChildProcess.start("saring audit", command, output, Duration.ZERO)) {
            int status = audit.await(AUDIT_TIMEOUT);
            return new Audited(Files.readAllLines(output), status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns when brokers, copies and instances are all well again and all partitions are being worked on.
     *
     * @throws IllegalStateException where that takes too long, or an instance has died that nobody killed
     */
    void awaitWell() throws InterruptedException {
        Waiting.until("all brokers to be back in sync", RECOVERY, () -> {
            running().forEach(Instance::requireAlive);
            return isInSync();
        });
        for (Instance instance : running()) {
            Waiting.until(
                    () -> instance.name() + " to be ready with partitions of its own" + instance.endOfLog(),
                    RECOVERY,
                    () -> {
                        instance.requireAlive();
                        return isReady(instance) && assigned(instance) > 0;
                    });
        }
        Waiting.until("all partitions to have an instance", RECOVERY, () -> {
            running().forEach(Instance::requireAlive);
            return running().stream().mapToInt(this::assigned).sum() == partitions;
        });
    }

    private boolean isInSync() {
        try {
            return view.brokers() == brokers && view.isInSync();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static boolean isReady(Instance instance) {
        return "".equals(reason(instance));
    }

    /** Why an instance is not ready; nothing when it is, null when it does not answer. */
    static String reason(Instance instance) {
        try {
            return instance.notReadyBecause();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** How many partitions an instance has; -1 where the cluster does not answer. */
    int assigned(Instance instance) {
        try {
            return view.assigned(instance.name());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted", e);
    }

    @Override
    public void close() {
        if (AtExit.hasBegun()) {
            return; // everything is being closed there, in order
        }
        List<AutoCloseable> open = new ArrayList<>(instances);
        open.add(view);
        open.add(registry);
        open.add(kafka);
        open.add(folder);
        for (AutoCloseable each : open) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                System.err.println("While stopping: " + e);
            }
        }
        AtExit.remove(atExit);
    }
}
