package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A live rule that waits in SHADOW for a second person.
 *
 * @param subject what it looks for: the expression; the algorithm and the hash; or the algorithm and how many frames
 * @param by who wrote it
 * @param since when it was written
 */
public record WaitingRule(String ruleId, String policy, RuleAction action, String subject, String by, Instant since) {

    static WaitingRule of(KeywordRule rule) {
        return new WaitingRule(
                rule.getRuleId(),
                rule.getPolicy(),
                rule.getAction(),
                rule.getExpression(),
                rule.getUpdatedBy(),
                rule.getUpdatedAt());
    }

    static WaitingRule of(HashRule rule) {
        return new WaitingRule(
                rule.getRuleId(),
                rule.getPolicy(),
                rule.getAction(),
                rule.getAlgorithm() + " " + values(rule),
                rule.getUpdatedBy(),
                rule.getUpdatedAt());
    }

    private static String values(HashRule rule) {
        if (rule.getValues().size() != 1) {
            return "of " + rule.getValues().size() + " frames";
        }
        byte[] value = new byte[rule.getValues().get(0).remaining()];
        rule.getValues().get(0).duplicate().get(value);
        return HexFormat.of().formatHex(value);
    }
}
