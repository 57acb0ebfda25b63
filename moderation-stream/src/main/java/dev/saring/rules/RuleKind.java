package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** What keyword and hash rules have in common; their generated classes share no type. */
record RuleKind<R extends SpecificRecord>(
        Class<R> type,
        Function<R, String> id,
        Function<R, String> source,
        Function<R, String> updatedBy,
        Function<R, Instant> updatedAt,
        Stamp<R> stamp) {

    interface Stamp<R> {
        void put(R rule, String by, Instant at);
    }

    static final RuleKind<KeywordRule> KEYWORD = new RuleKind<>(
            KeywordRule.class,
            KeywordRule::getRuleId,
            KeywordRule::getSource,
            KeywordRule::getUpdatedBy,
            KeywordRule::getUpdatedAt,
            (rule, by, at) -> {
                rule.setUpdatedBy(by);
                rule.setUpdatedAt(at);
            });

    static final RuleKind<HashRule> HASH = new RuleKind<>(
            HashRule.class,
            HashRule::getRuleId,
            HashRule::getSource,
            HashRule::getUpdatedBy,
            HashRule::getUpdatedAt,
            (rule, by, at) -> {
                rule.setUpdatedBy(by);
                rule.setUpdatedAt(at);
            });

    /** Whether a rule says what the live one says; on return it also names the same writer and time. */
    boolean isUnchanged(R rule, R live) {
        stamp.put(rule, updatedBy.apply(live), updatedAt.apply(live));
        return rule.equals(live);
    }
}
