package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.saring.audit.Audit;
import dev.saring.audit.AuditOptions;
import dev.saring.audit.AuditReport;
import dev.saring.capture.CaptureException;
import dev.saring.capture.CaptureOrder;
import dev.saring.capture.CaptureReplay;
import dev.saring.capture.CaptureReplay.Replayed;
import dev.saring.capture.CaptureReport;
import dev.saring.capture.CapturedResult;
import dev.saring.capture.UploadCapture;
import dev.saring.config.KafkaClient;
import dev.saring.config.Setting;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.TextField;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Clients;
import dev.saring.topology.DeadLetterCause;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.RunningPipeline;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running pipeline decides while its rules change; what is captured of that must be decided alike from the file alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureTest {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final String REGISTRY = "mock://capture";
    private static final Topics TOPICS = new Topics("capture.");
    /** Stands in the one upload that must not be carried off. */
    private static final String SECRET = "rahasiakorban";
    /** Of the list of child-safety hashes: one leaves it at the second publish, the other at the third. */
    private static final String SECRET_FIRST = "5ec2e70123456789abcdef0123456789";

    private static final String SECRET_HASH = "5ec2e7fedcba9876543210fedcba9876";

    @TempDir
    static Path folder;

    private EmbeddedKafka kafka;
    private Settings settings;
    private SchemaRegistry registry;
    private UploadProducer producer;
    private AuditReport audit;
    private int sent;

    /** One run for all tests: uploads of every kind, before, between and after three states of the rules. */
    @BeforeAll
    void decide() throws Exception {
        TrustedRecords.register();
        kafka = EmbeddedKafka.inProcess(Map.of());
        settings = Settings.of(Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                REGISTRY,
                "saring.topics.prefix",
                TOPICS.prefix(),
                "saring.admin.port",
                "0",
                "saring.threads",
                "1",
                "saring.limits.text-length",
                "1000",
                "saring.data.directory",
                folder.resolve("data").toString()));
        try (Admin admin = Clients.admin(settings)) {
            for (PlannedTopic topic : TopicPlan.of(settings).topics()) {
                new TopicCreation(admin).create(topic.name(), topic.single() ? 1 : 2, (short) 1, topic.settings());
            }
        }
        registry = SchemaRegistry.connect(Map.of("schema.registry.url", REGISTRY), null);
        producer = new UploadProducer(kafka.bootstrapServers(), registry, TOPICS.uploads());
        publish("a,katalarang,gambling,BLOCK,\nb,katajahat,child-safety,BLOCK,\n", SECRET_HASH, SECRET_FIRST);
        try (RunningPipeline running = new PipelineApp(settings, InstantSource.system()).start()) {
            await().atMost(WAIT).until(() -> running.ready().well());
            sendOneOfEach();
            publish("a,katalarang,gambling,REVIEW,\nc,kataragu,hate,REVIEW,\n", SECRET_HASH);
            sendUntilSeen("kataragu");
            sendOneOfEach();
            publish("d,kataakhir,gambling,BLOCK,\n");
            sendUntilSeen("kataakhir");
            sendOneOfEach();
            audit = audit();
            assertThat(audit.isClean()).as(audit.line()).isTrue();
        }
    }

    @AfterAll
    void stop() {
        producer.close();
        registry.close();
        kafka.close();
    }

    private AuditReport audit() throws Exception {
        try (Audit each = new Audit(settings, new AuditOptions(null, null, WAIT, 10), progress -> {})) {
            return each.run();
        }
    }

    /** Publishes keyword rules, and the list of child-safety hashes as it is now, each under its hash as id. */
    private void publish(String rows, String... hashes) throws Exception {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(
                rules.resolve("keywords.csv"),
                "rule_id,expression,policy,action,allows\n" + rows
                        + "e,kataboleh,hate,ALLOW,gambling|LIST:" + SECRET_HASH
                        + "\nf,katabebas,hate,ALLOW,LIST:" + SECRET_FIRST + "\n");
        Files.writeString(
                rules.resolve("hashes.csv"),
                "rule_id,algorithm,value,policy,action,allows,source\nh,MD5," + "0".repeat(32) + ",drugs,BLOCK,,drugs\n"
                        + "i,MD5," + SECRET_HASH + ",adult,ALLOW,LIST:" + SECRET_HASH + ",adult\n"
                        + "j,MD5," + SECRET_FIRST + ",adult,ALLOW,child-safety,adult\n"
                        + Stream.of(hashes)
                                .map(hash -> "LIST:" + hash + ",MD5," + hash + ",child-safety,BLOCK,,LIST\n")
                                .collect(Collectors.joining()));
        try (RulePublisher publisher = RulePublisher.connect(
                settings.kafka(KafkaClient.CONSUMER),
                settings.kafka(KafkaClient.PRODUCER),
                TOPICS.rulePublisher(),
                RuleTopics.of(TOPICS.prefix()),
                registry)) {
            publisher.publish(
                    new RuleDirectory(rules, null).rules(false), new PublishOrder("a test", "", Set.of("LIST")));
        }
    }

    /** Sends uploads with a word until one of them is no longer approved, which shows that the rules are in force. */
    private void sendUntilSeen(String word) {
        try (OutcomeReader reader = new OutcomeReader(kafka.bootstrapServers(), registry, TOPICS)) {
            List<Outcome> seen = new ArrayList<>();
            await().pollInSameThread().pollDelay(Duration.ZERO).atMost(WAIT).until(() -> {
                send("ini " + word);
                reader.poll(Duration.ofMillis(200)).stream()
                        .filter(result -> result.decision() != null)
                        .forEach(result -> seen.add(result.decision().getOutcome()));
                return seen.stream().anyMatch(outcome -> outcome != Outcome.APPROVED);
            });
        }
    }

    private void sendOneOfEach() throws Exception {
        for (String text : List.of(
                "langit cerah",
                "ini katalarang",
                "ini kataragu dan kataakhir",
                "katajahat " + SECRET,
                "panjang ".repeat(200))) {
            send(text);
        }
        UploadEvent upload = upload("langit cerah");
        byte[] value = producer.encode(upload);
        byte[] key = upload.getContentId().getBytes(StandardCharsets.UTF_8);
        byte[] unknownSchema = value.clone();
        unknownSchema[1] = 0x70;
        producer.send(null, value).get();
        producer.send(null, null).get();
        producer.send("other".getBytes(StandardCharsets.UTF_8), producer.encode(upload("katajahat " + SECRET)))
                .get();
        producer.send(key, null).get();
        producer.send(key, new byte[0]).get();
        producer.send(key, new byte[] {7, 7}).get();
        producer.send(key, java.util.Arrays.copyOf(value, value.length - 1)).get();
        producer.send(key, unknownSchema).get();
        upload.setKind(UploadKind.DELETE);
        producer.send(key, producer.encode(upload)).get();
    }

    private void send(String text) throws Exception {
        producer.send(upload(text)).get();
    }

    private UploadEvent upload(String text) {
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("content-" + sent++)
                .setUploaderId("u")
                .setUploadedAt(Instant.parse("2026-11-24T08:00:00Z"))
                .setTexts(List.of(new UploadText(TextField.CAPTION, null, text)))
                .build();
    }

    private CaptureReport capture(int partition, boolean withRestricted, Path file) throws Exception {
        try (UploadCapture capture = new UploadCapture(
                settings,
                PolicyFile.standardText(),
                PolicyFile.standard(),
                new CaptureOrder(partition, 0, Long.MAX_VALUE, withRestricted),
                Instant.now())) {
            return capture.write(file);
        }
    }

    private static Map<Long, Replayed> replay(Path file) throws Exception {
        Map<Long, Replayed> replayed = new HashMap<>();
        try (CaptureReplay replay = new CaptureReplay(file, null)) {
            replay.forEach(each -> replayed.put(each.record().offset(), each));
        }
        return replayed;
    }

    private static String beginning(byte[] value) {
        return value == null ? "none" : HexFormat.of().formatHex(value, 0, Math.min(8, value.length));
    }

    private static void assertSame(Replayed each) {
        CapturedResult then = each.record().result();
        if (then == null) {
            assertThat(each.decision()).as("of %s", each.record()).isNull();
            assertThat(each.cause())
                    .as(
                            "of %s, whose value begins with %s",
                            each.record(), beginning(each.record().value()))
                    .isNull();
        } else if (then.decision() == null) {
            assertThat(each.cause()).isEqualTo(DeadLetterCause.valueOf(then.cause()));
        } else {
            ModerationDecision again = each.decision();
            again.setSource(then.decision().getSource());
            assertThat(again).isEqualTo(then.decision());
        }
    }

    @Test
    void everyRecord_isDecidedAlikeFromTheFileAlone_whateverTheRulesWere() throws Exception {
        long records = 0;
        long decisions = 0;
        long deadLetters = 0;
        long deletions = 0;
        Set<String> versions = new java.util.TreeSet<>();
        for (int partition = 0; partition < 2; partition++) {
            Path file = folder.resolve("whole-" + partition + ".zip");
            CaptureReport report = capture(partition, true, file);

            assertThat(report.rulesByTime()).isZero();
            assertThat(report.undecided()).isZero();
            assertThat(report.manifest().withheld()).isZero();
            assertThat(report.unknownSchemas()).hasSizeLessThan(2);
            assertThat(report.manifest().settings())
                    .containsKeys(
                            SettingCatalog.LIMITS.stream().map(Setting::name).toArray(String[]::new))
                    .containsEntry("saring.limits.text-length", "1000");
            records += report.manifest().records();
            decisions += report.decisions();
            deadLetters += report.deadLetters();
            deletions += report.deletions();
            Map<Long, Replayed> replayed = replay(file);
            assertThat(replayed).hasSize((int) report.manifest().records());
            replayed.values().forEach(CaptureTest::assertSame);
            replayed.values().stream()
                    .filter(each -> each.decision() != null)
                    .forEach(each -> versions.add(each.decision().getRuleSetVersion()));
        }
        assertThat(versions).as("states of the rules").hasSizeGreaterThanOrEqualTo(3);
        assertThat(decisions).isEqualTo(audit.decided());
        assertThat(deadLetters).isEqualTo(audit.deadLetter()).isGreaterThanOrEqualTo(3 * 7);
        assertThat(deletions).isEqualTo(audit.deletions()).isEqualTo(3 * 2);
        assertThat(records).isEqualTo(audit.checked());
    }

    @Test
    void restrictedContent_isLeftOutUnlessAskedFor_andTheRestIsDecidedAlike() throws Exception {
        long withheld = 0;
        boolean secretsThere = false;
        for (int partition = 0; partition < 2; partition++) {
            Path file = folder.resolve("restricted-" + partition + ".zip");
            CaptureReport report = capture(partition, false, file);
            withheld += report.manifest().withheld();

            // Two hashes added, two retired, and four ALLOW rules that repeat them.
            assertThat(report.manifest().rulesLeftOut()).isEqualTo(8);
            for (String secret : List.of(SECRET, SECRET_HASH, SECRET_FIRST)) {
                assertThat(holds(file, secret)).as("%s in the file", secret).isFalse();
            }
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            Map<Long, Replayed> replayed = replay(file);
            assertThat(replayed.values().stream().filter(each -> each.record().withheld() != null))
                    .hasSize((int) report.manifest().withheld())
                    .allSatisfy(each -> {
                        assertThat(each.record().value()).isNull();
                        assertThat(each.record().result()).isNull();
                        assertThat(each.record().withheld().sha256()).hasSize(64);
                    });
            replayed.values().forEach(each -> {
                if (each.decision() != null) {
                    // Without all rules there cannot be their version.
                    each.decision()
                            .setRuleSetVersion(each.record().result().decision().getRuleSetVersion());
                }
                if (each.record().withheld() == null) {
                    assertSame(each);
                }
            });
            Path whole = folder.resolve("with-restricted-" + partition + ".zip");
            capture(partition, true, whole);
            secretsThere |= holds(whole, SECRET);
            assertThat(holds(whole, SECRET_HASH)).isTrue();
        }
        // Those decided on, those whose key was wrong, and those too long to be looked at as a whole.
        assertThat(withheld).isEqualTo(3 * 3);
        assertThat(secretsThere).isTrue();
    }

    @Test
    void uploadsUnderAPolicyThatIsNotAmongThoseGiven_areLeftOut() throws Exception {
        byte[] renamed = new String(PolicyFile.standardText(), StandardCharsets.UTF_8)
                .replace("code: child-safety", "code: csam")
                .getBytes(StandardCharsets.UTF_8);
        long withheld = 0;
        for (int partition = 0; partition < 2; partition++) {
            Path file = folder.resolve("renamed-" + partition + ".zip");
            try (UploadCapture capture = new UploadCapture(
                    settings,
                    renamed,
                    PolicyFile.read(PolicyFile.NAME, renamed),
                    new CaptureOrder(partition, 0, Long.MAX_VALUE, false),
                    Instant.now())) {
                withheld += capture.write(file).manifest().withheld();
            }
            for (String secret : List.of(SECRET, SECRET_HASH, SECRET_FIRST)) {
                assertThat(holds(file, secret)).as("%s in the file", secret).isFalse();
            }
        }
        assertThat(withheld).isEqualTo(3 * 3);
    }

    /** Another topic, on which nothing decides and uploads do not stop coming. */
    @Test
    void uploadsThatArriveMeanwhile_areNoPartOfIt() throws Exception {
        Topics topics = new Topics("growing.");
        Map<String, String> given = Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                REGISTRY,
                "saring.topics.prefix",
                topics.prefix());
        Settings growing = Settings.of(given);
        try (Admin admin = Clients.admin(growing)) {
            for (PlannedTopic topic : TopicPlan.of(growing).topics()) {
                new TopicCreation(admin).create(topic.name(), 1, (short) 1, topic.settings());
            }
        }
        Path file = folder.resolve("growing.zip");
        AtomicBoolean enough = new AtomicBoolean();
        try (UploadProducer backend = new UploadProducer(kafka.bootstrapServers(), registry, topics.uploads());
                UploadCapture capture = new UploadCapture(
                        growing,
                        PolicyFile.standardText(),
                        PolicyFile.standard(),
                        new CaptureOrder(0, 0, Long.MAX_VALUE, false),
                        Instant.now())) {
            backend.send(upload("langit cerah")).get();
            CompletableFuture<Long> arrivals = CompletableFuture.supplyAsync(() -> {
                long last = 0;
                while (!enough.get()) {
                    try {
                        last = backend.send(upload("langit cerah")).get().offset();
                    } catch (InterruptedException | ExecutionException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return last;
            });
            CaptureReport report;
            try {
                report = capture.write(file);
            } finally {
                enough.set(true);
            }
            assertThat(arrivals.get())
                    .as("last of what came")
                    .isGreaterThan(report.manifest().to());
            assertThat(report.undecided()).isEqualTo(report.manifest().records());
            assertThat(replay(file)).hasSize((int) report.manifest().records());
        }
    }

    private static boolean holds(Path file, String text) throws Exception {
        String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    if (content.contains(text) || content.contains(hex)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void rangeThatIsNotThere_isRefusedWithWhatIs() {
        assertThatThrownBy(() -> new UploadCapture(
                                settings,
                                PolicyFile.standardText(),
                                PolicyFile.standard(),
                                new CaptureOrder(0, 1_000_000, 1_000_001, false),
                                Instant.now())
                        .write(folder.resolve("none.zip")))
                .isInstanceOf(CaptureException.class)
                .hasMessageMatching("capture\\.uploads-0 holds the offsets 0 to [0-9]+; nothing is later");
        assertThat(folder.resolve("none.zip")).doesNotExist();
        assertThatThrownBy(() -> capture(2, false, folder.resolve("none.zip")))
                .hasMessage("The topic capture.uploads has partitions 0 to 1 only");
    }
}
