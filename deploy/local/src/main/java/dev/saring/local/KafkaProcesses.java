package dev.saring.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A cluster whose brokers are processes of their own, so that they can be killed and paused one by one. Brokers are
 * numbered from 0. Not safe for use by several threads.
 */
public final class KafkaProcesses implements EmbeddedKafka {
    private static final int ATTEMPTS = 5;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final String PORT_TAKEN = "Address already in use";
    private static final int LOG_LINES_IN_MESSAGE = 20;

    private final TemporaryFolder folder;
    private final BrokerFiles files;
    private final List<Process> brokers = new ArrayList<>();
    private final Runnable atExit = this::close;
    private final AtomicBoolean closed = new AtomicBoolean();

    private KafkaProcesses(TemporaryFolder folder, BrokerFiles files) {
        this.folder = folder;
        this.files = files;
    }

    static KafkaProcesses start(int brokers, Map<String, String> settings) {
        if (brokers < 1 || brokers > 3) {
            throw new IllegalArgumentException("1 to 3 brokers, not " + brokers);
        }
        FreePorts ports = new FreePorts();
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
            cluster = new KafkaProcesses(folder, BrokerFiles.create(folder.path(), count, ports, settings));
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

    /** Ends a broker at once with SIGKILL, as a crash would, and returns when it is gone. */
    public void kill(int broker) {
        kill(brokers.get(broker));
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
        signal("STOP", brokers.get(broker));
    }

    /** Lets a paused broker go on. */
    public void resume(int broker) {
        signal("CONT", brokers.get(broker));
    }

    /** The process of a broker, for a look from outside. */
    public ProcessHandle process(int broker) {
        return brokers.get(broker).toHandle();
    }

    private void awaitReady() {
        ClusterReadiness.await(bootstrapServers(), brokers.size(), START_TIMEOUT, this::requireAllAlive);
    }

    private void requireAllAlive() {
        for (int broker = 0; broker < brokers.size(); broker++) {
            Process process = brokers.get(broker);
            if (!process.isAlive()) {
                throw new IllegalStateException("Broker " + broker + " ended with status " + process.exitValue()
                        + "; the end of its log:\n" + endOfLog(broker));
            }
        }
    }

    private Process launch(int broker) {
        Path properties = files.properties().get(broker);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dlogback.configurationFile=dev/saring/local/broker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                properties.toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(broker).toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start broker " + broker, e);
        }
    }

    private Path log(int broker) {
        return files.properties().get(broker).resolveSibling("broker.log");
    }

    private String endOfLog(int broker) {
        try {
            List<String> lines = Files.readAllLines(log(broker), StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_MESSAGE), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    private static void signal(String signal, Process process) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("Process " + process.pid() + " did not take SIG" + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending SIG" + signal, e);
        }
    }

    private static void kill(Process process) {
        process.destroyForcibly();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Process " + process.pid() + " survived SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ending process " + process.pid(), e);
        }
    }

    /** Kills the brokers, since nothing of what they hold is wanted any more, and deletes what they wrote. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        AtExit.remove(atExit);
        brokers.forEach(Process::destroyForcibly);
        brokers.forEach(KafkaProcesses::kill);
        folder.close();
    }
}
