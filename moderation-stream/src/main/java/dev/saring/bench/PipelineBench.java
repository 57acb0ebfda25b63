package dev.saring.bench;

import dev.saring.classify.RuleSet;
import dev.saring.config.KafkaClient;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.Outcome;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleBook;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.BenchStreams;
import dev.saring.topology.Clients;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures the pipeline against what moving the same records costs by itself.
 *
 * <p>The sides, all over the same uploads but for the last: {@code raw}, plain clients that copy; {@code copy}, Kafka
 * Streams that copies; {@code text}, the pipeline with expressions and exact hashes; {@code pdq}, the same with a bank of
 * PDQ hashes, in which each upload's is looked up; {@code video}, the same with a bank of videos, on uploads that are
 * videos. All run in this process, one after the other, with the same clients, threads and time between commits. The
 * first pass of each does not count; then they take turns, so that whatever disturbs the machine disturbs all.
 */
public final class PipelineBench {
    private static final double LATENCY_LOAD = 0.2;
    private static final String RAW = "raw";
    private static final String COPY = "copy";
    private static final String TEXT = "text";
    private static final String PDQ = "pdq";
    private static final String VIDEO = "video";

    /** The figures of the last line, in their order. */
    private static final String[] LAST_LINE = {
        "raw_per_s", "copy_per_s", "text_per_s", "pdq_per_s", "text_ratio", "pdq_ratio", "p50_ms", "p99_ms", "p999_ms"
    };

    private final Settings images;
    private final Settings videos;
    private final PipelineOptions options;
    private final Consumer<String> out;
    private final Consumer<String> progress;
    private final BenchFigures figures = new BenchFigures();
    private final Map<String, List<Pass>> passes = new LinkedHashMap<>();
    private BenchCluster cluster;

