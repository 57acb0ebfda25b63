package dev.saring.rules;

import dev.saring.classify.policy.PolicyBook;
import dev.saring.classify.text.Expression;
import dev.saring.classify.text.ExpressionException;
import dev.saring.classify.text.Folding;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is doubtful about rules that are valid one by one: rules that can never match, that repeat or contradict each
 * other, that name nothing, that are over, that block on very short phrases or on phrases that ordinary words fall
 * under.
 */
public final class RuleAdvice {
    /** A phrase with fewer letters and digits than this should not block by itself. */
    private static final int SHORTEST_BLOCKING = 4;

    /** Up to this many phrases every combination of hits is tried. */
    private static final int MOST_TRIED = 16;

    /**
     * One doubt.
     *
     * @param ruleId the rule
     * @param text what is doubtful and what to do
     */
    public record Doubt(String ruleId, String text) {
        /** {@code ruleId: what is doubtful; what to do}. */
        @Override
        public String toString() {
            return ruleId + ": " + text;
        }
    }

    private final PolicyBook policies;
    private final Instant now;
    private final List<Doubt> doubts = new ArrayList<>();

    private RuleAdvice(PolicyBook policies, Instant now) {
        this.policies = policies;
        this.now = now;
    }

    /**
     * Looks at valid rules.
     *
     * @param now the time by which rules are over
     */
    public static List<Doubt> on(RuleList rules, PolicyBook policies, Instant now) {
        RuleAdvice advice = new RuleAdvice(policies, now);
        advice.lookAtKeywords(rules.keywords());
        advice.lookAtHashes(rules.hashes());
        advice.lookAtAllowances(rules);
        advice.doubts.addAll(OrdinaryWordAdvice.on(rules.keywords()));
        if (!advice.restricts(rules)) {
            advice.doubt(
                    "all rules",
                    "none of them can send an upload to review or block it, so whatever can be looked at"
                            + " is approved; enforce one with REVIEW or BLOCK");
        }
        return advice.doubts;
    }

    private boolean restricts(RuleList rules) {
        return rules.keywords().stream()
                        .anyMatch(rule -> restricts(rule.getAction(), rule.getMode(), rule.getValidUntil()))
                || rules.hashes().stream()
                        .anyMatch(rule -> restricts(rule.getAction(), rule.getMode(), rule.getValidUntil()));
    }

    private boolean restricts(RuleAction action, RuleMode mode, Instant validUntil) {
        return mode == RuleMode.ENFORCE
                && (action == RuleAction.REVIEW || action == RuleAction.BLOCK)
                && (validUntil == null || validUntil.isAfter(now));
    }

    private void lookAtKeywords(List<KeywordRule> rules) {
        Map<String, KeywordRule> seen = new HashMap<>();
        for (KeywordRule rule : rules) {
            over(rule.getRuleId(), rule.getValidUntil());
            Expression expression = expression(rule);
            if (!canMatch(expression)) {
                doubt(rule.getRuleId(), "its expression can never hold, since it asks for a phrase and against it");
            }
            if (rule.getAction() == RuleAction.BLOCK && rule.getMode() == RuleMode.ENFORCE) {
                shortPhrases(rule, expression);
            }
            KeywordRule earlier = seen.putIfAbsent(place(rule), rule);
            if (earlier != null) {
                repeated(
                        rule.getRuleId(),
                        earlier.getRuleId(),
                        sameDemand(rule.getPolicy(), rule.getAction(), earlier.getPolicy(), earlier.getAction()),
                        contradicts(rule.getPolicy(), rule.getAction(), earlier.getPolicy(), earlier.getAction()));
            }
        }
    }

    private static String place(KeywordRule rule) {
        return String.join(
                "\n",
                rule.getExpression(),
                rule.getFold().name(),
                new TreeSet<>(rule.getFields()).toString(),
                new TreeSet<>(rule.getRegions()).toString(),
                new TreeSet<>(rule.getLanguages()).toString(),
                String.valueOf(rule.getValidFrom()),
                String.valueOf(rule.getValidUntil()),
                rule.getMode().name());
    }

