package dev.saring.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A cluster whose brokers are processes of their own, so that they can be killed and paused one by one. Brokers are
 * numbered from 0. Not safe for use by several threads.
 */
public final class KafkaProcesses implements EmbeddedKafka {
    private static final int ATTEMPTS = 5;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final String PORT_TAKEN = "Address already in use";

    private final TemporaryFolder folder;
    private final BrokerFiles files;
    private final List<ChildProcess> brokers = new ArrayList<>();
    private final Runnable atExit = this::close;
    private final AtomicBoolean closed = new AtomicBoolean();

    private KafkaProcesses(TemporaryFolder folder, BrokerFiles files) {
        this.folder = folder;
        this.files = files;
    }

    static KafkaProcesses start(int brokers, Map<String, String> settings, FreePorts ports) {
        if (brokers < 1 || brokers > 3) {
            throw new IllegalArgumentException("1 to 3 brokers, not " + brokers);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(brokers, settings, ports);
            } catch (IllegalStateException e) {
                if (attempt == ATTEMPTS || !e.getMessage().contains(PORT_TAKEN)) {
                    throw e;
                }
            }
        }
    }

    private static KafkaProcesses startOnce(int count, Map<String, String> settings, FreePorts ports) {
        TemporaryFolder folder = TemporaryFolder.create("saring-kafka-");
        KafkaProcesses cluster;
        try {
            cluster = new KafkaProcesses(
                    folder, BrokerFiles.create(folder.path(), count, ports, settings, ListenerSecurity.none()));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        AtExit.add(cluster.atExit);
        try {
            for (int broker = 0; broker < count; broker++) {
                cluster.brokers.add(cluster.launch(broker));
            }
            cluster.awaitReady();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return files.bootstrapServers();
    }

    /** Where the brokers keep their data and logs; removed at the end. */
    Path folder() {
        return folder.path();
    }

    /** Ends a broker at once with SIGKILL, as a crash would, and returns when it is gone. */
    public void kill(int broker) {
        brokers.get(broker).kill();
    }

    /**
     * Starts a broker that was killed again, on its old port and log folder, and returns when all brokers are ready.
     *
     * @throws IllegalStateException if it still runs or does not start
     */
    public void restart(int broker) {
        if (brokers.get(broker).isAlive()) {
            throw new IllegalStateException("Broker " + broker + " is running");
        }
        brokers.set(broker, launch(broker));
        awaitReady();
    }

    /** Stops a broker's clock with SIGSTOP: it neither works nor closes its connections. */
    public void pause(int broker) {
        brokers.get(broker).signal("STOP");
    }

    /** Lets a paused broker go on. */
    public void resume(int broker) {
        brokers.get(broker).signal("CONT");
    }

    /** The process of a broker, for a look from outside. */
    public ProcessHandle process(int broker) {
        return brokers.get(broker).handle();
    }

    private void awaitReady() {
        ClusterReadiness.await(
                bootstrapServers(), brokers.size(), START_TIMEOUT, () -> brokers.forEach(ChildProcess::requireAlive));
    }

    private ChildProcess launch(int broker) {
        Path properties = files.properties().get(broker);
        return ChildProcess.start(
                "Broker " + broker, command(properties), properties.resolveSibling("broker.log"), Duration.ZERO);
    }

    /** The command that runs a broker with these properties. */
    static List<String> command(Path properties) {
        return List.of(
                ChildProcess.java(),
                "-Xmx512m",
                "-Dlogback.configurationFile=dev/saring/local/broker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                properties.toString());
    }

    /** Kills the brokers, since nothing of what they hold is wanted any more, and deletes what they wrote. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            AtExit.remove(atExit);
            brokers.forEach(ChildProcess::kill);
            folder.close();
        }
    }
}
