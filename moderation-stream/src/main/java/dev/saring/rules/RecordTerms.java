package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import java.time.Instant;
import java.util.List;

/**
 * The terms of a rule as they stand in its record, unchecked: what keyword and hash rules have in common, whose generated
 * classes share no type. {@link dev.saring.classify.RuleTerms} are made of them.
 */
record RecordTerms(
        String policy,
        RuleAction action,
        List<String> allows,
        int severity,
        RuleMode mode,
        List<String> regions,
        int minimumAge,
        List<String> labels,
        Instant validFrom,
        Instant validUntil,
        String legalBasis) {

    static RecordTerms of(KeywordRule rule) {
        return new RecordTerms(
                rule.getPolicy(),
                rule.getAction(),
                rule.getAllows(),
                rule.getSeverity(),
                rule.getMode(),
                rule.getRegions(),
                rule.getMinimumAge(),
                rule.getLabels(),
                rule.getValidFrom(),
                rule.getValidUntil(),
                rule.getLegalBasis());
    }

    static RecordTerms of(HashRule rule) {
        return new RecordTerms(
                rule.getPolicy(),
                rule.getAction(),
                rule.getAllows(),
                rule.getSeverity(),
                rule.getMode(),
                rule.getRegions(),
                rule.getMinimumAge(),
                rule.getLabels(),
                rule.getValidFrom(),
                rule.getValidUntil(),
                rule.getLegalBasis());
    }
}