    private void lookAtHashes(List<HashRule> rules) {
        Map<List<?>, HashRule> seen = new HashMap<>();
        for (HashRule rule : rules) {
            over(rule.getRuleId(), rule.getValidUntil());
            List<?> place = List.of(
                    rule.getAlgorithm(),
                    rule.getValues(),
                    new TreeSet<>(rule.getRegions()),
                    rule.getMode(),
                    rule.getSource());
            HashRule earlier = seen.putIfAbsent(place, rule);
            if (earlier != null) {
                repeated(
                        rule.getRuleId(),
                        earlier.getRuleId(),
                        sameDemand(rule.getPolicy(), rule.getAction(), earlier.getPolicy(), earlier.getAction()),
                        contradicts(rule.getPolicy(), rule.getAction(), earlier.getPolicy(), earlier.getAction()));
            }
        }
    }

    private void repeated(String ruleId, String earlier, boolean same, boolean contradicting) {
        if (same) {
            doubt(ruleId, "says the same as " + earlier + "; keep one of them");
        } else if (contradicting) {
            doubt(
                    ruleId,
                    "looks for the same as " + earlier + " under the same policy but asks for something else;"
                            + " the stronger action wins");
        }
    }

    private static boolean sameDemand(String policy, RuleAction action, String otherPolicy, RuleAction otherAction) {
        return policy.equals(otherPolicy) && action == otherAction;
    }

    private static boolean contradicts(String policy, RuleAction action, String otherPolicy, RuleAction otherAction) {
        return policy.equals(otherPolicy) && action != otherAction;
    }

    private void lookAtAllowances(RuleList rules) {
        Set<String> ids = new HashSet<>();
        rules.keywords().forEach(rule -> ids.add(rule.getRuleId()));
        rules.hashes().forEach(rule -> ids.add(rule.getRuleId()));
        rules.keywords().forEach(rule -> names(rule.getRuleId(), rule.getAllows(), ids));
        rules.hashes().forEach(rule -> names(rule.getRuleId(), rule.getAllows(), ids));
    }

    private void names(String ruleId, List<String> allows, Set<String> ids) {
        for (String name : allows) {
            if (policies.find(name) == null && !ids.contains(name)) {
                doubt(ruleId, "allows '" + name + "', which is neither a policy nor a rule of these files");
            }
        }
    }

    private void over(String ruleId, Instant validUntil) {
        if (validUntil != null && !validUntil.isAfter(now)) {
            doubt(ruleId, "ended at " + validUntil + "; retire it, or give it a later end");
        }
    }

    private void shortPhrases(KeywordRule rule, Expression expression) {
        for (int term = 0; term < expression.terms().size(); term++) {
            String phrase = expression.terms().get(term).text();
            if (suffices(expression, term) && letters(phrase, rule) < SHORTEST_BLOCKING) {
                doubt(
                        rule.getRuleId(),
                        "blocks on '" + phrase + "' alone, which has fewer than " + SHORTEST_BLOCKING
                                + " letters; use REVIEW, or ask for more beside it");
            }
        }
    }

    private static boolean suffices(Expression expression, int term) {
        return expression.decides(term) && expression.matches(other -> other == term);
    }

    private static long letters(String phrase, KeywordRule rule) {
        return Folding.fold(phrase, rule.getFold())
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .count();
    }

    private static boolean canMatch(Expression expression) {
        int terms = expression.terms().size();
        if (expression.matches(expression::decides) || terms > MOST_TRIED) {
            return true;
        }
        for (int hits = 0; hits < 1 << terms; hits++) {
            int tried = hits;
            if (expression.matches(term -> (tried >> term & 1) != 0)) {
                return true;
            }
        }
        return false;
    }

    static Expression expression(KeywordRule rule) {
        try {
            return Expression.parse(rule.getExpression());
        } catch (ExpressionException e) {
            throw new IllegalArgumentException("rule " + rule.getRuleId() + " was not checked", e);
        }
    }

    private void doubt(String ruleId, String text) {
        doubts.add(new Doubt(ruleId, text));
    }
}