    /**
     * @param images settings whose prefix no other topics have, with a registry in memory
     * @param videos the same with another such prefix
     * @param out takes what was found, line by line
     * @param progress takes what is being done
     */
    public PipelineBench(
            Settings images,
            Settings videos,
            PipelineOptions options,
            Consumer<String> out,
            Consumer<String> progress) {
        this.images = images;
        this.videos = videos;
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs it all, and removes its topics and groups.
     *
     * @throws IllegalStateException where a side stops, hangs or decides on more or fewer uploads than there are
     * @throws dev.saring.topology.ClusterException where the cluster does not answer, or refuses a topic
     * @throws org.apache.kafka.common.KafkaException where the cluster refuses anything else
     * @throws IOException where a profile cannot be kept
     */
    public BenchFigures run() throws IOException, InterruptedException {
        describe();
        try (BenchCluster opened =
                        new BenchCluster(Clients.admin(images), options.partitions(), options.replication());
                SchemaRegistry registry = SchemaRegistry.connect(images.registry(), null)) {
            cluster = opened;
            load(registry);
            List<Side> sides = sides();
            measure(sides);
            profile(sides);
            latency(sides, registry);
        }
        out.accept(figures.line(LAST_LINE));
        return figures;
    }

    private void describe() {
        figures.put("measured_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        figures.put("java", Runtime.version().toString());
        figures.put("processors", Runtime.getRuntime().availableProcessors());
        figures.put("threads", threads());
        figures.put("partitions", options.partitions());
        figures.put("replication_factor", options.replication());
        figures.put("uploads", options.uploads());
        figures.put("videos", options.videos());
        figures.put("rounds", options.rounds());
        figures.put("expressions", options.expressions());
        figures.put("exact_hashes", options.exactHashes());
        figures.put("pdq_hashes", options.pdqHashes());
        figures.put("frames_per_video", options.frames());
        say("measured_at", "java", "processors", "threads", "partitions", "replication_factor");
        say("uploads", "videos", "rounds", "expressions", "exact_hashes", "pdq_hashes", "frames_per_video");
    }

    private int threads() {
        int threads = images.get(SettingCatalog.THREADS);
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private void load(SchemaRegistry registry) throws InterruptedException {
        load(images, options.uploads(), 0, registry);
        String uploads = Topics.of(images).uploads();
        figures.put("upload_bytes", (double) bytes(List.of(uploads)) / options.uploads(), 0);
        say("upload_bytes");
        if (options.videos() > 0) {
            load(videos, options.videos(), options.frames(), registry);
            String videoUploads = Topics.of(videos).uploads();
            figures.put("video_bytes", (double) bytes(List.of(videoUploads)) / options.videos(), 0);
            say("video_bytes");
        }
    }

    private void load(Settings settings, int count, int frames, SchemaRegistry registry) throws InterruptedException {
        progress.accept("creating topics " + Topics.of(settings).prefix() + "*, producing " + count + " uploads");
        for (PlannedTopic topic : TopicPlan.of(settings).topics()) {
            if (!topic.single()) {
                cluster.create(topic.name(), topic.settings());
            }
        }
        cluster.create(copyTopic(settings), Map.of());
        try (UploadLoader loader = loader(settings, frames, registry, true)) {
            loader.load(count);
        }
    }

    private UploadLoader loader(Settings settings, int frames, SchemaRegistry registry, boolean bulk) {
        int near = frames == 0 ? options.pdqHashes() : options.pdqHashes() / options.frames();
        BenchUploads uploads = new BenchUploads(
                options.seed(),
                new BenchUploads.Shape(
                        options.uploadBytes(), options.expressions(), options.exactHashes(), near, frames));
        return new UploadLoader(
                settings.kafka(KafkaClient.PRODUCER),
                registry,
                uploads,
                Topics.of(settings).uploads(),
                bulk);
    }

    private static String copyTopic(Settings settings) {
        return Topics.of(settings).prefix() + "copy";
    }

    private List<Side> sides() {
        Topics topics = Topics.of(images);
        List<Side> sides = new ArrayList<>();
        String rawGroup = topics.prefix() + "raw";
        List<String> copies = List.of(copyTopic(images));
        sides.add(new Side(RAW, rawGroup, topics.uploads(), copies, () -> raw(rawGroup)));
        sides.add(new Side(COPY, BenchStreams.copyGroup(images), topics.uploads(), copies, this::copy));

        progress.accept("compiling the rules");
        BenchRules rules = new BenchRules(options.seed());
        RuleBook book = new RuleBook(PolicyFile.standard(), PipelineApp.limits(images));
        double before = liveHeap();
        rules.putKeywords(book, options.expressions());
        rules.putExact(book, options.exactHashes());
        sides.add(moderation(TEXT, images, book.snapshot()));
        figures.put("text_rules_heap_mb", liveHeap() - before, 0);
        if (options.pdqHashes() > 0) {
            rules.putPdq(book, options.pdqHashes());
            sides.add(moderation(PDQ, images, book.snapshot()));
            figures.put("pdq_rules_heap_mb", liveHeap() - before, 0);
        }
        if (options.videos() > 0) {
            rules.putVideos(book, options.pdqHashes() / options.frames(), options.frames());
            sides.add(moderation(VIDEO, videos, book.snapshot()));
            figures.put("video_rules_heap_mb", liveHeap() - before, 0);
        }
        say("text_rules_heap_mb", "pdq_rules_heap_mb", "video_rules_heap_mb");
        return sides;
    }

    private Side.Running raw(String group) {
        Topics topics = Topics.of(images);
        return new RawCopy(
                images.kafka(KafkaClient.CONSUMER),
                BenchStreams.producer(images),
                group,
                topics.uploads(),
                copyTopic(images),
                threads(),
                images.get(SettingCatalog.COMMIT_INTERVAL));
    }

    private Side.Running copy() {
        return running(BenchStreams.copy(images, copyTopic(images)));
    }

    private static Side moderation(String name, Settings settings, RuleSet rules) {
        Topics topics = Topics.of(settings);
        return new Side(
                name,
                BenchStreams.moderationGroup(settings),
                topics.uploads(),
                List.of(topics.approved(), topics.review(), topics.blocked(), topics.preserved(), topics.deadLetter()),
                () -> running(BenchStreams.moderation(settings, rules)));
    }

    private static Side.Running running(BenchStreams streams) {
        return new Side.Running() {
            @Override
            public void requireRunning() {
                streams.requireRunning();
            }

            @Override
            public void close() {
                streams.close();
            }
        };
    }

    private void measure(List<Side> sides) throws InterruptedException {
        PassMeter meter = new PassMeter(cluster);
        for (Side side : sides) {
            progress.accept("warming up: " + side.name());
            Map<String, Long> before = cluster.bytes(side.targets());
            Map<String, Map<TopicPartition, Long>> begins = new HashMap<>();
            for (String topic : side.targets()) {
                begins.put(topic, cluster.ends(topic));
            }
            meter.run(side);
            noteWritten(side, before);
            check(side, begins);
        }
        // Not sooner: brokers remove what is deleted when they like, and bytes written are told by what lies there.
        for (Side side : sides) {
            cluster.empty(side.targets());
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Side side : sides) {
                Pass pass = meter.run(side);
                cluster.empty(side.targets());
                passes.computeIfAbsent(side.name(), name -> new ArrayList<>()).add(pass);
                progress.accept(String.format(
                        Locale.ROOT,
                        "round %d of %d: %-5s %9.0f/s",
                        round,
                        options.rounds(),
                        side.name(),
                        pass.perSecond()));
            }
        }
        sides.forEach(this::noteSpeed);
        noteRatio(TEXT);
        noteRatio(PDQ);
    }

    private void noteWritten(Side side, Map<String, Long> before) throws InterruptedException {
        Map<String, Long> after = cluster.bytes(side.targets());
        int uploads = uploads(side);
        long all = 0;
        for (String topic : side.targets()) {
            long written = after.get(topic) - before.get(topic);
            all += written;
            String plain = topic.substring(topic.lastIndexOf('.') + 1);
            figures.put(side.name() + "_written_bytes." + plain, (double) written / uploads, 1);
        }
        figures.put(side.name() + "_written_bytes", (double) all / uploads, 1);
    }

    private int uploads(Side side) {
        return side.name().equals(VIDEO) ? options.videos() : options.uploads();
    }

    /** What was decided must be as much as there was to decide on, read as a consumer reads. */
    private void check(Side side, Map<String, Map<TopicPartition, Long>> begins) {
        CommittedRecords records = new CommittedRecords(images.kafka(KafkaClient.CONSUMER));
        int uploads = uploads(side);
        long found = 0;
        for (String topic : side.targets()) {
            if (!topic.endsWith(".preserved")) {
                long count = records.count(begins.get(topic));
                found += count;
                String plain = topic.substring(topic.lastIndexOf('.') + 1);
                figures.put(side.name() + "_share." + plain, (double) count / uploads, 4);
            }
        }
        if (found != uploads) {
            throw new IllegalStateException(side.name() + " wrote " + found + " records for " + uploads + " uploads");
        }
    }

    private void noteSpeed(Side side) {
        String name = side.name();
        Tally speed = tally(name, Pass::perSecond);
        double cpu = tally(name, Pass::cpuMicros).median();
        figures.put(name + "_per_s", speed.median(), 0);
        figures.put(name + "_spread", speed.spread(), 3);
        figures.put(name + "_cpu_us", cpu, 2);
        figures.put(name + "_per_core", 1e6 / cpu, 0);
        figures.put(name + "_allocated_bytes", tally(name, Pass::allocatedBytes).median(), 0);
        if (!name.equals(RAW) && !name.equals(COPY)) {
            figures.put(
                    name + "_added_cpu_us", cpu - tally(COPY, Pass::cpuMicros).median(), 2);
        }
        out.accept(String.format(
                Locale.ROOT,
                "%-5s %8s/s +-%4.1f %%  %7s us of CPU, %6s bytes allocated, %6s bytes written an upload",
                name,
                figures.get(name + "_per_s").orElseThrow(),
                100 * speed.spread(),
                figures.get(name + "_cpu_us").orElseThrow(),
                figures.get(name + "_allocated_bytes").orElseThrow(),
                figures.get(name + "_written_bytes").orElseThrow()));
    }

    private void noteRatio(String name) {
        if (passes.containsKey(name)) {
            figures.put(
                    name + "_ratio",
                    tally(name, Pass::perSecond).median()
                            / tally(COPY, Pass::perSecond).median(),
                    3);
            say(name + "_added_cpu_us", name + "_ratio");
        }
    }

    private Tally tally(String name, ToDoubleFunction<Pass> figure) {
        return new Tally(passes.get(name).stream().mapToDouble(figure).toArray());
    }

    private void profile(List<Side> sides) throws IOException, InterruptedException {
        for (Side side : sides) {
            if (side.name().equals(RAW) || side.name().equals(COPY)) {
                continue;
            }
            progress.accept("profiling: " + side.name());
            PassMeter meter = new PassMeter(cluster);
            Map<StageProfile.Stage, Double> shares =
                    StageProfile.of(() -> meter.run(side), side.name().equals(TEXT) ? options.recording() : null);
            cluster.empty(side.targets());
            StringBuilder line = new StringBuilder(String.format("%-5s share of time:", side.name()));
            for (StageProfile.Stage stage : StageProfile.Stage.values()) {
                double share = shares.getOrDefault(stage, 0.0);
                String name = stage.name().toLowerCase(Locale.ROOT);
                figures.put(side.name() + "_share_of_time." + name, share, 3);
                line.append(String.format(Locale.ROOT, "  %s %.0f %%", name, 100 * share));
            }
            out.accept(line.toString());
        }
    }

    private void latency(List<Side> sides, SchemaRegistry registry) throws InterruptedException {
        if (options.latency().isZero()) {
            return;
        }
        Side text = sides.stream()
                .filter(side -> side.name().equals(TEXT))
                .findFirst()
                .orElseThrow();
        double perSecond = LATENCY_LOAD * tally(TEXT, Pass::perSecond).median();
        progress.accept(String.format(Locale.ROOT, "latency at %.0f uploads a second", perSecond));
        cluster.reset(text.group(), cluster.ends(text.source()));
        try (UploadLoader loader = loader(images, 0, registry, false);
                Side.Running running = text.start().run()) {
            Topics topics = Topics.of(images);
            LatencyMeter meter = new LatencyMeter(
                    images.kafka(KafkaClient.CONSUMER),
                    List.of(Outcome.APPROVED, Outcome.REVIEW, Outcome.BLOCKED).stream()
                            .flatMap(outcome -> cluster.partitions(topics.of(outcome)).stream())
                            .toList(),
                    loader);
            LatencyMeter.Latency latency = meter.run(perSecond, options.latency());
            running.requireRunning();
            figures.put("latency_per_s", perSecond, 0);
            figures.put("p50_ms", latency.p50(), 0);
            figures.put("p99_ms", latency.p99(), 0);
            figures.put("p999_ms", latency.p999(), 0);
            say("latency_per_s", "p50_ms", "p99_ms", "p999_ms");
        }
    }

    private long bytes(List<String> topics) throws InterruptedException {
        return cluster.bytes(topics).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void say(String... names) {
        out.accept(figures.line(names));
    }

    /** Heap in use after a collection, in MB. */
    private static double liveHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
}
