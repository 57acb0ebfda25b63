package dev.saring.rules;

import dev.saring.classify.Limits;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleChange;
import java.util.HashMap;
import java.util.Map;

/**
 * The version that rules have under a certain engine, kept up to date as they come and go, without compiling them: by
 * it one finds which rules a decision was made with. Rules that a {@link RuleBook} would not take do not count here either.
 */
public final class RuleSetVersion implements RuleFiles.Sink {
    private final RuleValidation validation;
    private final RuleDigest digest;
    private final Map<String, RuleDigest.Fingerprint> keywords = new HashMap<>();
    private final Map<String, RuleDigest.Fingerprint> hashes = new HashMap<>();

    /**
     * The version of no rules.
     *
     * @param engine the engine's version, as decisions name it
     */
    public RuleSetVersion(PolicyBook policies, Limits limits, String engine) {
        this.validation = new RuleValidation(policies);
        this.digest = new RuleDigest(policies, limits, engine);
    }

    @Override
    public void put(KeywordRule rule) throws BadRuleException {
        validation.keyword(rule);
        replace(keywords, rule.getRuleId(), digest.of(rule));
    }

    @Override
    public void put(HashRule rule) throws BadRuleException {
        validation.hash(rule);
        RuleValidation.hashTerms(rule);
        replace(hashes, rule.getRuleId(), digest.of(rule));
    }

    /**
     * Adds, replaces or retires the rule that a change is about.
     *
     * @throws BadRuleException where the rule cannot be taken; the version is as before
     */
    public void apply(RuleChange change) throws BadRuleException {
        if (change.getAfter() instanceof KeywordRule rule) {
            put(rule);
        } else if (change.getAfter() instanceof HashRule rule) {
            put(rule);
        } else {
            replace(change.getBefore() instanceof KeywordRule ? keywords : hashes, change.getRuleId(), null);
        }
    }

    private void replace(Map<String, RuleDigest.Fingerprint> rules, String ruleId, RuleDigest.Fingerprint fingerprint) {
        RuleDigest.Fingerprint old = fingerprint == null ? rules.remove(ruleId) : rules.put(ruleId, fingerprint);
        if (old != null) {
            digest.remove(old);
        }
        if (fingerprint != null) {
            digest.add(fingerprint);
        }
    }

    /** The version of the rules as they are now. */
    public String value() {
        return digest.version();
    }
}
