package dev.saring.cli;

import dev.saring.bench.BenchFigures;
import dev.saring.bench.PipelineBench;
import dev.saring.bench.PipelineOptions;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.topology.ClusterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saring bench pipeline}. */
@Command(
        name = "pipeline",
        sortOptions = false,
        description = {
            "Measures the pipeline on your cluster against what moving the same records costs by itself: plain clients"
                    + " that copy (raw), Kafka Streams that copies (copy), moderation with expressions and exact hashes"
                    + " (text), the same with a PDQ look-up for each upload (pdq), and videos (video). Same clients,"
                    + " threads and settings, exactly once; one pass of each to warm up, then in turns; medians.",
            "",
            "Creates topics and consumer groups under a prefix of its own (saring-bench-…) and removes them at the"
                    + " end, also after Ctrl-C; needs the rights to do so, to produce, to consume, to use transactions under that prefix and"
                    + " to describe the brokers' log directories. Makes its own uploads and rules; touches none of yours,"
                    + " and needs no schema registry. Puts full load on the cluster for some minutes, and writes"
                    + " several gigabytes.",
            ""
        },
        footer = {
            "",
            "The JVM is measured too: run it with the flags that `saring run` shall have, such as -Xmx3g.",
            "Names of figures: SIDE_per_s uploads a second; SIDE_spread half of best minus worst, as a share of",
            "the median; SIDE_cpu_us processor time of this process for an upload, brokers not included;",
            "SIDE_per_core uploads a second for each core of this process; SIDE_allocated_bytes,",
            "SIDE_written_bytes for an upload, the latter as they lie on one replica; …_rules_heap_mb what the rules",
            "take. share of time: samples of running Java threads (JFR) in an extra pass, exact only with",
            "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints. p50_ms, p99_ms,",
            "p999_ms: from produced to visible for a read_committed consumer, at 20 %% of text_per_s.",
            "The last line: raw_per_s=… copy_per_s=… text_per_s=… pdq_per_s=… text_ratio=… pdq_ratio=… p50_ms=…",
            "p99_ms=… p999_ms=… (ratios to copy)."
        })
final class BenchPipelineCommand implements Callable<Integer> {
    private static final int LEAST_UPLOAD_BYTES = 350;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Sizes sizes;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads, instead of saring.threads. Default: one for each processor.")
    private Integer threads;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write all figures, as key=value lines.")
    private Path file;

    @Option(
            names = "--recording",
            paramLabel = "FILE",
            description = "Where to keep the JFR recording of the text side.")
    private Path recording;

    /** How much of what. */
    private static final class Sizes {
        @Option(
                names = "--uploads",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "Uploads of each pass. Default: ${DEFAULT-VALUE}.")
        private int uploads;

        @Option(
                names = "--videos",
                paramLabel = "N",
                defaultValue = "20000",
                description = "The same for videos; 0 leaves them out. Default: ${DEFAULT-VALUE}.")
        private int videos;

        @Option(
                names = "--rounds",
                paramLabel = "N",
                defaultValue = "5",
                description = "Passes of each side that count. Default: ${DEFAULT-VALUE}.")
        private int rounds;

        @Option(
                names = "--partitions",
                paramLabel = "N",
                defaultValue = "4",
                description = "Partitions of each topic. Default: ${DEFAULT-VALUE}.")
        private int partitions;

        @Option(
                names = "--replication-factor",
                paramLabel = "N",
                defaultValue = "3",
                description = "Copies of each partition. Default: ${DEFAULT-VALUE}.")
        private short replication;

        @Option(
                names = "--expressions",
                paramLabel = "N",
                defaultValue = "10000",
                description = "Keyword rules, half standard, half strong. Default: ${DEFAULT-VALUE}.")
        private int expressions;

        @Option(
                names = "--exact-hashes",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "MD5 and SHA-256 hashes in the bank. Default: ${DEFAULT-VALUE}.")
        private int exactHashes;

        @Option(
                names = "--pdq-hashes",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "PDQ hashes in the bank, and as many frames of videos; 0 leaves both out. Default:"
                        + " ${DEFAULT-VALUE}.")
        private int pdqHashes;

        @Option(
                names = "--frames",
                paramLabel = "N",
                defaultValue = "30",
                description = "Frames of each video. Default: ${DEFAULT-VALUE}.")
        private int frames;

        @Option(
                names = "--upload-bytes",
                paramLabel = "N",
                defaultValue = "600",
                description = "Average size of an upload; sizes spread over a third to both sides. Default:"
                        + " ${DEFAULT-VALUE}.")
        private int uploadBytes;

        @Option(
                names = "--latency",
                paramLabel = "SECONDS",
                defaultValue = "20",
                description = "How long latency is measured; 0 for not at all. Default: ${DEFAULT-VALUE}.")
        private int latency;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Makes the uploads and rules. Default: ${DEFAULT-VALUE}.")
        private long seed;

        private PipelineOptions options(CommandSpec spec, Path recording) {
            int least = Math.min(Math.min(uploads, rounds), Math.min(partitions, replication));
            if (Math.min(least, Math.min(Math.min(expressions, exactHashes), frames)) < 1
                    || Math.min(Math.min(videos, pdqHashes), latency) < 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "every number must be at least 1; only --videos, --pdq-hashes and --latency may be 0");
            }
            if (uploadBytes < LEAST_UPLOAD_BYTES) {
                throw new ParameterException(
                        spec.commandLine(), "--upload-bytes must be " + LEAST_UPLOAD_BYTES + " or more");
            }
            return new PipelineOptions(
                    uploads,
                    pdqHashes < frames ? 0 : videos,
                    rounds,
                    partitions,
                    replication,
                    expressions,
                    exactHashes,
                    pdqHashes,
                    frames,
                    uploadBytes,
                    Duration.ofSeconds(latency),
                    recording,
                    seed);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        PipelineOptions options = sizes.options(spec, recording);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path data = null;
        try {
            data = Files.createTempDirectory("saring-bench-");
            String run = "saring-bench-" + UUID.randomUUID().toString().substring(0, 8) + ".";
            BenchFigures figures = new PipelineBench(
                            settings(run, data.resolve("images")),
                            settings(run + "videos.", data.resolve("videos")),
                            options,
                            line -> print(out, line),
                            line -> print(err, line))
                    .run();
            if (file != null) {
                figures.write(file);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new CommandFailure("a file cannot be written: " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new CommandFailure("the cluster refuses: " + e.getMessage(), e);
        } catch (ClusterException | IllegalStateException e) {
            throw new CommandFailure(e.getMessage(), e);
        } finally {
            delete(data);
        }
    }

    private Settings settings(String prefix, Path data) {
        Map<String, String> all = new HashMap<>();
        if (threads != null) {
            all.put(SettingCatalog.THREADS.name(), threads.toString());
        }
        all.put(SettingCatalog.TOPICS_PREFIX.name(), prefix);
        all.put(SettingCatalog.SCHEMA_REGISTRY_URL.name(), "mock://saring-bench");
        all.put(SettingCatalog.DATA_DIRECTORY.name(), data.toString());
        return cluster.load(all);
    }

    private static void print(PrintWriter writer, String line) {
        writer.println(line);
        writer.flush();
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // A temporary folder: what is left of it does no harm.
        }
    }
}
