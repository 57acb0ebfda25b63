package dev.saring.classify;

import dev.saring.classify.hash.HashBankView;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Reason;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * All live rules and policies, compiled for matching. Immutable, and swapped whole.
 *
 * <p>Equal version means equal decisions, in any cluster, from topics or from files.
 */
public final class RuleSet {
    private final String version;
    private final PolicyBook policies;
    private final Limits limits;
    private final KeywordIndex keywords;
    private final HashBankView hashes;
    private final IntFunction<Rule> hashRules;

    /**
     * @param version digest over everything that influences decisions, {@code rs-} and 16 hex digits
     * @param hashRules the rule behind each number that {@code hashes} reports
     */
    public RuleSet(
            String version,
            PolicyBook policies,
            Limits limits,
            KeywordIndex keywords,
            HashBankView hashes,
            IntFunction<Rule> hashRules) {
        this.version = Objects.requireNonNull(version);
        this.policies = Objects.requireNonNull(policies);
        this.limits = Objects.requireNonNull(limits);
        this.keywords = Objects.requireNonNull(keywords);
        this.hashes = Objects.requireNonNull(hashes);
        this.hashRules = Objects.requireNonNull(hashRules);
    }

    /** The opaque version, {@code rs-} and 16 hex digits. */
    public String version() {
        return version;
    }

    /** The policies that the rules serve. */
    public PolicyBook policies() {
        return policies;
    }

    /** How many keyword rules are looked for. */
    public int keywordRules() {
        return keywords.size();
    }

    /** How many hash rules are looked for. */
    public int hashRules() {
        return hashes.size();
    }

    /** Whether nothing at all is looked for. */
    public boolean isEmpty() {
        return keywordRules() == 0 && hashRules() == 0;
    }

    /** Whether a decision was made under a policy whose uploads' bodies must not be spread. */
    public boolean restricts(ModerationDecision decision) {
        for (Reason reason : decision.getReasons()) {
            Policy policy = policies.find(reason.getPolicy());
            if (policy != null && policy.restricted()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an upload may be under such a policy: its decision is, or part of it was not looked at because the
     * classifier failed or came to one of its limits.
     */
    public boolean mayRestrict(ModerationDecision decision) {
        for (Gap gap : decision.getGaps()) {
            if (hides(gap.getKind())) {
                return true;
            }
        }
        return restricts(decision);
    }

    private static boolean hides(GapKind gap) {
        return switch (gap) {
            case TEXT_CUT, TEXTS_CUT, MEDIA_CUT, HASHES_CUT, FRAMES_CUT, FAILURE, UNKNOWN -> true;
            case HASH_MISSING, HASH_MALFORMED, FRAMES_UNUSABLE, INCOMPLETE, EVENT_UNCLEAR, DECISION_CUT -> false;
        };
    }

    Limits limits() {
        return limits;
    }

    KeywordIndex keywords() {
        return keywords;
    }

    HashBankView hashes() {
        return hashes;
    }

    Rule hashRule(int number) {
        return hashRules.apply(number);
    }
}
