package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleMode;
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
        Stamp<R> stamp,
        Function<R, RuleMode> mode,
        Function<R, RuleMode> awaitedMode,
        Function<R, String> confirmedBy,
        Approval<R> approval) {

    interface Stamp<R> {
        void put(R rule, String by, Instant at);
    }

    interface Approval<R> {
        void put(R rule, RuleMode mode, RuleMode awaited, String confirmedBy);
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
            },
            KeywordRule::getMode,
            KeywordRule::getAwaitedMode,
            KeywordRule::getConfirmedBy,
            (rule, mode, awaited, confirmedBy) -> {
                rule.setMode(mode);
                rule.setAwaitedMode(awaited);
                rule.setConfirmedBy(confirmedBy);
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
            },
            HashRule::getMode,
            HashRule::getAwaitedMode,
            HashRule::getConfirmedBy,
            (rule, mode, awaited, confirmedBy) -> {
                rule.setMode(mode);
                rule.setAwaitedMode(awaited);
                rule.setConfirmedBy(confirmedBy);
            });

    /**
     * Whether a rule says what the live one says; on return it then also names the same writer, time and second person.
     * A live rule that waits is the same as one that would have to wait, and as one in SHADOW: so an export shows it.
     *
     * @param needsSecond whether the rule must wait for a second person
     */
    boolean isUnchanged(R rule, R live, boolean needsSecond) {
        RuleMode wanted = mode.apply(rule);
        stamp.put(rule, updatedBy.apply(live), updatedAt.apply(live));
        RuleMode awaited = awaitedMode.apply(live);
        if (awaited == null) {
            approval.put(rule, wanted, null, confirmedBy.apply(live));
        } else if (needsSecond) {
            await(rule);
        } else if (wanted == RuleMode.SHADOW) {
            approval.put(rule, wanted, awaited, null);
        }
        boolean unchanged = rule.equals(live);
        if (!unchanged) {
            approval.put(rule, wanted, null, null);
        }
        return unchanged;
    }

    /** Lets a rule wait in SHADOW for a second person. */
    void await(R rule) {
        approval.put(rule, RuleMode.SHADOW, mode.apply(rule), null);
    }
}
