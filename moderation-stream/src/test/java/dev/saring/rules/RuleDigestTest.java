package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Limits;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.TrustedRecords;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RuleDigestTest {
    static {
        TrustedRecords.register();
    }

    private final RuleDigest digest = new RuleDigest(PolicyFile.standard(), Limits.DEFAULT);

    @Test
    void everyFieldOfAKeywordRuleButTheWriters_changesItsFingerprint() {
        assertThat(fieldsLeftOut(RuleRecords.keyword("k", "judi", "s"), digest::of))
                .containsExactly("awaitedMode", "confirmedBy", "updatedAt", "updatedBy");
    }

    @Test
    void everyFieldOfAHashRuleButTheWriters_changesItsFingerprint() {
        assertThat(fieldsLeftOut(RuleRecords.hash("h", 1, "s"), digest::of))
                .containsExactly("awaitedMode", "confirmedBy", "updatedAt", "updatedBy");
    }

    @Test
    void orderOfLists_isIrrelevant() {
        KeywordRule one = RuleRecords.keyword("k", "judi", "s");
        KeywordRule other = RuleRecords.keyword("k", "judi", "s");
        one.setRegions(List.of("ID", "SG"));
        other.setRegions(List.of("SG", "ID"));

        assertThat(digest.of(one)).isEqualTo(digest.of(other));
    }

    @Test
    void orderOfRules_isIrrelevantAndWhatIsTakenAwayLeavesNoTrace() {
        RuleDigest.Fingerprint keyword = digest.of(RuleRecords.keyword("k", "judi", "s"));
        RuleDigest.Fingerprint hash = digest.of(RuleRecords.hash("h", 1, "s"));
        String empty = digest.version();
        digest.add(keyword);
        digest.add(hash);
        String both = digest.version();
        digest.remove(keyword);
        digest.remove(hash);
        assertThat(digest.version()).isEqualTo(empty).isNotEqualTo(both);

        digest.add(hash);
        digest.add(keyword);
        assertThat(digest.version()).isEqualTo(both);
    }

    private static <R extends SpecificRecord> Set<String> fieldsLeftOut(
            R rule, Function<R, RuleDigest.Fingerprint> digest) {
        RuleDigest.Fingerprint before = digest.apply(rule);
        Set<String> leftOut = new TreeSet<>();
        for (Schema.Field field : rule.getSchema().getFields()) {
            Object value = rule.get(field.pos());
            rule.put(field.pos(), other(field.schema(), value));
            if (digest.apply(rule).equals(before)) {
                leftOut.add(field.name());
            }
            rule.put(field.pos(), value);
        }
        assertThat(digest.apply(rule)).isEqualTo(before);
        return leftOut;
    }

    /** Some value of the type that is not this one. */
    private static Object other(Schema schema, Object value) {
        return switch (schema.getType()) {
            case UNION -> other(schema.getTypes().get(1), value);
            case STRING -> "other" + value;
            case INT -> value == null ? 1 : (Integer) value + 1;
            case DOUBLE -> value == null ? 0.5 : (Double) value + 0.1;
            case LONG -> {
                assertThat(schema.getLogicalType()).isInstanceOf(LogicalTypes.TimestampMillis.class);
                yield value == null ? Instant.EPOCH : ((Instant) value).plusMillis(1);
            }
            case BYTES -> ByteBuffer.wrap(new byte[16]);
            case ENUM -> {
                Object[] symbols = SpecificData.get().getClass(schema).getEnumConstants();
                yield symbols[0].equals(value) ? symbols[1] : symbols[0];
            }
            case ARRAY -> List.of(other(schema.getElementType(), null));
            default -> throw new IllegalStateException("no such field in rules: " + schema);
        };
    }
}
