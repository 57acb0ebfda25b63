package dev.saring.local.bench;

import dev.saring.local.Checkout;
import dev.saring.local.ChildProcess;
import dev.saring.local.EmbeddedKafka;
import dev.saring.local.FreePorts;
import dev.saring.local.RegistryServer;
import dev.saring.local.SaringJar;
import dev.saring.local.TemporaryFolder;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleMode;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.RuleFileWriter;
import dev.saring.rules.RuleList;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Measures how fast a published rule takes effect, on a real broker, a real registry and the pipeline as a process of
 * its own, under load, with many rules loaded.
 *
 * <p>Rule to effect: from the call of publish to when a read_committed consumer has the first decision under a version
 * not seen before; one rule a publish, hashes and expressions in turn, through one open publisher. After each, ten other
 * rules are changed without being timed, so that a run makes thousands of changes. Then many hashes are published at
 * once, and retired again; their effect is when a decision was made under the version with the last of them.
 *
 * <p>Longest gap: between two consecutive decisions on one partition's uploads, by decidedAt, from the first publish to
 * the last; where no upload was there to decide on it counts from the first that was, by the time at which the broker
 * took it. What this program does to itself and to the pipeline, by forced collections, is left out. Heap growth: live
 * heap of the pipeline after a forced collection, at the end against after the first publishes. Start: from the
 * process's start to readiness, with all rules on the topics.
 */
public final class RulesBench implements AutoCloseable {
    private static final String USAGE = "usage: bench.sh rules [--hashes N] [--expressions N] [--publishes N]"
            + " [--bulk N] [--rate UPLOADS_PER_SECOND] [--seed N]";
    private static final String PREFIX = "moderation.";
    private static final String SETTINGS = "saring.properties";
    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration EFFECT = Duration.ofMinutes(1);
    private static final Duration STEADY = Duration.ofSeconds(10);
    private static final Duration BULK_EFFECT = Duration.ofMinutes(3);
    private static final Pattern INFO = Pattern.compile("\"version\":\"(rs-[0-9a-f]{16})\".*?\"hashRules\":([0-9]+)");
    private static final Duration REST = Duration.ofSeconds(2);
    private static final int PARTITIONS = 4;
    private static final int CHANGES_BETWEEN = 10;
    private static final int FIRST_PUBLISHES = 20;
    private static final int CHURN = 500;

    private final Map<String, Integer> options = new LinkedHashMap<>(Map.of(
            "--hashes",
            1_000_000,
            "--expressions",
            10_000,
            "--publishes",
            300,
            "--bulk",
            1_000_000,
            "--rate",
            2_000,
            "--seed",
            1));
    private final TemporaryFolder folder = TemporaryFolder.create("saring-rules-bench-");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Checkout checkout = Checkout.ofWorkingDirectory();
    private EmbeddedKafka kafka;
    private RegistryServer server;
    private ChildProcess pipeline;
    private URI admin;
    private final Moments written = new Moments(System.currentTimeMillis());
    private final Moments decided = new Moments(System.currentTimeMillis());
    private Moments.Gap longestGap = Moments.Gap.NONE;
    private long measuredFrom;

    private RulesBench(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 < args.length && options.containsKey(args[i]) && args[i + 1].matches("[0-9]{1,8}")) {
                options.put(args[i], Integer.valueOf(args[i + 1]));
            } else {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    /** Runs the bench; the last line on standard output holds the figures. */
    public static void main(String[] args) throws Exception {
        try (RulesBench bench = new RulesBench(args)) {
            bench.run();
        }
    }

    private void run() throws Exception {
        System.out.println("starting broker and registry");
        kafka = EmbeddedKafka.inProcesses(1, Map.of());
        server = RegistryServer.start(checkout.registry());
        Path settings = settings();
        SaringJar jar = SaringJar.of(checkout);
        jar.run(
                folder.path().resolve("topics.log"),
                "topics",
                "create",
                "--config",
                settings.toString(),
                "--partitions",
                Integer.toString(PARTITIONS),
                "--replication-factor",
                "1");
        stampUploads();
        BenchRules rules = new BenchRules(options.get("--seed"));
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", server.url()), null);
                RulePublisher publisher = RulePublisher.connect(
                        client, client, new Topics(PREFIX).rulePublisher(), RuleTopics.of(PREFIX), registry)) {
            publishAll(publisher, rules);
            long began = System.nanoTime();
            pipeline = jar.start(
                    "The pipeline",
                    folder.path().resolve("pipeline.log"),
                    Duration.ofSeconds(30),
                    "run",
                    "--config",
                    settings.toString());
            awaitReady();
            double start = seconds(began);
            System.out.printf(Locale.ROOT, "ready after %.1f s, live heap %.0f MB%n", start, liveHeap());
            try (BenchLoad load = new BenchLoad(
                            kafka.bootstrapServers(),
                            registry,
                            PREFIX + "uploads",
                            options.get("--rate"),
                            rules,
                            written);
                    BenchDecisions decisions =
                            new BenchDecisions(kafka.bootstrapServers(), registry, PREFIX, decided)) {
                load.start();
                decisions.start();
                measure(publisher, rules, decisions, start);
            }
        }
    }

