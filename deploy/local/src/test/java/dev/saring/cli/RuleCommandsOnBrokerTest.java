package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.local.EmbeddedKafka;
import dev.saring.moderation.DecisionSource;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleList;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.json.UploadJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The commands between rule files and topics, on a real broker. */
class RuleCommandsOnBrokerTest {
    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    private RuleTopics topics;
    private Path rules;
    private Path config;

    /** What a command did. */
    private record Result(int status, String out, String err) {
        String lastLine() {
            List<String> lines = out.lines().toList();
            return lines.get(lines.size() - 1);
        }
    }

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.inProcess(Map.of());
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) throws Exception {
        String prefix = test.getTestMethod().orElseThrow().getName() + '.';
        topics = RuleTopics.of(prefix);
        Map<String, String> compact = Map.of("cleanup.policy", "compact");
        try (Admin admin = admin()) {
            admin.createTopics(List.of(
                            new NewTopic(topics.rules(), 1, (short) 1).configs(compact),
                            new NewTopic(topics.hashes(), 1, (short) 1).configs(compact),
                            new NewTopic(topics.changes(), 1, (short) 1),
                            new NewTopic(prefix + "uploads", 3, (short) 1),
                            new NewTopic(prefix + "approved", 2, (short) 1),
                            new NewTopic(prefix + "review", 2, (short) 1),
                            new NewTopic(prefix + "blocked", 2, (short) 1)))
                    .all()
                    .get();
        }
        rules = Files.createDirectories(folder.resolve("rules"));
        config = Files.write(
                folder.resolve("saring.properties"),
                List.of(
                        "kafka.bootstrap.servers=" + kafka.bootstrapServers(),
                        "schema.registry.url=mock://" + prefix,
                        "saring.topics.prefix=" + prefix));
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @Test
    void export_givesFilesWithTheVersionOfWhatIsLive() throws Exception {
        keywords("k2,\"slot & !\"\"berita, baru\"\"\",gambling,BLOCK,SHADOW,a\nk1,togel,gambling,REVIEW,ENFORCE,a\n");
        Files.writeString(
                rules.resolve("hashes.csv"),
                "rule_id,algorithm,value,policy,action,max_distance\n"
                        + "h1,PDQ," + "ab".repeat(32) + ",drugs,BLOCK,20\n"
                        + "h2,VIDEO_PDQ," + "01".repeat(32) + "|" + "02".repeat(32) + ",drugs,REVIEW,\n");
        publish("ayu", "first");

        Path exported = folder.resolve("exported");
        Result result = run("rules", "export", "--to", exported.toString());

        assertThat(result.status()).isZero();
        assertThat(result.lastLine()).isEqualTo("keywords=2 hashes=2 unreadable=0 version=" + version(rules));
        assertThat(version(exported)).isEqualTo(version(rules));
        assertThat(run("rules", "export", "--to", exported.toString()).status()).isEqualTo(1);
    }

    @Test
    void exportAtATime_takesBackWhatCameLater() throws Exception {
        keywords("k1,togel,gambling,REVIEW,ENFORCE,a\nk2,slot,gambling,BLOCK,ENFORCE,a\n");
        publish("ayu", "first");
        String before = version(rules);
        Instant then = later();
        keywords("k1,togel online,gambling,BLOCK,ENFORCE,a\nk3,judi,gambling,BLOCK,ENFORCE,a\n");
        publish("budi", "second", "--replace-source", "a");
        keywords("k1,togel,gambling,BLOCK,SHADOW,a\nk3,judi,gambling,BLOCK,OFF,a\n");
        publish("citra", "third");

        Result result = run("rules", "export", "--to", folder.resolve("then").toString(), "--at", then.toString());

        assertThat(result.status()).isZero();
        assertThat(version(folder.resolve("then"))).isEqualTo(before).isNotEqualTo(version(rules));
    }

    @Test
    void exportAtATimeBeforeTheOldestChange_isRefused() throws Exception {
        keywords("k1,togel,gambling,REVIEW,ENFORCE,a\n");
        publish("ayu", "first");
        Instant then = later();
        keywords("k1,togel,gambling,BLOCK,ENFORCE,a\n");
        publish("ayu", "second");
        TopicPartition changes = new TopicPartition(topics.changes(), 0);
        long end = end(topics.changes());
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(changes, RecordsToDelete.beforeOffset(end - 2)))
                    .all()
                    .get();
        }

        Result result = run("rules", "export", "--to", folder.resolve("then").toString(), "--at", then.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("rule-changes no longer reaches back to " + then);
        assertThat(folder.resolve("then/keywords.csv")).doesNotExist();
    }

    @Test
    void log_tellsEachChangeOfARule() throws Exception {
        keywords("k1,togel,gambling,REVIEW,ENFORCE,a\nk2,slot,gambling,BLOCK,ENFORCE,a\n");
        publish("ayu", "weekly list");
        keywords("k1,togel & online,gambling,BLOCK,ENFORCE,a\nk2,slot,gambling,BLOCK,ENFORCE,a\n");
        publish("budi", "");
        keywords("k2,slot,gambling,BLOCK,ENFORCE,a\n");
        publish("citra", "too broad", "--replace-source", "a");

        Result result = run("rules", "log", "k1");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsSubsequence(
                        "added by ayu: weekly list",
                        "    expression: togel\n",
                        "changed by budi\n",
                        "    action: REVIEW -> BLOCK\n",
                        "    expression: togel -> togel & online\n",
                        "retired by citra: too broad");
        Result json = run("rules", "log", "--json", "k1");
        assertThat(json.out().lines()).hasSize(3);
        assertThat(json.lastLine())
                .startsWith("{\"ruleId\":\"k1\",\"before\":{")
                .contains("\"why\":\"too broad\"");
        assertThat(run("rules", "log", "k9").status()).isEqualTo(1);
    }

    @Test
    void dryRun_saysWhatWouldChangeAndWritesNothing() throws Exception {
        keywords("k1,togel,gambling,REVIEW,ENFORCE,a\nk2,slot,gambling,BLOCK,ENFORCE,a\n");
        publish("ayu", "first");
        long rulesEnd = end(topics.rules());
        long changesEnd = end(topics.changes());
        keywords("k1,togel,gambling,BLOCK,ENFORCE,a\nk3,judi,gambling,BLOCK,ENFORCE,a\n");

        Result result = publish("budi", "", "--dry-run", "--replace-source", "a");

        assertThat(result.out())
                .containsSubsequence("k1: ", "action: REVIEW -> BLOCK", "k3: ", "added", "k2: ", "retired");
        assertThat(result.lastLine()).isEqualTo("added=1 changed=1 retired=1 unchanged=0 dry_run=true");
        assertThat(end(topics.rules())).isEqualTo(rulesEnd);
        assertThat(end(topics.changes())).isEqualTo(changesEnd);
    }

    @Test
    void hashListWithBadLines_isPublishedOnlyOnRequest() throws Exception {
        Path list = Files.writeString(folder.resolve("list.txt"), "ab".repeat(16) + "\nbad\n" + "cd".repeat(16) + "\n");
        String[] args = {
            "rules",
            "publish",
            "--hash-list",
            list.toString(),
            "--algorithm",
            "md5",
            "--policy",
            "drugs",
            "--action",
            "block",
            "--source",
            "desk"
        };

        Result refused = run(args);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("list.txt:2: ", "hashes=2 duplicates=0 bad=1", "nothing was published");
        assertThat(end(topics.hashes())).isZero();

        List<String> all = new ArrayList<>(List.of(args));
        all.add("--skip-bad");
        Result taken = run(all.toArray(String[]::new));
        assertThat(taken.status()).isEqualTo(1);
        assertThat(taken.lastLine()).startsWith("added=2 changed=0 retired=0 unchanged=0 publish_id=");
        assertThat(run("rules", "log", "desk:" + "ab".repeat(16)).out()).contains("added");
        assertThat(run("rules", "publish").status()).isEqualTo(2);
    }

    @Test
    void blockRule_waitsInShadowForASecondPerson() throws Exception {
        Files.writeString(config, Files.readString(config) + "saring.rules.four-eyes=true\n");
        Files.writeString(
                rules.resolve("hashes.csv"),
                "rule_id,algorithm,value,policy,action,legal_basis\n"
                        + "exact,MD5," + "ab".repeat(16) + ",child-safety,BLOCK,\n"
                        + "near,PDQ," + "ab".repeat(32) + ",child-safety,BLOCK,\n"
                        + "order,PDQ," + "cd".repeat(32) + ",drugs,BLOCK,order 7\n");
        keywords("k1,togel,gambling,BLOCK,ENFORCE,a\nk2,slot,gambling,REVIEW,ENFORCE,a\n");

        assertThat(publish("ayu", "").lastLine()).startsWith("added=5 changed=0 retired=0 unchanged=0 awaiting=2 ");
        assertThat(modes())
                .isEqualTo(Map.of(
                        "k1", "SHADOW", "k2", "ENFORCE", "exact", "ENFORCE", "near", "SHADOW", "order", "ENFORCE"));
        assertThat(publish("budi", "same file").lastLine()).startsWith("added=0 changed=0 retired=0 unchanged=5 ");
        Result waiting = run("rules", "confirm", "--list");
        assertThat(waiting.status()).as(waiting.err()).isZero();
        assertThat(waiting.out().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("k1\tgambling\tBLOCK\ttogel\tayu\t20"))
                .anyMatch(line -> line.startsWith("near\tchild-safety\tBLOCK\tPDQ " + "ab".repeat(32) + "\tayu\t20"));
        assertThat(waiting.lastLine()).isEqualTo("waiting=2");

        Result shown = run("rules", "confirm", "k1", "--by", "budi");
        assertThat(shown.status()).isEqualTo(1);
        assertThat(shown.out())
                .startsWith("k1 waits for a second person, written by ayu at 20")
                .contains("\n    policy: gambling\n", "\n    expression: togel\n", "\n    awaitedMode: ENFORCE");
        assertThat(shown.err()).contains("nothing was confirmed", "--seen " + fingerprint("k1"));
        assertThat(run("rules", "confirm", "k2").err()).contains("no rule k2 waits for a second person");
        Result same = run("rules", "confirm", "k1", "--seen", fingerprint("k1"), "--by", "Ayu");
        assertThat(same.status()).isEqualTo(1);
        assertThat(same.err()).contains("written by ayu; somebody else must confirm it");
        assertThat(run("rules", "confirm", "k2", "--seen", "ab", "--by", "budi").err())
                .contains("awaits nobody; its mode is ENFORCE");
        assertThat(modes()).containsEntry("k1", "SHADOW");

        assertThat(run("rules", "confirm", "k1", "--seen", fingerprint("k1"), "--by", "budi", "--note", "seen")
                        .status())
                .isZero();
        Path listed = Files.writeString(
                folder.resolve("listed"), run("rules", "confirm", "--list").out());
        Result confirmed = run("rules", "confirm", "--listed", listed.toString(), "--by", "budi");
        assertThat(confirmed.status()).as(confirmed.err()).isZero();
        assertThat(confirmed.lastLine()).startsWith("confirmed near at 20");
        assertThat(modes()).containsEntry("k1", "ENFORCE").containsEntry("near", "ENFORCE");
        assertThat(run("rules", "confirm", "--list").out().strip()).isEqualTo("waiting=0");
        assertThat(publish("citra", "same file").lastLine()).startsWith("added=0 changed=0 retired=0 unchanged=5 ");
        assertThat(modes()).containsEntry("k1", "ENFORCE");
        assertThat(run("rules", "log", "k1").out())
                .containsSubsequence(
                        "added by ayu",
                        "awaitedMode: ENFORCE",
                        "changed by budi: seen",
                        "mode: SHADOW -> ENFORCE",
                        "confirmedBy: none -> budi");

        keywords("k1,togel online,gambling,BLOCK,ENFORCE,a\n");
        assertThat(publish("budi", "edit").lastLine())
                .startsWith("added=0 changed=1 ")
                .contains(" awaiting=1 ");
        assertThat(modes()).containsEntry("k1", "SHADOW");
        String seen = fingerprint("k1");
        keywords("k1,togel online | bola,gambling,BLOCK,ENFORCE,a\n");
        publish("budi", "edit while ayu reads");
        Result edited = run("rules", "confirm", "k1", "--seen", seen, "--by", "ayu");
        assertThat(edited.status()).isEqualTo(1);
        assertThat(edited.err()).contains("rule k1 is not as it was seen");
        assertThat(modes()).containsEntry("k1", "SHADOW");
        assertThat(run("rules", "confirm", "k1", "--seen", fingerprint("k1"), "--by", "budi")
                        .status())
                .isEqualTo(1);
        assertThat(run("rules", "confirm", "k1", "--seen", fingerprint("k1"), "--by", "ayu")
                        .status())
                .isZero();
    }

    @Test
    void exportPublishedExactly_bringsBackWhatWasThen() throws Exception {
        Files.writeString(config, Files.readString(config) + "saring.rules.four-eyes=true\n");
        keywords("k1,togel,gambling,BLOCK,ENFORCE,a\nk2,slot,gambling,REVIEW,ENFORCE,a\n");
        publish("ayu", "first");
        Instant then = later();
        keywords("k2,slot online,gambling,REVIEW,ENFORCE,a\nk3,bola,gambling,REVIEW,ENFORCE,b\n");
        publish("budi", "a mistake");
        Path before = folder.resolve("before");
        assertThat(run("rules", "export", "--to", before.toString(), "--at", then.toString())
                        .status())
                .isZero();
        String[] undo = {"rules", "publish", "--rules", before.toString(), "--exactly", "--by", "citra"};

        Result dry = run(Stream.concat(Stream.of(undo), Stream.of("--dry-run")).toArray(String[]::new));
        assertThat(dry.lastLine()).isEqualTo("added=0 changed=1 retired=1 unchanged=1 dry_run=true");
        assertThat(run(undo).lastLine()).startsWith("added=0 changed=1 retired=1 unchanged=1 ");

        assertThat(modes()).isEqualTo(Map.of("k1", "SHADOW", "k2", "ENFORCE"));
        assertThat(version(folder.resolve("modes"))).isEqualTo(version(before));
        assertThat(run("rules", "confirm", "--list").lastLine())
                .as("who waits, still waits")
                .isEqualTo("waiting=1");
    }

    /** What `confirm --list` says last of a rule. */
    private String fingerprint(String ruleId) {
        return run("rules", "confirm", "--list")
                .out()
                .lines()
                .filter(line -> line.startsWith(ruleId + "\t"))
                .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                .findFirst()
                .orElseThrow();
    }

    /** The modes of the live rules, as an export shows them. */
    private Map<String, String> modes() throws Exception {
        Path exported = folder.resolve("modes");
        assertThat(run("rules", "export", "--force", "--to", exported.toString())
                        .status())
                .isZero();
        Map<String, String> modes = new HashMap<>();
        RuleList list = new RuleDirectory(exported, null).rules(false);
        list.keywords()
                .forEach(rule -> modes.put(rule.getRuleId(), rule.getMode().name()));
        list.hashes().forEach(rule -> modes.put(rule.getRuleId(), rule.getMode().name()));
        return modes;
    }

    @Test
    void backtestFromTopic_comparesOnWhatWasUploaded() throws Exception {
        keywords("k1,togel,gambling,BLOCK,ENFORCE,a\n");
        Path old = Files.createDirectories(folder.resolve("old"));
        Files.writeString(old.resolve("keywords.csv"), "rule_id,expression,policy,action\nk1,togel,gambling,REVIEW\n");
        String prefix = topics.rules().replace("rules", "");
        try (SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", "mock://" + prefix), null);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            AvroEncoder<UploadEvent> encoder = new AvroEncoder<>(registry, UploadEvent.class, prefix + "uploads");
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                UploadEvent upload = new UploadJson()
                        .read("{\"contentId\":\"c" + i + "\",\"texts\":[{\"text\":\"" + (i % 4 == 0 ? "togel" : "halo")
                                + "\"}]}");
                sent.add(producer.send(new ProducerRecord<>(
                        prefix + "uploads", ("c" + i).getBytes(StandardCharsets.UTF_8), encoder.encode(upload))));
            }
            sent.add(producer.send(new ProducerRecord<>(prefix + "uploads", new byte[] {1}, new byte[] {1, 2})));
            for (Future<?> each : sent) {
                each.get();
            }
        }

        long end = end(prefix + "uploads");
        Result result = backtest(old, "--from-topic", "uploads", "--since", "7d");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(backtest(old, "--from-topic", "--since", "7d").out()).isEqualTo(result.out());
        assertThat(backtest(old, "--since", "7d", "--from-topic", prefix + "uploads")
                        .out())
                .isEqualTo(result.out());
        Result other = backtest(old, "--from-topic", "approved");
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("--from-topic takes uploads, or " + prefix + "uploads, and not approved");
        assertThat(result.lastLine()).startsWith("uploads=200 outcome_changed=50 otherwise_changed=0 ");
        assertThat(result.out())
                .containsSubsequence(
                        "REVIEW -> BLOCKED", "50", "[k1] \"togel\"", "policies in the reasons", "a rule matched");
        assertThat(result.err()).contains("1 records could not be decoded");
        assertThat(end(prefix + "uploads")).isEqualTo(end);
        try (Admin admin = admin()) {
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    private Result backtest(Path old, String... arguments) {
        return run(Stream.concat(
                        Stream.of("backtest", "--rules", rules.toString(), "--against", old.toString()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    /**
     * One request at a time: to a topic that was made a moment ago a broker may refuse the first batch and take the second,
     * and then refuses the first as out of order until the producer gives it up.
     */
    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Test
    void explain_tellsOfTheLatestDecision() throws Exception {
        keywords("k1,togel,gambling,BLOCK,ENFORCE,a\nk2,slot,gambling,BLOCK,SHADOW,a\n");
        Files.writeString(
                rules.resolve("hashes.csv"),
                "rule_id,algorithm,value,policy,action\nh1,MD5," + "ab".repeat(16) + ",drugs,REVIEW\n");
        decide("c1", 2, "togel dan slot", true);
        decide("c1", 1, "halo", false);
        decide("c2", 5, "slot", false);

        Result result = run("explain", "--content-id", "c1");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .startsWith("c1 revision 2: BLOCKED")
                .contains("Rule k1 (gambling) found \"togel\" in DESCRIPTION [0] 0-5")
                .contains("Rule k2 (gambling) found \"slot\"", "Only watched (SHADOW)")
                .contains("Rule h1 (drugs) knows medium m (MD5)");
        assertThat(run("explain", "--content-id", "c1", "--language", "id").out())
                .contains("Aturan k1 (gambling) menemukan \"togel\"", "Hasil: BLOCKED.");
        assertThat(run("explain", "--content-id", "c1", "--rules", rules.toString())
                        .out())
                .contains("[togel] dan slot");
        assertThat(run("explain", "--content-id", "c9").status()).isEqualTo(1);

        Path file = Files.writeString(
                folder.resolve("c1.jsonl"),
                run("explain", "--content-id", "c1", "--json").out());
        assertThat(runAsIs(List.of("replay", "--decisions", file.toString(), "--rules", rules.toString()))
                        .lastLine())
                .startsWith("decisions=1 same=1 ");
    }

    @Test
    void explain_findsDecisionsInAnotherPartitionToo_butNoOlderOnes() throws Exception {
        keywords("k1,togel,gambling,BLOCK,ENFORCE,a\n");
        for (int i = 0; i < 8; i++) {
            // As from before partitions were added.
            byte[] key = ("c" + i).getBytes(StandardCharsets.UTF_8);
            decide("c" + i, 1, "togel", false, 1 - BuiltInPartitioner.partitionForKey(key, 2));
        }

        for (int i = 0; i < 8; i++) {
            Result found = run("explain", "--content-id", "c" + i);
            assertThat(found.status()).as(found.err()).isZero();
            assertThat(found.out()).startsWith("c" + i + " revision 1: BLOCKED");
        }
        later();
        Result old = run("explain", "--content-id", "c1", "--since", "0s");
        assertThat(old.status()).isEqualTo(1);
        assertThat(old.err()).contains("no decision on c1 since ");
    }

    private void decide(String contentId, long revision, String text, boolean medium) throws Exception {
        decide(contentId, revision, text, medium, null);
    }

    private void decide(String contentId, long revision, String text, boolean medium, Integer partition)
            throws Exception {
        UploadEvent upload = new UploadJson()
                .read("{\"contentId\":\"" + contentId + "\",\"revision\":" + revision + ",\"texts\":[{\"text\":\""
                        + text
                        + "\"}]"
                        + (medium
                                ? ",\"media\":[{\"mediaId\":\"m\",\"kind\":\"IMAGE\",\"hashes\":[{\"algorithm\":\"MD5\",\"value\":\""
                                        + "ab".repeat(16) + "\"}]}]"
                                : "")
                        + "}");
        ModerationDecision decision = new Classifier()
                .classify(
                        upload,
                        new RuleDirectory(rules, null).compile(Limits.DEFAULT, false),
                        Context.at(Instant.parse("2026-11-24T08:00:00Z")));
        decision.setUpload(upload);
        decision.setSource(new DecisionSource("uploads", 0, revision));
        String prefix = topics.rules().replace("rules", "");
        String topic = prefix + decision.getOutcome().name().toLowerCase(Locale.ROOT);
        try (SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", "mock://" + prefix), null);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            byte[] value = new AvroEncoder<>(registry, ModerationDecision.class, topic).encode(decision);
            producer.send(new ProducerRecord<>(topic, partition, contentId.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private static long end(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private void keywords(String rows) throws Exception {
        Files.writeString(rules.resolve("keywords.csv"), "rule_id,expression,policy,action,mode,source\n" + rows);
    }

    private Result publish(String by, String note, String... more) {
        List<String> args = new ArrayList<>(List.of("rules", "publish", "--rules", rules.toString()));
        args.addAll(List.of("--by", by, "--note", note));
        args.addAll(List.of(more));
        Result result = run(args.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    /** The clock's time once it is past that of what was done before. */
    private static Instant later() {
        Instant now = Instant.now();
        await().pollInterval(Duration.ofMillis(1)).until(() -> Instant.now().isAfter(now.plusMillis(1)));
        return now;
    }

    private static String version(Path directory) throws Exception {
        return new RuleDirectory(directory, null).compile(Limits.DEFAULT, false).version();
    }

    private Result run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--config");
        all.add(config.toString());
        return runAsIs(all);
    }

    private static Result runAsIs(List<String> args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream newOut = new ByteArrayOutputStream();
        ByteArrayOutputStream newErr = new ByteArrayOutputStream();
        System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
        try {
            int status = Saring.commandLine().execute(args.toArray(String[]::new));
            return new Result(status, newOut.toString(StandardCharsets.UTF_8), newErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
