package dev.saring.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RejectedRule;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.UndecodableException.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroCodecTest {
    private final SchemaRegistry registry =
            SchemaRegistry.connect(Map.of("schema.registry.url", "mock://AvroCodecTest"), null);
    private final AvroDecoder<UploadEvent> decoder =
            new AvroDecoder<>(registry, UploadEvent.class, DecodingLimits.defaults());
    private final AvroEncoder<UploadEvent> encoder = new AvroEncoder<>(registry, UploadEvent.class, "uploads");

    @ParameterizedTest
    @ValueSource(
            classes = {
                UploadEvent.class,
                KeywordRule.class,
                HashRule.class,
                RuleChange.class,
                RejectedRule.class,
                ModerationDecision.class
            })
    <T extends SpecificRecord> void randomRecords_areDecodedEqual(Class<T> type) throws Exception {
        Random random = new Random(20261124);
        AvroEncoder<T> encoder = new AvroEncoder<>(registry, type, "topic");
        AvroDecoder<T> decoder = new AvroDecoder<>(registry, type, DecodingLimits.defaults());
        for (int i = 0; i < 500; i++) {
            T record = RandomRecords.next(type, random);
            assertThat(decoder.decode(encoder.encode(record))).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                UploadEvent.class,
                KeywordRule.class,
                HashRule.class,
                RuleChange.class,
                RejectedRule.class,
                ModerationDecision.class
            })
    void registeredSchema_isTheReleasedFile(Class<? extends SpecificRecord> type) throws IOException {
        String file = "/dev/saring/schemas/released/" + type.getSimpleName() + "/v1.avsc";
        try (InputStream released = type.getResourceAsStream(file)) {
            assertThat(SchemaText.of(new OwnRecords(type).getSchema(type)))
                    .isEqualTo(new Schema.Parser().parse(released).toString());
        }
    }

    @Test
    void encoded_startsWithMagicAndId() throws Exception {
        byte[] bytes = encoder.encode(upload());

        assertThat(bytes[0]).isZero();
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        assertThat(registry.schema(id).getFullName()).isEqualTo("dev.saring.moderation.UploadEvent");
    }

    @Test
    void recordThatCannotBeEncoded_leavesTheEncoderUsable() throws Exception {
        UploadEvent bad = upload();
        bad.setContentId(null);

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> encoder.encode(bad));
        assertThat(decoder.decode(encoder.encode(upload()))).isEqualTo(upload());
    }

    @Test
    void brokenRecords_haveTheirCause() throws Exception {
        byte[] good = encoder.encode(upload());
        byte[] longer = Arrays.copyOf(good, good.length + 3);
        byte[] magic = good.clone();
        magic[0] = 1;

        assertCause(null, Cause.EMPTY);
        assertCause(new byte[0], Cause.EMPTY);
        assertCause(magic, Cause.NOT_CONFLUENT_FORMAT);
        assertCause(Arrays.copyOf(good, 4), Cause.NOT_CONFLUENT_FORMAT);
        assertCause("{\"contentId\":\"c\"}".getBytes(StandardCharsets.UTF_8), Cause.NOT_CONFLUENT_FORMAT);
        assertCause(longer, Cause.MALFORMED);
        assertCause(ByteBuffer.wrap(good.clone()).putInt(1, 987654).array(), Cause.UNKNOWN_SCHEMA);
        assertCause(ByteBuffer.wrap(good.clone()).putInt(1, -1).array(), Cause.UNKNOWN_SCHEMA);
        for (int length = 5; length < good.length; length++) {
            assertCause(Arrays.copyOf(good, length), Cause.TRUNCATED);
        }
        assertThat(decoder.decode(good)).isEqualTo(upload());
    }

    @Test
    void recordAboveTheLimit_isRefused() throws Exception {
        byte[] good = encoder.encode(upload());
        AvroDecoder<UploadEvent> strict =
                new AvroDecoder<>(registry, UploadEvent.class, new DecodingLimits(good.length - 1));

        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> strict.decode(good))
                .satisfies(e -> assertThat(e.cause()).isEqualTo(Cause.TOO_LARGE));
    }

    /** A video of 131,072 frames before and after: as large as the topic {@code rule-changes} takes. */
    @Test
    void changeOfTheLargestRule_isDecoded() throws Exception {
        HashRule rule = HashRule.newBuilder(RandomRecords.next(HashRule.class, new Random(1)))
                .setValues(Collections.nCopies((4 << 20) / 32, ByteBuffer.wrap(new byte[32])))
                .build();
        RuleChange change = RandomRecords.next(RuleChange.class, new Random(1));
        change.setBefore(rule);
        change.setAfter(rule);
        byte[] bytes = new AvroEncoder<>(registry, RuleChange.class, "rule-changes").encode(change);
        assertThat(bytes).hasSizeGreaterThan(8 << 20);

        assertThat(new AvroDecoder<>(registry, RuleChange.class, DecodingLimits.defaults()).decode(bytes))
                .isEqualTo(change);
    }

    @Test
    void largestDecisionThatTheSettingsAdmit_isWithinTheLimits() {
        String name = "saring.decision.max-bytes";
        int largest = 20_000_000;
        assertThatThrownBy(() -> Settings.of(Map.of(name, Integer.toString(largest + 1))))
                .hasMessageContaining(name);
        assertThat(DecodingLimits.defaults().maxRecordBytes())
                .isGreaterThanOrEqualTo(
                        Settings.of(Map.of(name, Integer.toString(largest))).get(SettingCatalog.DECISION_MAX_BYTES));
    }

    @Test
    void recordOfAnotherKind_isAMismatchThatNamesTheKinds() throws Exception {
        AvroEncoder<KeywordRule> rules = new AvroEncoder<>(registry, KeywordRule.class, "rules");
        byte[] rule = rules.encode(RandomRecords.next(KeywordRule.class, new Random(1)));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(UndecodableException.class)
                    .isThrownBy(() -> decoder.decode(rule))
                    .withMessageContaining("dev.saring.moderation.KeywordRule, cannot be read as")
                    .satisfies(e -> assertThat(e.cause()).isEqualTo(Cause.SCHEMA_MISMATCH));
        }
    }

    @Test
    void typesOfAnotherNamespace_areOursByName() throws Exception {
        String elsewhere = SchemaText.of(UploadEvent.getClassSchema()).replace("dev.saring.moderation", "com.example");
        GenericWriter writer = new GenericWriter(registry, SchemaText.parse(elsewhere), "elsewhere");
        byte[] ours = encoder.encode(upload());

        assertThat(decoder.decode(writer.encodeRaw(out -> out.writeFixed(ours, 5, ours.length - 5))))
                .isEqualTo(upload());
    }

    @Test
    void recordOfANewerSchema_isDecodedWithUnknownSymbolsAsUnknown() throws Exception {
        String newer = SchemaText.of(UploadEvent.getClassSchema())
                .replace("\"CREATE\"", "\"REVIVED\",\"CREATE\"")
                .replace(
                        "{\"name\":\"contentId\"",
                        "{\"name\":\"shelf\",\"type\":\"long\",\"default\":3},{\"name\":\"contentId\"");
        Schema schema = new Schema.Parser().parse(newer);
        GenericWriter writer = new GenericWriter(registry, schema, "newer");

        UploadEvent decoded = decoder.decode(writer.encode(record -> {
            record.put("kind", new org.apache.avro.generic.GenericData.EnumSymbol(schema, "REVIVED"));
            record.put("shelf", 7L);
            record.put("contentId", "c");
            record.put("uploaderId", "u");
            record.put("uploadedAt", 5L);
        }));

        assertThat(decoded.getKind()).isEqualTo(UploadKind.UNKNOWN);
        assertThat(decoded.getContentId()).isEqualTo("c");
        assertThat(decoded.getUploadedAt().toEpochMilli()).isEqualTo(5);
    }

    private void assertCause(byte[] data, Cause cause) {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> decoder.decode(data))
                .satisfies(e -> assertThat(e.cause()).isEqualTo(cause));
    }

    private static UploadEvent upload() {
        UploadEvent upload = RandomRecords.next(UploadEvent.class, new Random(42));
        upload.getTexts().forEach(text -> text.setField(TextField.CAPTION));
        return upload;
    }
}
