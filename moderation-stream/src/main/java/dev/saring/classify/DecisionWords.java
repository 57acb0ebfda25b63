package dev.saring.classify;

import dev.saring.classify.policy.Deadline;
import dev.saring.moderation.DecisionContext;
import dev.saring.moderation.Gap;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.Reason;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.StandingRestriction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says in words what a decision holds, without the rules that led to it. What was set aside, and what a policy's
 * deadline rests on, only the {@link Explainer} knows.
 */
public final class DecisionWords {
    private final List<Map<String, String>> lines = new ArrayList<>();

    private DecisionWords() {}

    /** Sentences on matches, gaps, outcome and its reasons, each by language tag ({@code id} and {@code en}). */
    public static List<Map<String, String>> of(ModerationDecision decision) {
        DecisionWords words = new DecisionWords();
        decision.getKeywordMatches().forEach(words::tell);
        decision.getHashMatches().forEach(words::tell);
        if (decision.getMatchesTruncated()) {
            words.say("Ada lebih banyak temuan daripada yang dicatat.", "There were more matches than are listed.");
        }
        words.lines.addAll(outcome(decision, null));
        decision.getReasons().forEach(words::tell);
        return List.copyOf(words.lines);
    }

    /**
     * Sentences on gaps, context and outcome.
     *
     * @param deadline what {@code dueAt} follows from, or null where that is not known
     */
    static List<Map<String, String>> outcome(ModerationDecision decision, Deadline deadline) {
        DecisionWords words = new DecisionWords();
        decision.getGaps().forEach(words::tell);
        words.tellContext(decision.getContext());
        words.tellOutcome(decision, deadline);
        return words.lines;
    }

    private void tell(KeywordMatch match) {
        String where = match.getField() + " [" + match.getTextIndex() + "] " + match.getStart() + "-" + match.getEnd();
        String rule = match.getRuleId() + " (" + match.getPolicy() + ")";
        say(
                "Aturan %s menemukan \"%s\" pada %s (lipatan %s).%s"
                        .formatted(
                                rule,
                                match.getMatchedText(),
                                where,
                                match.getFold(),
                                shadow(match.getMode(), " Hanya diamati (SHADOW), tidak berpengaruh.")),
                "Rule %s found \"%s\" in %s (fold %s).%s"
                        .formatted(
                                rule,
                                match.getMatchedText(),
                                where,
                                match.getFold(),
                                shadow(match.getMode(), " Only watched (SHADOW), no effect.")));
    }

    private void tell(HashMatch match) {
        String how = match.getAlgorithm()
                + (match.getDistance() == null ? "" : ", " + match.getDistance() + " bit")
                + (match.getUploadShare() == null
                        ? ""
                        : String.format(
                                Locale.ROOT, ", upload %.2f, bank %.2f", match.getUploadShare(), match.getBankShare()));
        String rule = match.getRuleId() + " (" + match.getPolicy() + ")";
        say(
                "Aturan %s mengenali media %s (%s).%s"
                        .formatted(
                                rule,
                                match.getMediaId(),
                                how,
                                shadow(match.getMode(), " Hanya diamati (SHADOW), tidak berpengaruh.")),
                "Rule %s knows medium %s (%s).%s"
                        .formatted(
                                rule,
                                match.getMediaId(),
                                how,
                                shadow(match.getMode(), " Only watched (SHADOW), no effect.")));
    }

    private static String shadow(RuleMode mode, String words) {
        return mode == RuleMode.SHADOW ? words : "";
    }

    private void tell(Reason reason) {
        String english = reason.getTexts().getOrDefault("en", reason.getPolicy());
        say("Alasan: " + reason.getTexts().getOrDefault("id", english), "Reason: " + english);
    }

    private void tell(Gap gap) {
        String what = gap.getKind()
                + (gap.getMediaId() == null ? "" : " (" + gap.getMediaId() + ")")
                + (gap.getTextIndex() == null ? "" : " [" + gap.getTextIndex() + "]")
                + (gap.getDetail().isEmpty() ? "" : ": " + gap.getDetail());
        say("Celah " + what + ".", "Gap " + what + ".");
    }

    private void tellContext(DecisionContext context) {
        StandingRestriction restriction = context.getRestriction();
        if (restriction != null) {
            String what = restriction.getOutcome() + " (" + restriction.getOrigin() + ")";
            say("Keputusan terdahulu tetap berlaku: " + what + ".", "An earlier decision still holds: " + what + ".");
        }
    }

    private void tellOutcome(ModerationDecision decision, Deadline deadline) {
        say("Hasil: " + decision.getOutcome() + ".", "Outcome: " + decision.getOutcome() + ".");
        if (decision.getMinimumAge() > 0) {
            say(
                    "Usia paling rendah " + decision.getMinimumAge() + ", yang tertinggi dari aturan dan kebijakan.",
                    "Minimum age " + decision.getMinimumAge() + ", the highest of rules and policies.");
        }
        if (!decision.getRestrictedRegions().isEmpty()) {
            String regions = String.join(", ", decision.getRestrictedRegions());
            say("Tidak boleh tampil di " + regions + ".", "Not to be shown in " + regions + ".");
        }
        if (!decision.getLabels().isEmpty()) {
            String labels = String.join(", ", decision.getLabels());
            say("Label: " + labels + ".", "Labels: " + labels + ".");
        }
        if (decision.getPromote()) {
            say("Dianjurkan untuk direkomendasikan.", "To be recommended.");
        }
        if (decision.getOutcome() != Outcome.APPROVED) {
            tellReview(decision, deadline);
        }
    }

    private void tellReview(ModerationDecision decision, Deadline deadline) {
        String queue = decision.getReviewQueue();
        say(
                "Antrean " + queue + ", prioritas " + decision.getReviewPriority() + " dari 200.",
                "Queue " + queue + ", priority " + decision.getReviewPriority() + " of 200.");
        if (decision.getDueAt() != null) {
            String rule = deadline == null
                    ? ""
                    : ", " + deadline.within() + (deadline.basis().isEmpty() ? "" : ", " + deadline.basis());
            String due = decision.getDueAt() + " (" + decision.getDueKind() + rule + ")";
            say("Batas waktu " + due + ".", "Due " + due + ".");
        }
        Instant until = decision.getPreserveUntil();
        if (until != null) {
            say("Bukti disimpan sampai " + until + ".", "Evidence is kept until " + until + ".");
        }
    }

    private void say(String indonesian, String english) {
        lines.add(Map.of("id", indonesian, "en", english));
    }
}
