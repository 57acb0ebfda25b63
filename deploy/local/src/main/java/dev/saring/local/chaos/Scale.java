package dev.saring.local.chaos;

import dev.saring.local.AtExit;
import dev.saring.local.Checkout;
import dev.saring.serde.SchemaRegistry;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether instances can come and go under load without loss, and for how long each partition then stands still. */
@Command(
        name = "scale.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Starts a broker, a schema registry and a pipeline instance, each a process with the settings that Saring"
                    + " ships, and sends uploads without a break. Meanwhile instances are added, to two and three, and"
                    + " ended (SIGTERM), to two and one. After each change it prints how long each partition of uploads"
                    + " waited at most for its next result to become visible; * marks partitions that moved to another"
                    + " thread. Then runs `saring audit`.",
            ""
        },
        footer = {
            "",
            "The last line: uploads=… decided=… lost=… duplicated=… out_of_order=… pause_p50_ms=…",
            "  pause_max_ms=…",
            "uploads: records written that must have a result, that is, without deletions.",
            "pauses: over all partitions and the four changes. Those of eight seconds with nothing",
            "  going on are printed as well, since results become visible at commits only.",
            "",
            "Status 0 only where nothing is lost, doubled or out of order and all is decided."
        })
final class Scale implements Callable<Integer> {
    private static final Duration STEADY = Duration.ofSeconds(8);
    /** After which a change counts as over: longer than a heartbeat, so that no second rebalance is to come. */
    private static final Duration SETTLED = Duration.ofSeconds(6);

    private static final Duration CHANGE = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "6", description = "Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "600",
            description = "Uploads a second; default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the load, and of who is ended.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting of the instances, to see what it does; may be given several times. {instance} in it"
                            + " is an instance's name.")
    private Map<String, String> settings = new HashMap<>();

    @Option(names = "--root", required = true, hidden = true)
    private Path root;

    private final PauseReport report = new PauseReport();
    private Site site;
    private Arrivals arrivals;

    private Scale() {}

    /** Runs it and exits with its status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Scale())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    @Override
    public Integer call() {
        try {
            return run() ? 0 : 1;
        } catch (Exception e) {
            if (!AtExit.hasBegun()) {
                e.printStackTrace();
                say("Failed: " + e.getMessage());
            }
            return 1;
        }
    }

    private static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    private boolean run() throws Exception {
        Checkout checkout = new Checkout(root);
        say("Starting broker and registry");
        try (Site started = Site.start(checkout, 1, partitions, settings);
                SchemaRegistry registry = SchemaRegistry.connect(
                        Map.of("schema.registry.url", started.registry().url()), null)) {
            site = started;
            say("Publishing rules, starting the first instance");
            site.publish(checkout.starterRules());
            site.instances().get(0).start();
            site.awaitWell();
            Workload workload =
                    new Workload(seed, Workload.samples(checkout.samples().resolve("uploads.jsonl")));
            Sent sent = new Sent(partitions);
            String bootstrapServers = site.kafka().bootstrapServers();
            try (Loader loader = new Loader(
                            workload,
                            sent,
                            0,
                            rate,
                            seed,
                            bootstrapServers,
                            registry,
                            site.topics().uploads());
                    Arrivals watch = new Arrivals(bootstrapServers, site.topics(), sent)) {
                arrivals = watch;
                loader.start();
                arrivals.start();
                change();
                loader.finish();
                awaitResults(sent);
                return conclude(sent);
            }
        }
    }

    private void change() throws Exception {
        TimeUnit.NANOSECONDS.sleep(STEADY.toNanos()); // the JIT compiler's first seconds count for nobody
        arrivals.takeWaitsMillis();
        TimeUnit.NANOSECONDS.sleep(STEADY.toNanos());
        Map<Integer, String> owners = site.view().owners();
        say("1 instance, nothing going on: " + new PauseReport().add(arrivals.takeWaitsMillis(), owners, owners));
        SplittableRandom random = new SplittableRandom(seed);
        for (int more = 1; more <= 2; more++) {
            Instance next = site.instances().get(more);
            step("1 more, " + next.name(), more + 1, next::start);
        }
        for (int fewer = 2; fewer >= 1; fewer--) {
            Instance victim = site.running().get(random.nextInt(site.running().size()));
            step("1 less, " + victim.name(), fewer, victim::stop);
        }
    }

    private void step(String what, int instances, Runnable change) throws Exception {
        Map<Integer, String> before = site.view().owners();
        arrivals.takeWaitsMillis();
        change.run();
        awaitSettled(instances);
        say(what + ", now " + instances + ": "
                + report.add(arrivals.takeWaitsMillis(), before, site.view().owners()));
    }

    /** Returns when so many instances share all partitions, and have not changed that for a while. */
    private void awaitSettled(int instances) throws InterruptedException {
        long deadline = System.nanoTime() + CHANGE.toNanos();
        Map<Integer, String> last = Map.of();
        long since = System.nanoTime();
        while (true) {
            site.running().forEach(Instance::requireAlive);
            arrivals.requireWell();
            Map<Integer, String> now = site.view().owners();
            boolean shared = now.size() == partitions
                    && site.running().size() == instances
                    && site.running().stream().allMatch(each -> site.assigned(each) > 0);
            if (!shared || !now.equals(last)) {
                since = System.nanoTime();
                last = now;
            } else if (System.nanoTime() - since > SETTLED.toNanos()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(instances + " instances did not come to share all partitions: " + now);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    private void awaitResults(Sent sent) throws InterruptedException {
        say(sent.written() + " written; waiting for results");
        while (arrivals.total() < sent.needing() && arrivals.quietFor().compareTo(DRAIN) < 0) {
            arrivals.requireWell();
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    private boolean conclude(Sent sent) {
        say("Auditing");
        AuditCounts audit = AuditCounts.of(site, sent, Scale::say);
        System.out.println("uploads=" + sent.needing() + " decided=" + audit.decided() + " lost=" + audit.lost()
                + " duplicated=" + audit.duplicated() + " out_of_order=" + audit.outOfOrder() + " pause_p50_ms="
                + report.median() + " pause_max_ms=" + report.max());
        return audit.isClean() && audit.decided() == sent.needing();
    }
}
