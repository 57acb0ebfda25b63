package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.saring.moderation.GapKind;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.DecisionHeaders;
import dev.saring.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole path, as processes: a producer, a broker, a schema registry, the runnable jar, a read_committed consumer. */
@ExtendWith(Installation.Provider.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineOnRealBrokerTest {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final AtomicInteger CONTENTS = new AtomicInteger();

    private final Map<String, List<OutcomeReader.Result>> results = new HashMap<>();
    private Installation installation;
    private Topics topics;
    private SchemaRegistry schemas;
    private UploadProducer producer;
    private OutcomeReader reader;

    @BeforeAll
    void connect(Installation shared) {
        installation = shared;
        topics = shared.pipeline().topics();
        schemas = shared.schemas();
        producer = new UploadProducer(shared.kafka().bootstrapServers(), schemas, topics.uploads());
        reader = new OutcomeReader(shared.kafka().bootstrapServers(), schemas, topics);
    }

    @AfterAll
    void disconnect() {
        reader.close();
        producer.close();
        schemas.close();
    }

    /** Whatever a test has sent, what comes after it is judged as ever. */
    @AfterEach
    void nothingAfterIsDisturbed() throws Exception {
        List<Future<RecordMetadata>> ordinary = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ordinary.add(producer.send(upload("biasa saja")));
        }
        for (Future<RecordMetadata> each : ordinary) {
            assertThat(result(each).topic()).isEqualTo(topics.approved());
        }
        installation.process().requireAlive();
    }

    @Test
    void uploads_goToTheTopicOfTheirOutcome() throws Exception {
        Map<String, String> topicByText = Map.of(
                "langit cerah hari ini",
                topics.approved(),
                "ini " + Installation.REVIEWED_TERM + " sekali",
                topics.review(),
                "ini " + Installation.BLOCKED_TERM + " sekali",
                topics.blocked());
        for (Map.Entry<String, String> each : topicByText.entrySet()) {
            UploadEvent upload = upload(each.getKey());

            OutcomeReader.Result result = result(producer.send(upload));

            assertThat(result.topic()).isEqualTo(each.getValue());
            assertThat(result.record().key()).asString(StandardCharsets.UTF_8).isEqualTo(upload.getContentId());
            ModerationDecision decision = result.decision();
            assertThat(topics.of(decision.getOutcome())).isEqualTo(result.topic());
            assertThat(result.header(DecisionHeaders.DECISION_ID)).isEqualTo(decision.getDecisionId());
            assertThat(OffsetLedger.source(
                            decision.getSource().getTopic(),
                            decision.getSource().getPartition(),
                            decision.getSource().getOffset()))
                    .isEqualTo(result.source());
            assertThat(decision.getRuleSetVersion()).matches("rs-[0-9a-f]{16}");
            assertThat(decision.getUpload()).isEqualTo(result.topic().equals(topics.approved()) ? null : upload);
        }
    }

    @Test
    void match_isGivenWithItsPlaceInTheOriginal() throws Exception {
        ModerationDecision decision = decision(upload("Ya ampun, K\u0430taLarang itu")); // a Cyrillic letter

        assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(decision.getKeywordMatches()).singleElement().satisfies(match -> {
            assertThat(match.getRuleId()).isEqualTo("blocked-term");
            assertThat(match.getMatchedText()).isEqualTo("K\u0430taLarang");
            assertThat(match.getStart()).isEqualTo(10);
            assertThat(match.getEnd()).isEqualTo(20);
        });
        assertThat(decision.getReasons().get(0).getTexts()).containsKeys("id", "en");
    }

    @Test
    void everyInputOffset_hasExactlyOneResult() throws Exception {
        OffsetLedger ledger = new OffsetLedger();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            switch (i % 10) {
                case 3 -> sent.add(producer.send(key(newContentId()), new byte[] {1, 2, 3}));
                case 5 -> sent.add(producer.send(upload("ada " + Installation.BLOCKED_TERM)));
                case 7 -> sent.add(producer.send(upload("ada " + Installation.REVIEWED_TERM)));
                default -> sent.add(producer.send(upload("biasa saja")));
            }
        }
        for (Future<RecordMetadata> each : sent) {
            ledger.expect(source(each.get()));
        }

        await().atMost(WAIT).until(() -> {
            for (OutcomeReader.Result result : poll()) {
                ledger.account(result.source());
            }
            return ledger.missing().isEmpty();
        });

        assertThat(ledger.doubled()).isEmpty();
    }

    @Test
    void ruleThatIsPublishedWhileRunning_bites() throws Exception {
        String term = "istilahbaru";
        ModerationDecision before = decision(upload("ada " + term));

        installation.publish("new-term," + term + ",gambling,BLOCK");
        await().atMost(WAIT).until(() -> decision(upload("ada " + term)).getOutcome() == Outcome.BLOCKED);

        ModerationDecision after = decision(upload("ada " + term));
        assertThat(before.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(after.getRuleSetVersion()).isNotEqualTo(before.getRuleSetVersion());
        assertThat(after.getReasons()).anyMatch(reason -> "new-term".equals(reason.getRuleId()));
    }

    @Test
    void deletions_areNotDecided() throws Exception {
        UploadEvent deletion = upload("");
        deletion.setKind(UploadKind.DELETE);
        UploadEvent after = upload("biasa saja");
        after.setContentId(deletion.getContentId());

        String deleted = source(producer.send(deletion).get());
        String nothing =
                source(producer.send(key(deletion.getContentId()), null).get());
        decision(after);

        // All three share a partition, so what comes of the first two would have come before.
        assertThat(results).doesNotContainKeys(deleted, nothing);
    }

    @Test
    void olderRevisionAfterANewerOne_bothAreDecided() throws Exception {
        UploadEvent newer = upload("biasa saja");
        newer.setRevision(7);
        UploadEvent older = UploadEvent.newBuilder(newer).setRevision(3).build();

        assertThat(decision(newer).getRevision()).isEqualTo(7);
        assertThat(decision(older).getRevision()).isEqualTo(3);
    }

    @Test
    void nullKey_isADeadLetter() throws Exception {
        byte[] value = producer.encode(upload("biasa saja"));

        OutcomeReader.Result result = result(producer.send(null, value));

        assertDeadLetter(result, "KEY_MISSING", value);
        assertThat(result.record().key()).isNull();
    }

    @Test
    void keyThatDiffersFromTheContentId_isADeadLetter() throws Exception {
        byte[] value = producer.encode(upload("biasa saja"));

        OutcomeReader.Result result = result(producer.send(key("someone-else"), value));

        assertDeadLetter(result, "KEY_MISMATCH", value);
        assertThat(result.record().key()).asString(StandardCharsets.UTF_8).isEqualTo("someone-else");
    }

    @Test
    void schemaIdThatTheRegistryLacks_isADeadLetter() throws Exception {
        byte[] value = producer.encode(upload("biasa saja"));
        value[1] = 0x7f;

        assertDeadLetter(result(producer.send(key(newContentId()), value)), "UNKNOWN_SCHEMA", value);
    }

    @Test
    void truncatedRecord_isADeadLetter() throws Exception {
        UploadEvent upload = upload("biasa saja");
        byte[] whole = producer.encode(upload);
        byte[] value = Arrays.copyOf(whole, whole.length - 10);

        assertDeadLetter(result(producer.send(key(upload.getContentId()), value)), "TRUNCATED", value);
    }

    @Test
    void recordInAnotherFormat_isADeadLetter() throws Exception {
        byte[] value = "{\"contentId\":\"x\"}".getBytes(StandardCharsets.UTF_8);

        assertDeadLetter(result(producer.send(key("x"), value)), "NOT_CONFLUENT_FORMAT", value);
    }

    @Test
    void emptyText_isDecided() throws Exception {
        assertThat(decision(upload("")).getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void loneSurrogates_areDecidedAndHideNothing() throws Exception {
        ModerationDecision decision = decision(upload("\ud83d " + Installation.BLOCKED_TERM + " \ude00"));

        assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void tenThousandMedia_areAGapAndAReview() throws Exception {
        UploadEvent upload = upload("biasa saja");
        upload.setMedia(IntStream.range(0, 10_000)
                .mapToObj(i -> UploadMedia.newBuilder()
                        .setMediaId("m" + i)
                        .setKind(MediaKind.IMAGE)
                        .build())
                .toList());

        ModerationDecision decision = decision(upload);

        assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.getGaps()).anyMatch(gap -> gap.getKind() == GapKind.MEDIA_CUT);
    }

    @Test
    void textOfFiveMegabytes_isRefusedByTheTopic() {
        UploadEvent upload = upload("x".repeat(5_000_000));

        assertThatThrownBy(() -> producer.send(upload).get()).hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void decisionThatItsTopicWouldNotTake_isCutAndSaysSo() throws Exception {
        String text = "kata lain ".repeat(3 * Installation.DECISION_MAX_BYTES / 10) + Installation.BLOCKED_TERM;

        OutcomeReader.Result result = result(producer.send(upload(text)));

        assertThat(result.topic()).isEqualTo(topics.blocked());
        assertThat(result.record().serializedValueSize()).isLessThan(Installation.DECISION_MAX_BYTES);
        assertThat(result.decision().getGaps()).anyMatch(gap -> gap.getKind() == GapKind.DECISION_CUT);
        assertThat(result.decision().getKeywordMatches())
                .singleElement()
                .satisfies(match -> assertThat(match.getMatchedText()).isEqualTo(Installation.BLOCKED_TERM));
    }

    @Test
    void decisionThatCannotBeCutEnough_isADeadLetter() throws Exception {
        UploadEvent upload = upload("biasa saja");
        upload.setContentId("x".repeat(Installation.DECISION_MAX_BYTES));

        OutcomeReader.Result result = result(producer.send(upload));

        assertThat(result.header(DeadLetterHeaders.CAUSE)).isEqualTo("DECISION_TOO_LARGE");
    }

    private void assertDeadLetter(OutcomeReader.Result result, String cause, byte[] value) {
        assertThat(result.topic()).isEqualTo(topics.deadLetter());
        assertThat(result.header(DeadLetterHeaders.CAUSE)).isEqualTo(cause);
        assertThat(result.header(DeadLetterHeaders.MESSAGE)).isNotBlank();
        assertThat(result.header(DeadLetterHeaders.VERSION)).isNotBlank();
        assertThat(result.record().value()).isEqualTo(value);
    }

    private ModerationDecision decision(UploadEvent upload) throws Exception {
        OutcomeReader.Result result = result(producer.send(upload));
        assertThat(result.decision())
                .as("dead letter: %s", result.header(DeadLetterHeaders.MESSAGE))
                .isNotNull();
        assertThat(result.decision().getContentId()).isEqualTo(upload.getContentId());
        return result.decision();
    }

    /** The one result of a record. */
    private OutcomeReader.Result result(Future<RecordMetadata> sent) throws Exception {
        String source = source(sent.get());
        await().atMost(WAIT).pollDelay(Duration.ZERO).until(() -> {
            poll();
            return results.containsKey(source);
        });
        return assertThat(results.get(source)).singleElement().actual();
    }

    private List<OutcomeReader.Result> poll() {
        List<OutcomeReader.Result> news = reader.poll(Duration.ofMillis(100));
        news.forEach(result -> results.computeIfAbsent(result.source(), each -> new ArrayList<>())
                .add(result));
        return news;
    }

    private static String source(RecordMetadata metadata) {
        return OffsetLedger.source(metadata.topic(), metadata.partition(), metadata.offset());
    }

    private static UploadEvent upload(String text) {
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId(newContentId())
                .setUploaderId("user-1")
                .setUploadedAt(Instant.parse("2026-01-02T03:04:05Z"))
                .setRegion("ID")
                .setTexts(List.of(UploadText.newBuilder()
                        .setField(TextField.CAPTION)
                        .setText(text)
                        .build()))
                .build();
    }

    private static String newContentId() {
        return "content-" + CONTENTS.incrementAndGet();
    }

    private static byte[] key(String contentId) {
        return contentId.getBytes(StandardCharsets.UTF_8);
    }
}
