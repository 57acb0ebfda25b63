package dev.saring.ops;

import java.util.List;

/**
 * Every meter of Saring's own, and the few of Kafka's clients that are shown under our names. Beside these,
 * {@code /metrics} has the JVM's (memory, collections, threads, processor). {@link Relation} says what holds between
 * them; {@code saring metrics} prints both.
 *
 * <p>Meters count what an instance did, not what was committed: what a crash, an aborted transaction or a replaced thread
 * undid is done and counted again. So counters may run ahead of the topics and never behind them, and start at zero with
 * each process. {@code saring audit} tells what the topics hold.
 */
public enum Meter {
    RECORDS("saring.records", Kind.COUNTER, "records", "Upload records that were begun."),
    DECISIONS("saring.decisions", Kind.COUNTER, "decisions", "Decisions on uploads.", "outcome"),
    DEAD_LETTERS(
            "saring.dead.letters",
            Kind.COUNTER,
            "records",
            "Upload records that could not be decided on.",
            "cause",
            "stage"),
    DELETIONS(
            "saring.deletions",
            Kind.COUNTER,
            "records",
            "Upload records that say that content is gone; they are not classified."),
    RECORDS_ABANDONED(
            "saring.records.abandoned",
            Kind.COUNTER,
            "records",
            "Upload records that were begun and left, since the thread ended: of an outage, a record, or a partition that"
                    + " was stopped. Their transaction is undone and they come again."),
    RECORDS_UNACCOUNTED(
            "saring.records.unaccounted",
            Kind.COUNTER,
            "records",
            "Upload records that were done with and had not exactly one decision, dead letter or deletion. Always zero:"
                    + " above it, something was lost or doubled by a fault of Saring's own."),
    POLICY_MATCHES(
            "saring.policy.matches",
            Kind.COUNTER,
            "decisions",
            "Decisions with at least one match of a policy, by the strongest mode among its matches. One decision can count"
                    + " for several policies.",
            "policy",
            "mode"),
    RULE_MATCHES(
            "saring.rule.matches",
            Kind.COUNTER,
            "decisions",
            "Decisions that a rule matched, for the 50 rules of each mode that matched most of late. A series comes with all"
                    + " that its rule matched since the start, and goes when others matched more.",
            "rule",
            "mode"),
    SIGNALS(
            "saring.signals",
            Kind.COUNTER,
            "matches",
            "Matches that decisions list, by the fold of the keyword or the algorithm of the hash.",
            "algorithm"),
    REVIEWS(
            "saring.reviews",
            Kind.COUNTER,
            "decisions",
            "Decisions for review, by queue (the policy's group) and language. After 30 languages the rest count as other.",
            "queue",
            "locale"),
    GAPS("saring.gaps", Kind.COUNTER, "gaps", "Parts of uploads that could not be looked at.", "kind"),
    EVIDENCE_CUT(
            "saring.evidence.cut",
            Kind.COUNTER,
            "copies",
            "Copies for preserved that something was left out of, since they were larger than saring.decision.max-bytes. What"
                    + " is missing stands on uploads for as long as that topic keeps it. Normally zero."),
    TIME_TO_DECISION(
            "saring.time.to.decision",
            Kind.HISTOGRAM,
            "seconds",
            "From the time of the upload record, as its producer set it, to the decision. A commit follows before consumers"
                    + " see it."),
    STAGE_TIME(
            "saring.stage.time",
            Kind.TIMER,
            "seconds",
            "Time that one upload in 61 spent in a stage: decode, classify, or route, which encodes and hands over to the"
                    + " producer.",
            "stage"),
    LAG("saring.lag", Kind.GAUGE, "records", "Upload records of a partition that wait.", "partition"),
    LAG_TIME(
            "saring.lag.time",
            Kind.GAUGE,
            "seconds",
            "Age of the record that a partition has come to while more wait behind it; zero where none wait.",
            "partition"),
    RULE_SET(
            "saring.ruleset",
            Kind.GAUGE,
            "1",
            "Always 1; the tag tells the rule set in use. One series at a time.",
            "version"),
    RULES("saring.ruleset.rules", Kind.GAUGE, "rules", "Live rules in the rule set in use.", "type"),
    RULE_SET_CHANGED(
            "saring.ruleset.changed",
            Kind.GAUGE,
            "seconds",
            "When the rule set in use was taken into use, in Unix time."),
    RULE_SET_AGE("saring.ruleset.age", Kind.GAUGE, "seconds", "For how long the rule set in use has been in use."),
    RULES_FOLLOWED(
            "saring.rules.followed",
            Kind.GAUGE,
            "seconds",
            "Time since the rule topics were last known to be read to their end. Ten seconds and little more."),
    RULES_REJECTED(
            "saring.rules.rejected",
            Kind.COUNTER,
            "rules",
            "Rule records that were not taken into the rule set since the start."),
    REGISTRY_WAITS(
            "saring.registry.waits",
            Kind.COUNTER,
            "waits",
            "Times that a thread began to wait for the schema registry. Normally zero."),
    REGISTRY_ERRORS(
            "saring.registry.errors",
            Kind.COUNTER,
            "errors",
            "Questions of threads to the schema registry that got no answer. Normally zero."),
    REGISTRY_WAITED(
            "saring.registry.waited",
            Kind.COUNTER,
            "seconds",
            "Time that threads spent waiting for the schema registry within records."),
    THREADS_REPLACED(
            "saring.threads.replaced",
            Kind.COUNTER,
            "threads",
            "Threads that died and were started anew: of their environment, of a record, or because a partition was"
                    + " stopped."),
    RECORD_DEATHS(
            "saring.record.deaths",
            Kind.COUNTER,
            "deaths",
            "Threads that died of a record. The second death of one record makes it a dead letter. Normally zero."),
    PARTITIONS_STOPPED(
            "saring.partitions.stopped",
            Kind.GAUGE,
            "partitions",
            "Partitions that this instance takes no more records from, since too many of theirs were dead letters. A restart"
                    + " takes them up again. Above zero, somebody must look."),
    READY(
            "saring.ready",
            Kind.GAUGE,
            "1",
            "1 where a check does not speak against the instance being ready, else 0. The reasons are on /health/ready.",
            "check"),
    BUILD("saring.build", Kind.GAUGE, "1", "Always 1; the tags tell what runs.", "version", "revision"),
    KAFKA_THREADS("saring.kafka.threads", Kind.GAUGE, "threads", "Kafka Streams' threads that are alive."),
    KAFKA_THREAD_TIME(
            "saring.kafka.thread.time",
            Kind.GAUGE,
            "ratio",
            "Share of the threads' time, of late and on average: poll waits for records, process works on them, commit"
                    + " commits.",
            "activity"),
    KAFKA_COMMIT_TIME("saring.kafka.commit.time", Kind.GAUGE, "seconds", "Longest commit of late."),
    KAFKA_REBALANCES(
            "saring.kafka.rebalances",
            Kind.COUNTER,
            "rebalances",
            "Rebalances that the threads' consumers took part in. A thread that ends takes its part away."),
    KAFKA_SEND_RETRIES(
            "saring.kafka.send.retries",
            Kind.COUNTER,
            "records",
            "Records that were sent once more. A thread that ends takes its part away."),
    KAFKA_SEND_ERRORS(
            "saring.kafka.send.errors",
            Kind.COUNTER,
            "records",
            "Records that could not be sent. A thread that ends takes its part away.");

    /** How a meter changes, and so how it is shown. */
    public enum Kind {
        /** Only rises, from zero at the start of the process. */
        COUNTER,
        /** A value of the moment. */
        GAUGE,
        /** Count, sum and greatest of late. */
        TIMER,
        /** A timer that also counts by length. */
        HISTOGRAM
    }

    private final String meterName;
    private final Kind kind;
    private final String unit;
    private final String meaning;
    private final List<String> tags;

    Meter(String meterName, Kind kind, String unit, String meaning, String... tags) {
        this.meterName = meterName;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    /** Micrometer's name. */
    public String meterName() {
        return meterName;
    }

    /** How it changes. */
    public Kind kind() {
        return kind;
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

    boolean isTime() {
        return unit.equals("seconds");
    }

    /** Prometheus' names of its series. */
    public List<String> series() {
        String base = meterName.replace('.', '_') + (isTime() ? "_seconds" : "");
        return switch (kind) {
            case COUNTER -> List.of(base + "_total");
            case GAUGE -> List.of(base);
            case TIMER -> List.of(base + "_count", base + "_sum", base + "_max");
            case HISTOGRAM -> List.of(base + "_bucket", base + "_count", base + "_sum", base + "_max");
        };
    }
}
