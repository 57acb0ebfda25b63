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
    /** Looks into uploads that could not be read, as {@code saring dead-letter list} and {@code show} do. */
    DEAD_LETTER_CONSUMER,
    /** {@code saring dead-letter replay}. */
    DEAD_LETTER_REPLAYER,
    /** {@code saring rules publish} and {@code confirm}. */
    RULE_PUBLISHER,
    /** {@code saring rules log} and {@code export}. */
    RULE_READER,
    /** {@code saring backtest --from-topic}. */
    BACKTESTER,
    /** {@code saring explain}. */
    EXPLAINER,
    /** {@code saring audit}. */
    AUDITOR,
    /** {@code saring audit --preserved}, which can read evidence. */
    EVIDENCE_AUDITOR,
    /** {@code saring capture}. */
    CAPTURER;

    /** Its name on the command line and in principals, such as {@code rule-publisher}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
