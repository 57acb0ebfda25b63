package dev.saring.local.bench;

import dev.saring.local.AtExit;
import dev.saring.local.Checkout;
import dev.saring.local.ChildProcess;
import dev.saring.local.EmbeddedKafka;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code saring bench pipeline}, as its users run it, against a broker of its own: two processes, which share this
 * machine. Options are handed on.
 */
public final class PipelineBenchOnBroker implements AutoCloseable {
    /** What the pipeline's process runs with, unless told otherwise. */
    private static final String JAVA_OPTIONS = "BENCH_JAVA_OPTIONS";

    /** The collector as the README and the image start it. The last two only tell the profile exactly where it is. */
    private static final String DEFAULT_JAVA_OPTIONS = "-Xms3g -Xmx3g -XX:+UseG1GC -XX:MaxGCPauseMillis=100"
            + " -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";

    private final Checkout checkout = Checkout.ofWorkingDirectory();
    private final EmbeddedKafka kafka;

    PipelineBenchOnBroker() {
        kafka = EmbeddedKafka.inProcesses(
                1,
                Map.of(
                        // So that all threads share the partitions from the first round on.
                        "group.initial.rebalance.delay.ms", "1000",
                        // Records of earlier passes are deleted soon.
                        "log.retention.check.interval.ms", "5000"));
    }

    /** Runs it; exits with its status. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int status;
        try (PipelineBenchOnBroker bench = new PipelineBenchOnBroker()) {
            status = bench.run(List.of(args));
        }
        System.exit(status);
    }

    /** What the pipeline's process runs with. */
    static String javaOptions() {
        return System.getenv().getOrDefault(JAVA_OPTIONS, DEFAULT_JAVA_OPTIONS).strip();
    }

    /** Runs it with options, and gives its exit status. */
    int run(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
        command.addAll(List.of(javaOptions().split("\\s+")));
        command.addAll(List.of("-jar", checkout.jar().toString(), "bench", "pipeline"));
        command.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers(), "--replication-factor", "1"));
        command.addAll(options);
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runnable atExit = process::destroy;
        AtExit.add(atExit);
        try {
            return process.waitFor();
        } finally {
            AtExit.remove(atExit);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
