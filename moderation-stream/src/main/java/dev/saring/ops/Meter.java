package dev.saring.ops;

import java.util.List;

/**
 * Every meter of Saring's own. Beside these, {@code /metrics} has the JVM's (memory, collections, threads, processor).
 *
 * <p>Relations, over all instances: every upload record is one of {@link #DECISIONS}, {@link #DEAD_LETTERS} or
 * {@link #DELETIONS}; {@link #TIME_TO_DECISION} has as many samples as there are decisions on records that carry a time.
 * Meters count what an instance did, not what was committed: work that a crash, an aborted transaction or a replaced
 * thread undid is done and counted again, so counters may run ahead of the topics and never behind them. `saring audit`
 * tells what the topics hold.
 */
public enum Meter {
    DECISIONS("saring.decisions", "decisions", "Decisions on uploads.", "outcome"),
    POLICY_MATCHES(
            "saring.policy.matches",
            "decisions",
            "Decisions with at least one match of a policy, by the strongest mode among its matches. One decision can count for several policies.",
            "policy",
            "mode"),
    GAPS("saring.gaps", "gaps", "Parts of uploads that could not be looked at.", "kind"),
    DEAD_LETTERS("saring.dead.letters", "records", "Upload records that could not be decided on.", "cause", "stage"),
    DELETIONS("saring.deletions", "records", "Upload records that say that content is gone; they are not classified."),
    TIME_TO_DECISION(
            "saring.time.to.decision",
            "seconds",
            "From the time of the upload record, as its producer set it, to the decision. A commit follows before consumers see it."),
    RULE_SET("saring.ruleset", "1", "Always 1; the tag tells the rule set in use. One series at a time.", "version"),
    RULES("saring.ruleset.rules", "rules", "Live rules in the rule set in use.", "type"),
    RULE_SET_CHANGED("saring.ruleset.changed", "seconds", "When the rule set in use was taken into use, in Unix time."),
    RULE_SET_AGE("saring.ruleset.age", "seconds", "For how long the rule set in use has been in use."),
    RULES_REJECTED(
            "saring.rules.rejected", "rules", "Rule records that were not taken into the rule set since the start."),
    REGISTRY_WAITS(
            "saring.registry.waits",
            "waits",
            "Times that a thread began to wait for the schema registry. Normally zero."),
    THREADS_REPLACED(
            "saring.threads.replaced",
            "threads",
            "Threads that died and were started anew: of their environment, of a record, or because a partition was stopped."),
    RECORD_DEATHS(
            "saring.record.deaths",
            "deaths",
            "Threads that died of a record. The second death of one record makes it a dead letter. Normally zero."),
    PARTITIONS_STOPPED(
            "saring.partitions.stopped",
            "partitions",
            "Partitions that this instance takes no more records from, since too many of theirs were dead letters. A restart takes them up again. Above zero, somebody must look.");

    private final String meterName;
    private final String unit;
    private final String meaning;
    private final List<String> tags;

    Meter(String meterName, String unit, String meaning, String... tags) {
        this.meterName = meterName;
        this.unit = unit;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    /** Micrometer's name; Prometheus shows it with underscores, a counter with {@code _total}. */
    public String meterName() {
        return meterName;
    }

    /** What is counted or measured. */
    public String unit() {
        return unit;
    }

    /** What it means. */
    public String meaning() {
        return meaning;
    }

    /** Its tags, each with few values. */
    public List<String> tags() {
        return tags;
    }
}
