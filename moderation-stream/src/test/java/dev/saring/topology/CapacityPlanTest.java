package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.saring.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityPlanTest {
    private static final Map<String, String> FIGURES = Map.ofEntries(
            Map.entry("format", "1"),
            Map.entry("processors", "2"),
            Map.entry("threads", "2"),
            Map.entry("upload_bytes", "600"),
            Map.entry("text_per_s", "100000"),
            Map.entry("text_cpu_us", "10"),
            Map.entry("pdq_cpu_us", "30"),
            Map.entry("video_cpu_us", "810"),
            Map.entry("pdq_hashes", "1000000"),
            Map.entry("text_written_bytes", "200"),
            Map.entry("text_written_bytes.approved", "150"),
            Map.entry("text_written_bytes.review", "50"),
            Map.entry("text_rules_heap_mb", "300"),
            Map.entry("pdq_rules_heap_mb", "400"));

    @TempDir
    private Path folder;

    private static CapacityPlan plan(CapacityDemand demand, Map<String, String> figures) {
        Settings settings = Settings.of(Map.of());
        return new CapacityPlan(
                demand, new CapacityFigures("the file", figures), Topics.of(settings), TopicPlan.of(settings));
    }

    private static CapacityDemand demand(double uploads, double images, double videos) {
        return new CapacityDemand(uploads, 2, images, videos, 0, 0, 3, 2, 2);
    }

    @Test
    void texts_areAsWorkedOutByHand() {
        CapacityPlan plan = plan(demand(120_000, 0, 0), FIGURES);

        // 240,000 / 100,000 = 2.4, so 3 and 1; 4 x 2 threads x 2 = 16, in steps of 12 = 24.
        assertThat(plan.instances()).isEqualTo(4);
        assertThat(plan.partitions()).isEqualTo(24);
        // 2 x 300 + 2 x 64 + 256
        assertThat(plan.heapMegabytes()).isEqualTo(984);
        // 60,000/s: 600 bytes for 7 days, 150 for 7 days, 50 for 30 days; three copies, 1.3.
        double gigabytes = 60_000 * 86_400.0 * (600 * 7 + 150 * 7 + 50 * 30) / 1e9;
        assertThat(plan.diskGigabytes()).isCloseTo(gigabytes * 3 * 1.3, within(0.01));
        // 96 MB in, as many out, twice as many between brokers.
        assertThat(plan.summary())
                .isEqualTo("partitions=24 instances=4 cores_per_instance=2 heap_mb=984 memory_mb=1486 disk_gb=136468.8"
                        + " network_mb_per_s=384.0");
        assertThat(plan.lines())
                .contains("instances = 120000 uploads/s x 2.0 to catch up / 100000 per instance = 3, and 1 that may be"
                        + " down = 4");
    }

    @Test
    void uploadsKeptForLonger_takeMoreDisk() {
        Settings settings = Settings.of(Map.of());
        Topics names = Topics.of(settings);
        CapacityFigures figures = new CapacityFigures("the file", FIGURES);
        TopicPlan longer = TopicPlan.of(settings).keepingUploads(names, java.time.Duration.ofDays(14));

        double more = new CapacityPlan(demand(120_000, 0, 0), figures, names, longer).diskGigabytes()
                - plan(demand(120_000, 0, 0), FIGURES).diskGigabytes();

        assertThat(more).isCloseTo(60_000 * 86_400.0 * 600 * 7 / 1e9 * 3 * 1.3, within(0.01));
    }

    @Test
    void imagesAndVideos_costTheirProcessorTime() {
        // 10 + 0.5 x 20 + 0.1 x 800 = 100 us, so a tenth of the rate.
        CapacityPlan plan = plan(demand(4_999, 0.5, 0.1), FIGURES);

        assertThat(plan.instances()).isEqualTo(2);
        assertThat(plan.heapMegabytes()).isEqualTo(2 * 400 + 2 * 64 + 256);
        assertThat(plan(demand(5_001, 0.5, 0.1), FIGURES).instances()).isEqualTo(3);
    }

    @Test
    void moreHashesAndCores_scaleWhatWasMeasured() {
        CapacityPlan plan = plan(new CapacityDemand(390_000, 1, 0.0001, 0, 10_000_000, 8, 1, 2, 1), FIGURES);

        // 400,000 a second with four times the processors, a little less for the images.
        assertThat(plan.instances()).isEqualTo(3);
        assertThat(plan.partitions()).isEqualTo(24);
        assertThat(plan.heapMegabytes()).isEqualTo(2 * 4_000 + 8 * 64 + 256);
    }

    @Property
    void withOneDown_thePeakAndItsCatchUpAreCarried_andEveryThreadHasAPartition(
            @ForAll @DoubleRange(min = 0.1, max = 1e7) double uploads,
            @ForAll @DoubleRange(min = 0, max = 0.5) double images,
            @ForAll @DoubleRange(min = 0, max = 0.5) double videos,
            @ForAll @DoubleRange(min = 1.1, max = 5) double catchUp,
            @ForAll @IntRange(min = 1, max = 64) int cores) {
        CapacityDemand demand = new CapacityDemand(uploads, 2, images, videos, 0, cores, 3, catchUp, 1);
        CapacityPlan plan = plan(demand, FIGURES);

        double microseconds = 10 + images * 20 + videos * 800;
        double rate = 100_000 * (cores / 2.0) * 10 / microseconds;
        assertThat((plan.instances() - 1) * rate).isGreaterThanOrEqualTo(uploads * catchUp * (1 - 1e-9));
        assertThat((plan.instances() - 2) * rate).isLessThan(uploads * catchUp);
        assertThat((long) plan.partitions()).isGreaterThanOrEqualTo(plan.instances() * cores);
        assertThat(plan.partitions() % 12).isZero();
    }

    @Property
    void more_neverNeedsLess(
            @ForAll @DoubleRange(min = 1, max = 1e6) double uploads,
            @ForAll @DoubleRange(min = 1, max = 10) double factor) {
        CapacityPlan less = plan(demand(uploads, 0.2, 0), FIGURES);
        CapacityPlan more = plan(demand(uploads * factor, 0.2, 0), FIGURES);

        assertThat(more.instances()).isGreaterThanOrEqualTo(less.instances());
        assertThat(more.partitions()).isGreaterThanOrEqualTo(less.partitions());
        assertThat(more.diskGigabytes()).isCloseTo(less.diskGigabytes() * factor, within(more.diskGigabytes() * 1e-6));
    }

    @Test
    void missingFigures_areNamedAllAtOnceWithTheRemedy() {
        Map<String, String> figures = new HashMap<>(FIGURES);
        figures.remove("video_cpu_us");
        figures.put("text_per_s", "0");

        assertThatThrownBy(() -> plan(demand(1_000, 0, 0.1), figures))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the file lacks text_per_s, video_cpu_us (a number above 0 each); make one"
                        + " with `saring bench pipeline --bootstrap-servers … --out FILE`");
        figures.put("text_per_s", "100000");
        assertThat(plan(demand(1_000, 0.1, 0), figures).instances())
                .as("what is not needed may be missing")
                .isEqualTo(2);
    }

    @Test
    void fileThatIsMissingOrSomethingElse_isSaidWithTheRemedy() throws Exception {
        assertThatThrownBy(() -> CapacityFigures.read(folder.resolve("none")))
                .hasMessageMatching("there is no file .*none; make one with `saring bench pipeline .*");
        Path other = Files.writeString(folder.resolve("other"), "format=2\n");
        assertThatThrownBy(() -> CapacityFigures.read(other))
                .hasMessageMatching(".*other holds no figures of format 1; make one with .*");
    }
}
