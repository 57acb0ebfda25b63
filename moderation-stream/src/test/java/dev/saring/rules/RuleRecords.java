package dev.saring.rules;

import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Rules for tests. */
final class RuleRecords {
    private RuleRecords() {}

    static KeywordRule keyword(String ruleId, String expression, String source) {
        return new KeywordRule(
                ruleId,
                "gambling",
                RuleAction.BLOCK,
                expression,
                List.of(),
                List.of(),
                Fold.STANDARD,
                List.of(),
                50,
                RuleMode.ENFORCE,
                List.of(),
                0,
                List.of(),
                null,
                Instant.parse("2030-01-01T00:00:00Z"),
                null,
                source,
                "",
                "",
                Instant.EPOCH,
                null,
                null);
    }

    static HashRule hash(String ruleId, long seed, String source) {
        byte[] value = new byte[16];
        new Random(seed).nextBytes(value);
        return new HashRule(
                ruleId,
                "drugs",
                RuleAction.BLOCK,
                HashAlgorithm.MD5,
                List.of(ByteBuffer.wrap(value)),
                null,
                null,
                null,
                null,
                List.of(),
                50,
                RuleMode.ENFORCE,
                List.of(),
                0,
                List.of(),
                null,
                null,
                null,
                source,
                "",
                "",
                Instant.EPOCH,
                null,
                null);
    }
}
