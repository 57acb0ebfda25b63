package dev.saring.capture;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.Policy;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Reason;
import dev.saring.moderation.UploadEvent;
import java.util.stream.Stream;

/**
 * What a capture must not carry off: uploads under a restricted policy, then or as is known by now, and the hash lists of
 * such policies. A match in SHADOW counts too. What cannot be told counts as restricted, such as a policy that is not
 * among those of now; what cannot be decoded cannot be judged, here no more than in the pipeline.
 */
final class Withholding {
    private final RuleSet now;
    private final Context context;
    private final Classifier classifier = new Classifier();

    /** @param now the rules of now */
    Withholding(RuleSet now, Context context) {
        this.now = now;
        this.context = context;
    }

    /** Whether a decision was made under a restricted policy, or notes a match of one. */
    boolean isRestricted(ModerationDecision decision) {
        return Stream.of(
                        decision.getReasons().stream().map(Reason::getPolicy),
                        decision.getKeywordMatches().stream().map(KeywordMatch::getPolicy),
                        decision.getHashMatches().stream().map(HashMatch::getPolicy))
                .flatMap(policies -> policies)
                .anyMatch(this::isRestricted);
    }

    /** Whether an upload would be decided on under a restricted policy now, or that cannot be told. */
    boolean isRestricted(UploadEvent upload) {
        try {
            ModerationDecision decision = classifier.classify(upload, now, context);
            return now.mayRestrict(decision) || isRestricted(decision);
        } catch (RuntimeException | StackOverflowError e) {
            return true;
        }
    }

    /** Whether a rule is an entry of a list of restricted material. */
    boolean isRestrictedList(Object rule) {
        return rule instanceof HashRule hash && isRestricted(hash.getPolicy());
    }

    /** Whether there is a policy of this code now. */
    boolean isPolicy(String code) {
        return now.policies().find(code) != null;
    }

    /** Whether a policy is restricted now, or that cannot be told. */
    boolean isRestricted(String code) {
        Policy policy = now.policies().find(code);
        // Reasons that no policy gives, such as gaps, have no code.
        return policy == null ? !code.isEmpty() : policy.restricted();
    }
}
