package dev.saring.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.capture.CaptureReplay.Replayed;
import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleBook;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.DeadLetterCause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureReplayTest {
    private static final Instant THEN = Instant.parse("2026-05-01T08:00:00Z");
    private static final int SCHEMA_ID = 7;

    @TempDir
    private Path folder;

    private SchemaRegistry registry;
    private AvroEncoder<UploadEvent> encoder;
    private Path file;

    @BeforeEach
    void connect() {
        registry = SchemaRegistry.connect(Map.of("schema.registry.url", "mock://CaptureReplayTest"), null);
        encoder = new AvroEncoder<>(registry, UploadEvent.class, "uploads");
        file = folder.resolve("capture.zip");
    }

    @AfterEach
    void disconnect() {
        registry.close();
    }

    private static KeywordRule rule(String id, String expression, RuleAction action) {
        return KeywordRule.newBuilder()
                .setRuleId(id)
                .setExpression(expression)
                .setPolicy("gambling")
                .setAction(action)
                .setUpdatedAt(THEN)
                .build();
    }

    private static RuleChange change(KeywordRule before, KeywordRule after) {
        return RuleChange.newBuilder()
                .setRuleId((after == null ? before : after).getRuleId())
                .setBefore(before)
                .setAfter(after)
                .setChangedBy("ayu")
                .setChangedAt(THEN)
                .setPublishId("p")
                .build();
    }

    private static UploadEvent upload(String contentId, String text) {
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId(contentId)
                .setUploaderId("u")
                .setUploadedAt(THEN)
                .setTexts(List.of(new UploadText(TextField.CAPTION, null, text)))
                .build();
    }

    private byte[] value(UploadEvent upload) throws Exception {
        byte[] value = encoder.encode(upload);
        ByteBuffer.wrap(value).putInt(1, SCHEMA_ID);
        return value;
    }

    private CapturedRecord record(long offset, String text, int rulesAt, ModerationDecision decision) throws Exception {
        UploadEvent upload = upload("c" + offset, text);
        return new CapturedRecord(
                offset,
                THEN.toEpochMilli(),
                upload.getContentId().getBytes(StandardCharsets.UTF_8),
                List.of(new CapturedHeader("trace", new byte[] {1, -1})),
                value(upload),
                null,
                decision == null ? null : CapturedResult.of(decision),
                rulesAt,
                true);
    }

    private static ModerationDecision decide(long offset, String text, KeywordRule... rules) throws Exception {
        RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
        for (KeywordRule each : rules) {
            book.put(each);
        }
        return new Classifier().classify(upload("c" + offset, text), book.snapshot(), Context.at(THEN));
    }

    private void write(int format, List<KeywordRule> rules, List<RuleChange> changes, List<CapturedRecord> records)
            throws Exception {
        try (CaptureWriter writer = new CaptureWriter(file)) {
            writer.entry(CaptureWriter.POLICIES);
            writer.bytes(PolicyFile.standardText());
            writer.entry(CaptureWriter.SCHEMAS);
            writer.line(
                    CaptureJson.schema(SCHEMA_ID, UploadEvent.getClassSchema().toString()));
            writer.entry(CaptureWriter.RULES);
            for (KeywordRule each : rules) {
                writer.line(CaptureJson.write(each));
            }
            writer.entry(CaptureWriter.CHANGES);
            for (RuleChange each : changes) {
                writer.line(CaptureJson.write(each));
            }
            writer.entry(CaptureWriter.RECORDS);
            for (CapturedRecord each : records) {
                writer.line(CaptureJson.write(each));
            }
            writer.entry(CaptureWriter.MANIFEST);
            writer.line(CaptureJson.write(new CaptureManifest(
                    format,
                    "9.9",
                    "1",
                    THEN,
                    "uploads",
                    0,
                    0,
                    100,
                    records.size(),
                    0,
                    rules.size(),
                    changes.size(),
                    0,
                    new TreeMap<>(Map.of("saring.limits.text-length", "1000")))));
            writer.finish();
        }
    }

    private List<Replayed> replay() throws Exception {
        List<Replayed> replayed = new ArrayList<>();
        try (CaptureReplay replay = new CaptureReplay(file, null)) {
            replay.forEach(replayed::add);
        }
        return replayed;
    }

    @Test
    void eachRecord_isDecidedUnderItsOwnRules_alsoWhereTheyGoBack() throws Exception {
        KeywordRule blocks = rule("k", "katalarang", RuleAction.BLOCK);
        KeywordRule reviews = rule("k", "katalarang", RuleAction.REVIEW);
        write(
                CaptureManifest.FORMAT,
                List.of(blocks),
                List.of(change(blocks, reviews), change(reviews, null)),
                List.of(
                        record(1, "katalarang", 0, null),
                        record(2, "katalarang", 2, null),
                        record(3, "katalarang", 1, null),
                        record(4, "katalarang", 0, null),
                        record(5, "katalarang", 2, null)));

        assertThat(replay())
                .extracting(each -> each.decision().getOutcome())
                .containsExactly(Outcome.BLOCKED, Outcome.APPROVED, Outcome.REVIEW, Outcome.BLOCKED, Outcome.APPROVED);
    }

    @Test
    void decision_isTheSameUnderTheSameRulesAtItsOwnTime() throws Exception {
        KeywordRule blocks = rule("k", "katalarang", RuleAction.BLOCK);
        ModerationDecision then = decide(1, "ini katalarang", blocks);
        write(CaptureManifest.FORMAT, List.of(blocks), List.of(), List.of(record(1, "ini katalarang", 0, then)));

        Replayed replayed = replay().get(0);

        assertThat(replayed.record().result().decision()).isEqualTo(then);
        // The limits of the capture are not those of decide(), and so the version is another.
        assertThat(replayed.decision().getRuleSetVersion()).isNotEqualTo(then.getRuleSetVersion());
        replayed.decision().setRuleSetVersion(then.getRuleSetVersion());
        assertThat(replayed.decision()).isEqualTo(then);
    }

    @Test
    void unreadableRecords_becomeDeadLettersOfTheirCause() throws Exception {
        CapturedRecord good = record(1, "halo", 0, null);
        write(
                CaptureManifest.FORMAT,
                List.of(rule("k", "x", RuleAction.BLOCK)),
                List.of(),
                List.of(
                        with(good, null, good.value()),
                        with(good, good.key(), new byte[0]),
                        with(good, good.key(), new byte[] {0, 0, 0, 0, 99, 1}),
                        with(good, new byte[] {'x'}, good.value()),
                        with(good, good.key(), null)));

        assertThat(replay())
                .extracting(Replayed::cause)
                .containsExactly(
                        DeadLetterCause.KEY_MISSING,
                        DeadLetterCause.EMPTY,
                        DeadLetterCause.UNKNOWN_SCHEMA,
                        DeadLetterCause.KEY_MISMATCH,
                        null);
    }

    private static CapturedRecord with(CapturedRecord record, byte[] key, byte[] value) {
        return new CapturedRecord(
                record.offset(), record.timestamp(), key, record.headers(), value, null, null, 0, false);
    }

    @Test
    void lines_comeBackAsTheyWere() throws Exception {
        CapturedRecord decided = record(1, "halo \uD83D", 3, decide(1, "halo \uD83D"));
        CapturedRecord letter = new CapturedRecord(
                2,
                -1,
                null,
                List.of(new CapturedHeader("h", null)),
                new byte[0],
                null,
                CapturedResult.deadLetter("EMPTY", "no \"value\"", THEN),
                0,
                false);
        CapturedRecord withheld = new CapturedRecord(
                3, 5, new byte[] {9}, List.of(), null, new CapturedRecord.Withheld("ab", 12), null, 1, true);
        for (CapturedRecord each : List.of(decided, letter, withheld)) {
            assertThat(CaptureJson.record(CaptureJson.write(each)))
                    .usingRecursiveComparison()
                    .isEqualTo(each);
        }
        HashRule hash = HashRule.newBuilder()
                .setRuleId("h")
                .setAlgorithm(HashAlgorithm.MD5)
                .setValues(List.of(ByteBuffer.wrap(new byte[16])))
                .setPolicy("drugs")
                .setAction(RuleAction.BLOCK)
                .build();
        assertThat(CaptureJson.rule(CaptureJson.write(hash)).hash()).isEqualTo(hash);
        KeywordRule keyword = rule("k", "a & \"b\"", RuleAction.ALLOW);
        assertThat(CaptureJson.rule(CaptureJson.write(change(null, keyword))).keyword())
                .isEqualTo(keyword);
        assertThat(CaptureJson.rule(CaptureJson.write(change(keyword, null))).retiredKeyword())
                .isEqualTo("k");
    }

    @Test
    void laterFormat_andWhatIsNoCapture_areRefused() throws Exception {
        write(CaptureManifest.FORMAT + 1, List.of(), List.of(), List.of());
        assertThatThrownBy(this::replay)
                .isInstanceOf(CaptureException.class)
                .hasMessage("the capture has format 2, and this release reads 1; take the release that wrote it, 9.9");

        Files.writeString(file, "no zip");
        assertThatThrownBy(this::replay).isInstanceOf(CaptureException.class).hasMessageContaining("is no capture");
    }

    @Test
    void withheldChange_keepsItsPlaceAndChangesNothing() throws Exception {
        KeywordRule blocks = rule("k", "katalarang", RuleAction.BLOCK);
        CapturedRule withheld = CaptureJson.rule(CaptureJson.withheldChange(THEN));
        assertThat(withheld).isEqualTo(new CapturedRule(THEN, null, null, null, null));
        RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
        book.put(blocks);
        String version = book.snapshot().version();

        withheld.applyTo(book);

        assertThat(book.snapshot().version()).isEqualTo(version);
    }

    @Test
    void fileThatCannotBeClosed_leavesNothing() {
        assertThatThrownBy(() -> {
                    try (CaptureWriter writer = new CaptureWriter(file)) {
                        // Outside of any entry, which shows when it is closed, as a full disk does.
                        writer.line("what a user uploaded");
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unfinishedFile_leavesNothing() throws Exception {
        try (CaptureWriter writer = new CaptureWriter(file)) {
            writer.entry(CaptureWriter.RULES);
        }
        assertThat(folder).isEmptyDirectory();
    }
}