    private void publishAll(RulePublisher publisher, BenchRules rules) throws Exception {
        RuleList all =
                new RuleList(rules.keywords(options.get("--expressions")), rules.hashes(options.get("--hashes")));
        long began = System.nanoTime();
        publisher.publish(all, order());
        System.out.printf(
                Locale.ROOT,
                "published %d hashes and %d expressions in %.1f s%n",
                all.hashes().size(),
                all.keywords().size(),
                seconds(began));
    }

    private void measure(RulePublisher publisher, BenchRules rules, BenchDecisions decisions, double start)
            throws Exception {
        decisions.awaitFirst(EFFECT);
        TimeUnit.NANOSECONDS.sleep(STEADY.toNanos());
        int publishes = options.get("--publishes");
        long[] nanos = new long[publishes];
        double heap = restingHeap();
        for (int i = 0; i < publishes; i++) {
            if (i == FIRST_PUBLISHES) {
                noteGap();
                heap = restingHeap();
            }
            RuleList one = i % 2 == 0
                    ? new RuleList(List.of(), List.of(changed(rules.hash(i % CHURN), i)))
                    : new RuleList(List.of(changed(rules.keyword(i % CHURN), i)), List.of());
            long called = System.nanoTime();
            long seen = decisions.awaitNewVersion(() -> publisher.publish(one, order()), EFFECT);
            nanos[i] = seen - called;
            RuleList more = new RuleList(
                    List.of(),
                    rules.hashes(CHURN + i * CHANGES_BETWEEN % CHURN, CHANGES_BETWEEN).stream()
                            .map(rule -> changed(rule, rules.next()))
                            .toList());
            decisions.awaitNewVersion(() -> publisher.publish(more, order()), EFFECT);
            if ((i + 1) % 50 == 0) {
                System.out.printf(
                        Locale.ROOT, "%d publishes, longest gap %s%n", i + 1, text(longestGap.longer(gapSoFar())));
            }
            pipeline.requireAlive();
        }
        noteGap();
        System.out.printf(
                Locale.ROOT,
                "%d changes; %d decisions; live heap %.0f MB%n",
                publishes * (1 + CHANGES_BETWEEN),
                decisions.count(),
                restingHeap());
        if (options.get("--bulk") > 0) {
            bulk(publisher, rules, decisions);
        }
        fromTheCommandLine(rules, decisions);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "rule_to_effect_p50_ms=%.0f rule_to_effect_p99_ms=%.0f longest_gap_ms=%d heap_growth_mb=%.0f"
                        + " start_seconds=%.1f%n",
                nanos[publishes / 2] / 1e6,
                nanos[Math.min(publishes - 1, (int) Math.ceil(publishes * 0.99) - 1)] / 1e6,
                longestGap.millis(),
                Math.max(0, liveHeap() - heap),
                start);
    }

    /** The last publish, as it fences the publisher of this program: a process starts, and reads all that is live. */
    private void fromTheCommandLine(BenchRules rules, BenchDecisions decisions) throws Exception {
        Path directory = Files.createDirectories(folder.path().resolve("one"));
        RuleFileWriter.writeHashes(directory, List.of(changed(rules.hash(0), rules.next())));
        long called = System.nanoTime();
        long seen = decisions.awaitNewVersion(
                () -> SaringJar.of(checkout)
                        .run(
                                folder.path().resolve("publish.log"),
                                "rules",
                                "publish",
                                "--config",
                                folder.path().resolve(SETTINGS).toString(),
                                "--rules",
                                directory.toString()),
                EFFECT);
        System.out.printf(
                Locale.ROOT,
                "one hash by `saring rules publish`, the process's start included: in effect after %.1f s%n",
                (seen - called) / 1e9);
    }

    /** Many more hashes at once, and their end. */
    private void bulk(RulePublisher publisher, BenchRules rules, BenchDecisions decisions) throws Exception {
        int count = options.get("--bulk");
        int before = ruleSet().hashRules();
        bulk(
                "published " + count + " more hashes",
                () -> publisher.publish(new RuleList(List.of(), rules.bulk(options.get("--hashes"), count)), order()),
                before + count,
                decisions);
        bulk(
                "retired them",
                () -> publisher.publish(
                        new RuleList(List.of(), List.of()),
                        new PublishOrder("bench", "", Set.of(BenchRules.BULK_SOURCE))),
                before,
                decisions);
    }

    private void bulk(String what, BenchDecisions.Publishing publishing, int hashRules, BenchDecisions decisions)
            throws Exception {
        long called = System.nanoTime();
        publishing.run();
        double published = seconds(called);
        long deadline = System.nanoTime() + BULK_EFFECT.toNanos();
        LiveRuleSet now = ruleSet();
        while (now.hashRules() != hashRules) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The pipeline has " + now + " instead of " + hashRules + " hash rules");
            }
            TimeUnit.MILLISECONDS.sleep(20);
            now = ruleSet();
        }
        decisions.awaitVersion(now.version(), EFFECT);
        double effect = seconds(called);
        Moments.Gap gap = gapSoFar();
        noteGap();
        System.out.printf(
                Locale.ROOT,
                "%s in %.1f s; in effect after %.1f s; longest gap %s; live heap %.0f MB%n",
                what,
                published,
                effect,
                text(gap),
                restingHeap());
    }

    /** The live heap once the pipeline has come to rest after being stopped for it; gaps count from then on. */
    private double restingHeap() throws IOException, InterruptedException {
        double heap = liveHeap();
        TimeUnit.NANOSECONDS.sleep(REST.toNanos());
        measuredFrom = System.currentTimeMillis();
        return heap;
    }

    private Moments.Gap gapSoFar() {
        return Moments.longestGap(written, decided, measuredFrom);
    }

    private void noteGap() {
        longestGap = longestGap.longer(gapSoFar());
    }

    private static String text(Moments.Gap gap) {
        return gap.millis() + " ms until " + Instant.ofEpochMilli(gap.end());
    }

    private record LiveRuleSet(String version, int hashRules) {}

    private LiveRuleSet ruleSet() throws IOException, InterruptedException {
        String info = http.send(
                        HttpRequest.newBuilder(admin.resolve("/info")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher found = INFO.matcher(info);
        if (!found.find()) {
            throw new IllegalStateException("/info names no rule set: " + info);
        }
        return new LiveRuleSet(found.group(1), Integer.parseInt(found.group(2)));
    }

    /** Lets the broker stamp uploads with the time at which it takes them. */
    private void stampUploads() throws Exception {
        try (Admin client = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            client.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, PREFIX + "uploads"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "LogAppendTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static PublishOrder order() {
        return new PublishOrder("bench", "", Set.of());
    }

    /** Another severity each time; each fifth change turns the rule off, which takes it out of the index. */
    private static HashRule changed(HashRule rule, int change) {
        rule.setSeverity(change % 100);
        rule.setNote("change " + change);
        rule.setMode(change % 5 == 0 ? RuleMode.OFF : RuleMode.ENFORCE);
        return rule;
    }

    private static KeywordRule changed(KeywordRule rule, int change) {
        rule.setSeverity(change % 100);
        rule.setNote("change " + change);
        rule.setMode(change % 5 == 0 ? RuleMode.OFF : RuleMode.ENFORCE);
        return rule;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private Path settings() throws IOException {
        int port = new FreePorts().next();
        admin = URI.create("http://127.0.0.1:" + port);
        return Files.write(
                folder.path().resolve(SETTINGS),
                List.of(
                        "kafka.bootstrap.servers=" + kafka.bootstrapServers(),
                        "schema.registry.url=" + server.url(),
                        "saring.topics.prefix=" + PREFIX,
                        "saring.admin.port=" + port,
                        "saring.data.directory=" + folder.path().resolve("data")));
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        HttpRequest request = HttpRequest.newBuilder(admin.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (System.nanoTime() < deadline) {
            pipeline.requireAlive();
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It has not opened its port yet.
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("The pipeline was not ready within " + READY + pipeline.endOfLog());
    }

    /** Heap of the pipeline in use after a full collection, in MB. */
    private double liveHeap() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collection = new ProcessBuilder(
                        jcmd, Long.toString(pipeline.handle().pid()), "GC.run")
                .redirectErrorStream(true)
                .start();
        String output = new String(collection.getInputStream().readAllBytes());
        if (collection.waitFor() != 0) {
            throw new IllegalStateException("jcmd GC.run failed: " + output);
        }
        String metrics = http.send(
                        HttpRequest.newBuilder(admin.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return metrics.lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / 1e6;
    }

    @Override
    public void close() {
        for (AutoCloseable each : new AutoCloseable[] {pipeline, server, kafka, folder}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                System.err.println("While stopping: " + e);
            }
        }
    }
}
