package dev.saring.cli;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.Reason;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Judges labelled texts and counts: predicted positive is BLOCKED or REVIEW. A ratio whose denominator is 0 is 0.
 *
 * <p>Each positive is put down to the rules that the decision names as reasons, one for each policy.
 */
final class Backtest {
    /** What one rule brought about; {@code wrong} are texts labelled 0. */
    record RuleCount(String ruleId, long right, long wrong) {}

    private static final class Count {
        private long right;
        private long wrong;
    }

    private final Classifier classifier = new Classifier();
    private final Map<String, Count> byRule = new HashMap<>();
    private final RuleSet rules;
    private final Context context;
    private long truePositives;
    private long falsePositives;
    private long trueNegatives;
    private long falseNegatives;

    Backtest(RuleSet rules, Instant now) {
        this.rules = rules;
        this.context = Context.at(now);
    }

    /** Judges one text. */
    void add(String text, boolean positive) {
        ModerationDecision decision = classifier.classify(upload("text", text, context.now()), rules, context);
        boolean predicted = decision.getOutcome() != Outcome.APPROVED;
        if (predicted) {
            truePositives += positive ? 1 : 0;
            falsePositives += positive ? 0 : 1;
            for (Reason reason : decision.getReasons()) {
                if (reason.getRuleId() != null) {
                    Count count = byRule.computeIfAbsent(reason.getRuleId(), id -> new Count());
                    count.right += positive ? 1 : 0;
                    count.wrong += positive ? 0 : 1;
                }
            }
        } else {
            falseNegatives += positive ? 1 : 0;
            trueNegatives += positive ? 0 : 1;
        }
    }

    /** A text as a caption. */
    static UploadEvent upload(String contentId, String text, Instant at) {
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId(contentId)
                .setUploaderId("")
                .setUploadedAt(at)
                .setTexts(List.of(new UploadText(TextField.CAPTION, null, text)))
                .build();
    }

    /** The rules behind most right positives, most first. */
    List<RuleCount> earned(int most) {
        return top(most, Comparator.comparingLong(RuleCount::right));
    }

    /** The rules behind most wrong positives, most first; none without any. */
    List<RuleCount> cost(int most) {
        return top(most, Comparator.comparingLong(RuleCount::wrong)).stream()
                .filter(count -> count.wrong() > 0)
                .toList();
    }

    private List<RuleCount> top(int most, Comparator<RuleCount> by) {
        Stream<RuleCount> counts = byRule.entrySet().stream()
                .map(each -> new RuleCount(each.getKey(), each.getValue().right, each.getValue().wrong));
        return counts.sorted(by.reversed().thenComparing(RuleCount::ruleId))
                .limit(most)
                .toList();
    }

    /** The four cells of the confusion matrix. */
    String matrix() {
        return "true_positives=" + truePositives + " false_positives=" + falsePositives + " false_negatives="
                + falseNegatives + " true_negatives=" + trueNegatives;
    }

    /** The four ratios. */
    String ratios() {
        double precision = ratio(truePositives, falsePositives);
        double recall = ratio(truePositives, falseNegatives);
        double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        double fpr = ratio(falsePositives, trueNegatives);
        return String.format(Locale.ROOT, "precision=%.4f recall=%.4f f1=%.4f fpr=%.4f", precision, recall, f1, fpr);
    }

    private static double ratio(long part, long rest) {
        return part + rest == 0 ? 0 : (double) part / (part + rest);
    }
}
