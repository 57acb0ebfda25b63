package dev.saring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time goes, from the JVM's own samples (JFR, {@code jdk.ExecutionSample}, every 10 ms): each sample of a
 * running thread counts for the stage of its innermost frame of Saring or Kafka. What waits, and work outside of Java
 * such as the network's system calls and the collector, is not sampled. Samples fall on the right frame only where the JVM
 * runs with {@code -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints}; else inlined code counts for its caller.
 */
final class StageProfile {
    private static final String EVENT = "jdk.ExecutionSample";
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final String OURS = "dev.saring.";
    private static final String KAFKA_PACKAGE = "org.apache.kafka.";
    /** The classes of {@code classify.text} that read texts; the others look for phrases in them. */
    private static final List<String> FOLDING = List.of(
            "Letters",
            "Outline",
            "Gaps",
            "Signs",
            "Scripts",
            "TurnedText",
            "Folding",
            "CharacterTable",
            "Alphabet",
            "Symbols",
            "ScanBuffers");

    /** The stages of an upload. */
    enum Stage {
        DECODE,
        FOLD,
        MATCH,
        HASH,
        DECIDE,
        ENCODE,
        COUNT,
        KAFKA
    }

    private StageProfile() {}

    /** Something to be profiled. */
    interface Work {
        void run() throws InterruptedException;
    }

    /**
     * The share of each stage, 0 to 1; all together 1.
     *
     * @param kept where to keep the recording; null for nowhere
     */
    static Map<Stage, Double> of(Work work, Path kept) throws IOException, InterruptedException {
        Path file = Files.createTempFile("saring-bench-", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withPeriod(PERIOD);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            if (kept != null) {
                Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
            }
            return shares(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Map<Stage, Double> shares(Path file) throws IOException {
        Map<Stage, Double> shares = new EnumMap<>(Stage.class);
        long samples = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                Stage stage = event.getEventType().getName().equals(EVENT) ? stage(event) : null;
                if (stage != null) {
                    samples++;
                    shares.merge(stage, 1.0, Double::sum);
                }
            }
        }
        double all = samples;
        shares.replaceAll((stage, count) -> count / all);
        return shares;
    }

    private static Stage stage(RecordedEvent sample) {
        if (sample.getStackTrace() == null) {
            return null;
        }
        for (RecordedFrame frame : sample.getStackTrace().getFrames()) {
            String name = frame.getMethod().getType().getName();
            if (name.startsWith(KAFKA_PACKAGE)) {
                return Stage.KAFKA;
            }
            if (name.startsWith(OURS)) {
                Stage stage = of(name.substring(OURS.length()));
                if (stage != null) {
                    return stage;
                }
            }
        }
        return null;
    }

    /** The stage of a class; null where the frame around it decides, or where it is no part of the pipeline. */
    static Stage of(String name) {
        if (name.startsWith("classify.text.")) {
            return isFolding(name.substring("classify.text.".length())) ? Stage.FOLD : Stage.MATCH;
        }
        if (name.startsWith("classify.hash.")) {
            return Stage.HASH;
        }
        if (name.startsWith("classify.") || name.startsWith("topology.ClassifyStage")) {
            return Stage.DECIDE;
        }
        if (name.startsWith("ops.")) {
            return Stage.COUNT;
        }
        if (isWriting(name)) {
            return Stage.ENCODE;
        }
        if (name.startsWith("serde.") || name.startsWith("topology.DecodeStage") || name.startsWith("topology.Rec")) {
            return Stage.DECODE;
        }
        return name.startsWith("topology.") ? Stage.KAFKA : null;
    }

    private static boolean isFolding(String name) {
        return FOLDING.stream().anyMatch(name::startsWith);
    }

    private static boolean isWriting(String name) {
        return name.startsWith("serde.AvroEncoder")
                || name.startsWith("serde.DecisionDatumWriter")
                || name.startsWith("topology.RouteStage")
                || name.startsWith("topology.Decision")
                || name.startsWith("topology.DeadLetterShare");
    }
}
