package dev.saring.topology;

import java.util.Locale;

/** Who works with the cluster, each with a principal of its own. */
public enum AccessRole {
    /** {@code saring run}. */
    PIPELINE,
    /** Whoever produces uploads. */
    PRODUCER,
    /** Publishes what was approved. */
    APPROVED_CONSUMER,
    /** Feeds reviewers. */
    REVIEW_CONSUMER,
    /** Acts on what was blocked. */
    BLOCKED_CONSUMER,
    /** Keeps evidence. */
    PRESERVED_CONSUMER,
    /** Looks into uploads that could not be read. */
    DEAD_LETTER_CONSUMER,
    /** {@code saring rules publish}. */
    RULE_PUBLISHER,
    /** {@code saring audit}. */
    AUDITOR,
    /** {@code saring capture}, {@code explain}, {@code rules log} and {@code export}. */
    INVESTIGATOR;

    /** Its name on the command line and in principals, such as {@code rule-publisher}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
