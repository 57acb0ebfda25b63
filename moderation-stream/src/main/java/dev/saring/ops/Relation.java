package dev.saring.ops;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What holds between meters, each summed over its tags, and where it does not. Within one process; over all processes
 * only for counters that are taken from each before it ends, since a process takes its counters with it.
 */
public enum Relation {
    EVERY_RECORD_ENDS_ONCE(
            Meter.RECORDS,
            Sign.EQUAL,
            List.of(Meter.DECISIONS, Meter.DEAD_LETTERS, Meter.DELETIONS, Meter.RECORDS_ABANDONED),
            "Off by what is at work at that moment: one record for each thread, and as many as are done while a scrape reads"
                    + " one counter after the other. Aborted transactions do not break it, as both sides count them again."),
    EVERY_DECISION_HAS_ITS_TIME(
            Meter.TIME_TO_DECISION,
            Sign.AT_MOST,
            List.of(Meter.DECISIONS),
            "Fewer by the records without a time. The time's count is compared."),
    REVIEWS_ARE_DECISIONS(
            Meter.REVIEWS, Sign.AT_MOST, List.of(Meter.DECISIONS), "Equal to the decisions with outcome=\"review\"."),
    CUT_EVIDENCE_IS_OF_DECISIONS(
            Meter.EVIDENCE_CUT, Sign.AT_MOST, List.of(Meter.DECISIONS), "A decision has one copy, and most have none."),
    RULES_ARE_SHOWN_IN_PART(
            Meter.RULE_MATCHES,
            Sign.AT_MOST,
            List.of(Meter.SIGNALS),
            "A rule counts once for a decision, however often it matched, and only the rules that matched most are shown."),
    ERRORS_BEGIN_WITH_A_WAIT(
            Meter.REGISTRY_WAITS,
            Sign.AT_MOST,
            List.of(Meter.REGISTRY_ERRORS),
            "A wait begins with an error, and each attempt within it may be one more."),
    DEATHS_REPLACE_THREADS(
            Meter.RECORD_DEATHS,
            Sign.AT_MOST,
            List.of(Meter.RECORDS_ABANDONED),
            "Deaths that the producer reports come when the record is done with, and break it: each such record counts as"
                    + " decided, and again when it comes again.");

    /** How the two sides compare. */
    public enum Sign {
        EQUAL("="),
        AT_MOST("<=");

        private final String symbol;

        Sign(String symbol) {
            this.symbol = symbol;
        }
    }

    private final Meter left;
    private final Sign sign;
    private final List<Meter> right;
    private final String exceptions;

    Relation(Meter left, Sign sign, List<Meter> right, String exceptions) {
        this.left = left;
        this.sign = sign;
        this.right = right;
        this.exceptions = exceptions;
    }

    /** The one meter. */
    public Meter left() {
        return left;
    }

    /** How it compares with the sum of the others. */
    public Sign sign() {
        return sign;
    }

    /** The others, which are added up. */
    public List<Meter> right() {
        return right;
    }

    /** Where and why it does not hold exactly. */
    public String exceptions() {
        return exceptions;
    }

    /** The formula, in Prometheus' names. */
    public String formula() {
        return count(left) + " " + sign.symbol + " "
                + right.stream().map(Relation::count).collect(Collectors.joining(" + "));
    }

    private static String count(Meter meter) {
        return meter.series().stream()
                .filter(name -> name.endsWith("_total") || name.endsWith("_count"))
                .findFirst()
                .orElseThrow();
    }
}
