package dev.saring.local;

import dev.saring.moderation.HashMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.UploadEvent;
import dev.saring.topology.DeadLetterHeaders;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Collects what became of the sample uploads, and says it: in a table, in examples and in one line. */
final class DemoReport {
    private static final String NO_POLICY = "(none)";

    /** A decision with the upload that it is about. */
    private record Judged(ModerationDecision decision, UploadEvent upload) {}

    private final DecisionText explanation;
    private final List<Judged> judged = new ArrayList<>();
    private final Map<String, Integer> deadLetters = new TreeMap<>();
    private final List<Long> waitMillis = new ArrayList<>();

    DemoReport(DecisionText explanation) {
        this.explanation = explanation;
    }

    /** Adds a decision on {@code upload} that became visible {@code millis} after the upload was sent. */
    void addDecision(ModerationDecision decision, UploadEvent upload, long millis) {
        judged.add(new Judged(decision, upload));
        waitMillis.add(millis);
    }

    /** Adds a dead letter. */
    void addDeadLetter(OutcomeReader.Result result) {
        deadLetters.merge(result.header(DeadLetterHeaders.CAUSE), 1, Integer::sum);
    }

    int count(Outcome outcome) {
        return (int) judged.stream()
                .filter(each -> each.decision.getOutcome() == outcome)
                .count();
    }

    int deadLetters() {
        return deadLetters.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The line for other programs. */
    String lastLine(double seconds) {
        int approved = count(Outcome.APPROVED);
        int review = count(Outcome.REVIEW);
        int blocked = count(Outcome.BLOCKED);
        return String.format(
                Locale.ROOT,
                "uploads=%d approved=%d review=%d blocked=%d dead_letter=%d seconds=%.1f",
                approved + review + blocked + deadLetters(),
                approved,
                review,
                blocked,
                deadLetters(),
                seconds);
    }

    /** Outcomes by policy, and why records became dead letters. */
    String table() {
        Map<String, EnumMap<Outcome, Integer>> rows = new TreeMap<>();
        for (Judged each : judged) {
            String policy = DecisionText.policy(each.decision);
            rows.computeIfAbsent(policy == null ? NO_POLICY : policy, name -> new EnumMap<>(Outcome.class))
                    .merge(each.decision.getOutcome(), 1, Integer::sum);
        }
        StringBuilder table =
                new StringBuilder(String.format("  %-20s %9s %9s %9s%n", "policy", "approved", "review", "blocked"));
        rows.forEach((policy, counts) -> table.append(row(policy, counts)));
        EnumMap<Outcome, Integer> all = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            all.put(outcome, count(outcome));
        }
        table.append(row("all", all));
        deadLetters.forEach((cause, times) -> table.append(String.format(
                "  dead letter: %-34s %5d%n", cause.toLowerCase(Locale.ROOT).replace('_', ' '), times)));
        return table.toString();
    }

    private static String row(String policy, Map<Outcome, Integer> counts) {
        return String.format(
                "  %-20s %9s %9s %9s%n",
                policy,
                cell(counts.get(Outcome.APPROVED)),
                cell(counts.get(Outcome.REVIEW)),
                cell(counts.get(Outcome.BLOCKED)));
    }

    private static String cell(Integer count) {
        return count == null || count == 0 ? "." : count.toString();
    }

    /** A few decisions of different kinds in full. */
    String examples() {
        StringBuilder text = new StringBuilder();
        Set<String> policies = new HashSet<>();
        Set<ModerationDecision> shown = new HashSet<>();
        for (Predicate<ModerationDecision> kind : kinds()) {
            judged.stream()
                    .filter(each -> kind.test(each.decision) && !shown.contains(each.decision))
                    .min((a, b) -> Boolean.compare(
                            policies.contains(String.valueOf(DecisionText.policy(a.decision))),
                            policies.contains(String.valueOf(DecisionText.policy(b.decision)))))
                    .ifPresent(each -> {
                        policies.add(String.valueOf(DecisionText.policy(each.decision)));
                        shown.add(each.decision);
                        text.append("  ")
                                .append(explanation.full(each.decision, each.upload))
                                .append("%n".formatted());
                    });
        }
        return text.toString();
    }

    private static List<Predicate<ModerationDecision>> kinds() {
        return List.of(
                decision -> decision.getOutcome() == Outcome.BLOCKED
                        && !decision.getKeywordMatches().isEmpty(),
                decision -> decision.getHashMatches().stream().anyMatch(DemoReport::isNear),
                decision -> decision.getOutcome() == Outcome.REVIEW
                        && !decision.getKeywordMatches().isEmpty(),
                decision -> decision.getOutcome() == Outcome.REVIEW
                        && decision.getKeywordMatches().isEmpty()
                        && !decision.getGaps().isEmpty(),
                decision -> decision.getOutcome() == Outcome.APPROVED && decision.getPromote());
    }

    private static boolean isNear(HashMatch match) {
        return match.getDistance() != null && match.getDistance() > 0;
    }

    /** How long uploads waited for their decision, from the producer's call to the consumer's. */
    String waiting() {
        long[] sorted = waitMillis.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return "no decision";
        }
        return String.format(
                "from upload to visible decision: median %d ms, 99 %% within %d ms",
                percentile(sorted, 0.50), percentile(sorted, 0.99));
    }

    /** The least value that at least this share of the values does not exceed. */
    static long percentile(long[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
