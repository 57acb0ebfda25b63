package dev.saring.classify;

import dev.saring.classify.policy.Policy;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import java.util.Set;

/**
 * What follows from a rule's match, and when and where.
 *
 * @param policy the policy that the rule serves
 * @param action what the rule asks for
 * @param allows ALLOW only: codes of policies and ids of rules that it silences
 * @param severity 0 to 100
 * @param mode ENFORCE or SHADOW; rules that are OFF never reach a rule set
 * @param regions where the action holds; empty means everywhere
 * @param minimumAge least age in years: 0, 13, 16 or 18
 * @param labels labels that a match puts on the content
 * @param validFrom first millisecond of the epoch at which the rule matches
 * @param validUntil first millisecond of the epoch at which it no longer does
 * @param legalBasis the law or order that the rule carries out, or null
 */
public record RuleTerms(
        Policy policy,
        RuleAction action,
        Set<String> allows,
        int severity,
        RuleMode mode,
        Set<String> regions,
        int minimumAge,
        Set<String> labels,
        long validFrom,
        long validUntil,
        String legalBasis) {

    public RuleTerms {
        allows = Set.copyOf(allows);
        regions = Set.copyOf(regions);
        labels = Set.copyOf(labels);
    }

    boolean validAt(long epochMillis) {
        return validFrom <= epochMillis && epochMillis < validUntil;
    }

    boolean enforced() {
        return mode == RuleMode.ENFORCE;
    }

    boolean allow() {
        return action == RuleAction.ALLOW;
    }

    /** Whether an ALLOW rule with these terms silences a rule. */
    boolean silences(Rule rule) {
        return allows.contains(rule.terms().policy().code()) || allows.contains(rule.id());
    }
}
