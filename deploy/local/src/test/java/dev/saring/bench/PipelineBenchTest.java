package dev.saring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saring.config.Settings;
import dev.saring.local.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PipelineBenchTest {
    private static final PipelineOptions SMALL = new PipelineOptions(
            120_000, 40_000, 1, 2, (short) 1, 200, 200, 200, 5, 600, Duration.ofSeconds(1), null, 1);

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void smallRun_givesAllFiguresAndLeavesNothingBehind() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of())) {
            BenchFigures figures = new PipelineBench(
                            settings(kafka, "bench.", folder.resolve("images")),
                            settings(kafka, "bench.videos.", folder.resolve("videos")),
                            SMALL,
                            lines::add,
                            line -> {})
                    .run();

            for (String side : List.of("raw", "copy", "text", "pdq", "video")) {
                assertThat(figures.number(side + "_per_s").orElseThrow())
                        .as(side)
                        .isPositive();
                assertThat(figures.number(side + "_cpu_us").orElseThrow())
                        .as(side)
                        .isPositive();
                assertThat(figures.number(side + "_written_bytes").orElseThrow())
                        .as(side)
                        .isPositive();
            }
            assertThat(share(figures, "approved") + share(figures, "review") + share(figures, "blocked"))
                    .isCloseTo(1, within(0.001));
            assertThat(share(figures, "approved")).isBetween(0.93, 0.97);
            assertThat(share(figures, "dead-letter")).isZero();
            assertThat(figures.number("p99_ms").orElseThrow()).isPositive();
            assertThat(lines.get(lines.size() - 1))
                    .matches("raw_per_s=[0-9]+ copy_per_s=[0-9]+ text_per_s=[0-9]+ pdq_per_s=[0-9]+"
                            + " text_ratio=[0-9.]+ pdq_ratio=[0-9.]+ p50_ms=[0-9]+ p99_ms=[0-9]+ p999_ms=[0-9]+");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("bench."));
            }
        }
    }

    private static double share(BenchFigures figures, String topic) {
        return figures.number("text_share." + topic).orElseThrow();
    }

    private static Settings settings(EmbeddedKafka kafka, String prefix, Path data) {
        return Settings.of(Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                "mock://PipelineBenchTest",
                "saring.topics.prefix",
                prefix,
                "saring.data.directory",
                data.toString()));
    }
}
