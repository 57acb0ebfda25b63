package dev.saring.rules;

import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;

/**
 * Which rules wait in SHADOW for a second person: those that would block. Two kinds may not wait: what carries out an
 * order (legalBasis is set), and exact hashes under policies of the group child-safety, which stand for known files.
 *
 * <p>It guards against mistakes, not against somebody who gives another's name: who may write to the rule topics, and as
 * whom, is for the cluster's access control.
 */
public final class FourEyes {
    private static final String CHILD_SAFETY = "child-safety";

    private final PolicyBook policies;

    /** @param policies tell the group of each policy; null where no rule needs a second person */
    public FourEyes(PolicyBook policies) {
        this.policies = policies;
    }

    /** No rule needs a second person. */
    public static FourEyes off() {
        return new FourEyes(null);
    }

    boolean demands(KeywordRule rule) {
        return policies != null && blocks(rule.getAction(), rule.getMode(), rule.getLegalBasis());
    }

    boolean demands(HashRule rule) {
        return policies != null
                && blocks(rule.getAction(), rule.getMode(), rule.getLegalBasis())
                && !(isExact(rule.getAlgorithm()) && isChildSafety(rule.getPolicy()));
    }

    private static boolean blocks(RuleAction action, RuleMode mode, String legalBasis) {
        return action == RuleAction.BLOCK && mode == RuleMode.ENFORCE && (legalBasis == null || legalBasis.isBlank());
    }

    private static boolean isExact(HashAlgorithm algorithm) {
        return algorithm == HashAlgorithm.MD5 || algorithm == HashAlgorithm.SHA256;
    }

    private boolean isChildSafety(String code) {
        Policy policy = policies.find(code);
        return policy != null && policy.group().equals(CHILD_SAFETY);
    }
}
