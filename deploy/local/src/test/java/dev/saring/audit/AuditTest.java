package dev.saring.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.saring.audit.AuditFinding.Kind;
import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.config.Settings;
import dev.saring.local.EmbeddedKafka;
import dev.saring.moderation.DecisionSource;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Reason;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.rules.RuleDirectory;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.DecisionHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault fabricated in real topics, and found. */
class AuditTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    private final String prefix = "t" + UUID.randomUUID() + '.';
    private final Map<String, String> given = Map.of(
            "kafka.bootstrap.servers",
            kafka.bootstrapServers(),
            "schema.registry.url",
            "mock://" + prefix,
            "saring.topics.prefix",
            prefix);
    private KafkaProducer<byte[], byte[]> producer;
    private long clock = T0.toEpochMilli();

    @BeforeAll
    static void start() {
        // Topics are made on demand, as by default, which an audit must not cause; old records are not removed half a
        // minute after the start.
        kafka = EmbeddedKafka.inProcess(Map.of("auto.create.topics.enable", "true", "log.retention.ms", "-1"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void topics() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of("uploads", "approved", "review", "blocked", "preserved", "dead-letter")
                            .map(name -> new NewTopic(prefix + name, Optional.of(2), Optional.of((short) 1)))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", prefix),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
    }

    @AfterEach
    void closeProducer() {
        producer.close(Duration.ZERO);
    }

    @Test
    void eachUploadWithItsResult_isClean() throws Exception {
        for (int i = 0; i < 20; i++) {
            long offset = upload(0, "a" + i, bytes("x"));
            if (i % 5 == 0) {
                deadLetter(0, offset);
            } else {
                decision(List.of("approved", "review", "blocked").get(i % 3), 1, 0, offset);
            }
        }

        assertThat(audit().line())
                .isEqualTo("checked=20 decided=16 dead_letter=4 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void uploadsReadBeforeResults_isTheSame() throws Exception {
        for (int i = 0; i < 20; i++) {
            decision("approved", 1, 0, upload(0, "a" + i, bytes("x")));
        }

        AuditReport report = audit(AuditOptions.everything(), 0);

        assertThat(report.line())
                .isEqualTo("checked=20 decided=20 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void uploadWithoutResult_isMissing() throws Exception {
        decision("approved", 0, 0, upload(0, "a", bytes("x")));
        upload(0, "b\u0000", bytes("x"));
        deadLetter(0, upload(0, "c", bytes("x")));
        upload(1, "d", bytes("x"));

        AuditReport report = audit();

        assertThat(report.isClean()).isFalse();
        assertThat(report.missing()).isEqualTo(2);
        assertThat(report.findings())
                .extracting(AuditFinding::kind, AuditFinding::source, AuditFinding::contentId)
                .containsExactly(tuple(Kind.MISSING, source(0, 1), "b\u0000"), tuple(Kind.MISSING, source(1, 0), "d"));
        assertThat(report.findings().get(0).detail()).contains("later uploads of the partition have theirs");
        assertThat(report.findings().get(1).detail()).contains("down or behind");
    }

    @Test
    void moreMissingThanAreListed_areCounted() throws Exception {
        for (int i = 0; i < 30; i++) {
            upload(0, "a" + i, bytes("x"));
        }

        AuditReport report = audit(new AuditOptions(null, null, Duration.ZERO, 5), 4);

        assertThat(report.missing()).isEqualTo(30);
        assertThat(report.findings()).hasSize(5);
    }

    @Test
    void secondResult_isDoubled() throws Exception {
        long offset = upload(0, "a", bytes("x"));
        decision("approved", 0, 0, offset);
        decision("approved", 0, 0, upload(0, "b", bytes("x")));
        decision("review", 1, 0, offset);
        deadLetter(0, offset);

        AuditReport report = audit();

        // Which of the three results of one upload is read first, and so counts, is not for the test to say.
        assertThat(report.line())
                .matches("checked=2 decided=[12] dead_letter=[01] deletions=0 missing=0 doubled=2 out_of_order=0");
        assertThat(report.findings())
                .allSatisfy(finding -> assertThat(finding.source()).isEqualTo(source(0, 0)))
                .extracting(AuditFinding::detail)
                .doesNotHaveDuplicates()
                .isSubsetOf(Stream.of("approved-0@0", "review-1@0", "dead-letter-0@0")
                        .map(place -> "has another result at " + prefix + place)
                        .toList());
    }

    @Test
    void resultForNoRecord_isDoubled() throws Exception {
        decision("approved", 0, 0, upload(0, "a", bytes("x")));
        commit();
        producer.beginTransaction();
        decision("approved", 0, 0, upload(0, "b", bytes("x")));
        decision("review", 0, 0, 1);

        AuditReport report = audit();

        assertThat(report.doubled()).isEqualTo(1);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.source()).isEqualTo(source(0, 1));
            assertThat(finding.detail()).contains("holds no record");
        });
    }

    @Test
    void earlierDecidedAfterLater_isOutOfOrder() throws Exception {
        long first = upload(0, "a", bytes("x"));
        long second = upload(0, "a", bytes("y"));
        long third = upload(0, "a", bytes("z"));
        decision("review", 0, 0, second);
        decision("review", 0, 0, first);
        decision("review", 0, 0, third);

        AuditReport report = audit();

        assertThat(report.line())
                .isEqualTo("checked=3 decided=3 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=1");
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.source()).isEqualTo(source(0, first));
            assertThat(finding.contentId()).isEqualTo("a");
        });
    }

    @Test
    void deletions_needNoResult() throws Exception {
        upload(0, "a", null);
        upload(0, "b", uploadEvent("b", UploadKind.DELETE));
        decision("approved", 0, 0, upload(0, "c", uploadEvent("c", UploadKind.EDIT)));
        long wrongKey = upload(0, "d", uploadEvent("e", UploadKind.DELETE));
        deadLetter(0, wrongKey);
        deadLetter(0, upload(0, null, null));

        assertThat(audit().line())
                .isEqualTo("checked=5 decided=1 dead_letter=2 deletions=2 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void deletionWithResult_isDoubled() throws Exception {
        decision("approved", 0, 0, upload(0, "a", null));

        assertThat(audit().line())
                .isEqualTo("checked=1 decided=0 dead_letter=0 deletions=1 missing=0 doubled=1 out_of_order=0");
    }

    @Test
    void abortedTransactions_areNeitherUploadsNorResults() throws Exception {
        long offset = upload(0, "a", bytes("x"));
        commit();
        producer.beginTransaction();
        upload(0, "b", bytes("x"));
        decision("approved", 0, 0, offset);
        producer.abortTransaction();
        producer.beginTransaction();
        decision("review", 0, 0, offset);

        assertThat(audit().line())
                .isEqualTo("checked=1 decided=1 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void uploadsThatRetentionRemovesBetweenTheTwoReadings_areNoFindings() throws Exception {
        for (int i = 0; i < 20; i++) {
            decision("approved", 1, 0, upload(0, "a" + i, bytes("x")));
        }
        commit();
        TopicPartition uploads = new TopicPartition(prefix + "uploads", 0);
        WhenConsumed.action = records -> {
            WhenConsumed.action = null;
            assertThat(records.partitions()).containsExactly(new TopicPartition(prefix + "approved", 1));
            try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.deleteRecords(Map.of(uploads, RecordsToDelete.beforeOffset(15)))
                        .all()
                        .get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        };
        Map<String, String> observed = new HashMap<>(given);
        observed.put("kafka.consumer.interceptor.classes", WhenConsumed.class.getName());

        AuditReport report;
        try (Audit audit =
                new Audit(Settings.of(observed), new AuditOptions(null, null, Duration.ZERO, 20), line -> {})) {
            report = audit.run();
        }

        assertThat(report.line())
                .isEqualTo("checked=5 decided=5 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void deletionLargerThanThePipelineDecodes_isMissingWithoutItsDeadLetter() throws Exception {
        upload(0, "b", uploadEvent("b", UploadKind.DELETE));
        String contentId = "c".repeat(1_000);
        upload(0, contentId, uploadEvent(contentId, UploadKind.DELETE));
        commit();
        Map<String, String> strict = new HashMap<>(given);
        strict.put("saring.upload.max-bytes", "1000");

        try (Audit audit =
                new Audit(Settings.of(strict), new AuditOptions(null, null, Duration.ZERO, 20), line -> {})) {
            assertThat(audit.run().line())
                    .isEqualTo("checked=2 decided=0 dead_letter=0 deletions=1 missing=1 doubled=0 out_of_order=0");
        }
    }

    @Test
    void since_leavesOutWhatIsOlder() throws Exception {
        upload(0, "old", bytes("x"));
        clock = T0.plus(Duration.ofDays(1)).toEpochMilli();
        decision("approved", 0, 0, upload(0, "new", bytes("x")));

        AuditReport report = audit(new AuditOptions(T0.plusSeconds(60), null, Duration.ZERO, 5), 4);

        assertThat(report.line())
                .isEqualTo("checked=1 decided=1 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void until_leavesOutWhatIsYounger() throws Exception {
        decision("approved", 0, 0, upload(0, "old", bytes("x")));
        clock = T0.plus(Duration.ofDays(1)).toEpochMilli();
        upload(0, "new", bytes("x"));

        AuditReport report = audit(new AuditOptions(null, T0.plusSeconds(60), Duration.ZERO, 5), 4);

        assertThat(report.line())
                .isEqualTo("checked=1 decided=1 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void decisionOlderThanItsUpload_isFoundByLookingBack() throws Exception {
        long offset = upload(0, "a", bytes("x"));
        clock = T0.minus(Duration.ofDays(3)).toEpochMilli();
        decision("approved", 0, 0, offset);

        AuditReport report = audit(new AuditOptions(T0.minusSeconds(1), null, Duration.ZERO, 5), 4);

        assertThat(report.line())
                .isEqualTo("checked=1 decided=1 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void lateResult_isWaitedFor() throws Exception {
        long offset = upload(0, "a", bytes("x"));
        commit();
        producer.beginTransaction();
        AtomicBoolean decided = new AtomicBoolean();
        AuditOptions patient = new AuditOptions(null, null, Duration.ofMinutes(1), 5);

        try (Audit audit = new Audit(Settings.of(given), patient, line -> {
            if (!decided.getAndSet(true)) {
                try {
                    decision("approved", 0, 0, offset);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                commit();
            }
        })) {
            assertThat(audit.run().isClean()).isTrue();
        }
        assertThat(decided).isTrue();
    }

    @Test
    void missingTopic_isSaidPlainly_andNotMade() throws Exception {
        Map<String, String> elsewhere =
                Map.of("kafka.bootstrap.servers", kafka.bootstrapServers(), "saring.topics.prefix", "elsewhere.");

        assertThatThrownBy(() -> new Audit(Settings.of(elsewhere), AuditOptions.everything(), line -> {}))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("elsewhere.uploads")
                .hasMessageContaining("saring.topics.prefix");
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            // What a consumer has asked for is made in the background, before this one.
            admin.createTopics(List.of(new NewTopic(prefix + "later", 1, (short) 1)))
                    .all()
                    .get();
            await().until(() -> admin.listTopics().names().get().contains(prefix + "later"));
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("elsewhere."));
        }
    }

    @Test
    void evidence_oneWholeCopyOfEachThatMustBePreserved_isClean() throws Exception {
        for (int i = 0; i < 10; i++) {
            long offset = upload(0, "a" + i, bytes("x"));
            boolean duty = i % 3 == 0;
            decision("blocked", 0, offset, decided(duty, duty ? "child-safety" : "gambling", !duty));
            if (duty) {
                decision("preserved", 0, offset, decided(true, "child-safety", true));
            }
        }

        assertThat(auditPreserved().line())
                .isEqualTo("checked=10 decided=10 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0"
                        + " missing_copies=0 needless_copies=0 exposed=0");
    }

    @Test
    void evidence_thatHadToBeCut_isFound() throws Exception {
        long cut = upload(0, "a", bytes("x"));
        decision("blocked", 0, cut, decided(true, "child-safety", false));
        Gap gap = new Gap(GapKind.DECISION_CUT, null, null, "left out: all 3 attributes");
        decision("preserved", 0, cut, decided(true, "child-safety", true, gap));

        AuditReport report = auditPreserved();

        assertThat(report.line()).endsWith(" missing_copies=1 needless_copies=0 exposed=0");
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.source()).isEqualTo(source(0, cut));
            assertThat(finding.detail()).contains("not whole (left out: all 3 attributes)");
        });
    }

    @Test
    void evidence_whatIsMissingOrTooMuch_isFound() throws Exception {
        long without = upload(0, "a", bytes("x"));
        decision("blocked", 0, without, decided(true, "child-safety", false));
        long empty = upload(0, "b", bytes("x"));
        decision("blocked", 0, empty, decided(true, "child-safety", false));
        decision("preserved", 0, empty, decided(true, "child-safety", false));
        long twice = upload(0, "c", bytes("x"));
        decision("blocked", 0, twice, decided(true, "child-safety", false));
        decision("preserved", 0, twice, decided(true, "child-safety", true));
        decision("preserved", 0, twice, decided(true, "child-safety", true));
        long undemanded = upload(0, "d", bytes("x"));
        decision("approved", 0, undemanded, decided(false, "spam", false));
        decision("preserved", 0, undemanded, decided(false, "spam", true));
        long exposed = upload(0, "e", bytes("x"));
        decision("review", 0, exposed, decided(true, "child-safety", true));
        decision("preserved", 0, exposed, decided(true, "child-safety", true));

        AuditReport report = auditPreserved();

        assertThat(report.isClean()).isFalse();
        assertThat(report.line()).endsWith(" out_of_order=0 missing_copies=2 needless_copies=2 exposed=1");
        assertThat(report.findings())
                .extracting(AuditFinding::kind, AuditFinding::source)
                .containsExactlyInAnyOrder(
                        tuple(Kind.MISSING_COPY, source(0, without)),
                        tuple(Kind.MISSING_COPY, source(0, empty)),
                        tuple(Kind.NEEDLESS_COPY, source(0, twice)),
                        tuple(Kind.NEEDLESS_COPY, source(0, undemanded)),
                        tuple(Kind.EXPOSED, source(0, exposed)));
    }

    @Test
    void evidence_decisionWithTheUploadUnderAPolicyThatIsNotKnown_cannotBeAudited() throws Exception {
        decision("blocked", 0, upload(0, "a", bytes("x")), decided(false, "csam", false));
        assertThat(auditPreserved().isClean()).isTrue();
        producer.beginTransaction();
        long exposed = upload(0, "b", bytes("x"));
        decision("blocked", 0, exposed, decided(false, "csam", true));

        assertThatThrownBy(this::auditPreserved)
                .isInstanceOf(AuditException.class)
                .hasMessageContaining(source(0, exposed))
                .hasMessageContaining("the policy csam")
                .hasMessageContaining("saring.policies.file");
    }

    private AuditReport auditPreserved() {
        return audit(new AuditOptions(null, null, Duration.ZERO, 20).withPreserved(), 4);
    }

    private byte[] decided(boolean preserved, String policy, boolean withUpload, Gap... gaps) throws Exception {
        UploadEvent upload = UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("c")
                .setUploaderId("u")
                .setUploadedAt(T0)
                .build();
        RuleSet none = new RuleDirectory(folder, null).compile(Limits.DEFAULT, true);
        ModerationDecision decision = new Classifier().classify(upload, none, Context.at(T0));
        decision.setReasons(List.of(new Reason(policy, null, Map.of())));
        decision.setSource(new DecisionSource(prefix + "uploads", 0, 0L));
        decision.setGaps(List.of(gaps));
        decision.setPreserveUntil(preserved ? T0 : null);
        decision.setUpload(withUpload ? upload : null);
        try (SchemaRegistry registry = SchemaRegistry.connect(Settings.of(given).registry(), null)) {
            return new AvroEncoder<>(registry, ModerationDecision.class, prefix + "review").encode(decision);
        }
    }

    /** Commits, and returns when readers of committed records see it: the broker acknowledges before that. */
    private void commit() {
        producer.commitTransaction();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            await().until(() -> admin.describeTransactions(List.of(prefix))
                            .description(prefix)
                            .get()
                            .state()
                    == TransactionState.COMPLETE_COMMIT);
        }
    }

    private AuditReport audit() {
        return audit(new AuditOptions(null, null, Duration.ZERO, 20), 4);
    }

    private AuditReport audit(AuditOptions options, int ahead) {
        commit();
        try (Audit audit = new Audit(Settings.of(given), options, line -> {}, ahead)) {
            return audit.run();
        }
    }

    private long upload(int partition, String key, byte[] value) throws Exception {
        byte[] keyBytes = key == null ? null : bytes(key);
        return producer.send(new ProducerRecord<>(prefix + "uploads", partition, clock, keyBytes, value))
                .get()
                .offset();
    }

    private void decision(String topic, int partition, int sourcePartition, long offset) throws Exception {
        decision(topic, partition, sourcePartition, offset, bytes("decision"));
    }

    private void decision(String topic, int sourcePartition, long offset, byte[] value) throws Exception {
        decision(topic, 0, sourcePartition, offset, value);
    }

    private void decision(String topic, int partition, int sourcePartition, long offset, byte[] value)
            throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add(DecisionHeaders.SOURCE, bytes(source(sourcePartition, offset)));
        producer.send(new ProducerRecord<>(prefix + topic, partition, clock, bytes("a"), value, headers))
                .get();
    }

    private void deadLetter(int sourcePartition, long offset) throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add(DeadLetterHeaders.TOPIC, bytes(prefix + "uploads"));
        headers.add(DeadLetterHeaders.PARTITION, bytes(Integer.toString(sourcePartition)));
        headers.add(DeadLetterHeaders.OFFSET, bytes(Long.toString(offset)));
        producer.send(new ProducerRecord<>(prefix + "dead-letter", 0, clock, bytes("a"), bytes("x"), headers))
                .get();
    }

    private byte[] uploadEvent(String contentId, UploadKind kind) throws Exception {
        UploadEvent upload = UploadEvent.newBuilder()
                .setKind(kind)
                .setContentId(contentId)
                .setUploaderId("u")
                .setUploadedAt(T0)
                .build();
        try (SchemaRegistry registry = SchemaRegistry.connect(Settings.of(given).registry(), null)) {
            return new AvroEncoder<>(registry, UploadEvent.class, prefix + "uploads").encode(upload);
        }
    }

    private String source(int partition, long offset) {
        return prefix + "uploads-" + partition + '@' + offset;
    }

    /** Does something when a consumer has been given records, before the audit sees them. */
    public static final class WhenConsumed implements ConsumerInterceptor<byte[], byte[]> {
        private static volatile Consumer<ConsumerRecords<byte[], byte[]>> action;

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            if (action != null) {
                action.accept(records);
            }
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void configure(Map<String, ?> settings) {}

        @Override
        public void close() {}
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
