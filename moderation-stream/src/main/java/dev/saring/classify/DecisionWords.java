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
    /** The effect of a match in SHADOW. */
    static final Map<String, String> WATCHED =
            words(" Hanya diamati (SHADOW), tidak berpengaruh.", " Only watched (SHADOW), no effect.");

    private static final Map<String, String> NOTHING_TO_ADD = words("", "");

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
        lines.add(sentence(match, name(match.getRuleId(), match.getPolicy()), "", "", effect(match.getMode())));
    }

    private void tell(HashMatch match) {
        lines.add(sentence(match, name(match.getRuleId(), match.getPolicy()), effect(match.getMode())));
    }

    private static String name(String ruleId, String policy) {
        return ruleId + " (" + policy + ")";
    }

    private static Map<String, String> effect(RuleMode mode) {
        return mode == RuleMode.SHADOW ? WATCHED : NOTHING_TO_ADD;
    }

    /**
     * The sentence on a match of a phrase.
     *
     * @param rule what to call the rule
     * @param around a colon and the match among its neighbours, or empty
     * @param folded a colon and the folded form, or empty
     * @param effect what follows from it, by language tag
     */
    static Map<String, String> sentence(
            KeywordMatch match, String rule, String around, String folded, Map<String, String> effect) {
        String found = "\"" + match.getMatchedText() + "\"";
        String where = match.getField() + " [" + match.getTextIndex() + "] " + match.getStart() + "-" + match.getEnd();
        String fold = match.getFold() + folded;
        return words(
                "Aturan " + rule + " menemukan " + found + " pada " + where + around + " (lipatan " + fold + ")."
                        + effect.get("id"),
                "Rule " + rule + " found " + found + " in " + where + around + " (fold " + fold + ")."
                        + effect.get("en"));
    }

    /**
     * The sentence on a match of a hash.
     *
     * @param rule what to call the rule
     * @param effect what follows from it, by language tag
     */
    static Map<String, String> sentence(HashMatch match, String rule, Map<String, String> effect) {
        String how = match.getAlgorithm()
                + (match.getDistance() == null ? "" : ", " + match.getDistance() + " bit")
                + (match.getUploadShare() == null
                        ? ""
                        : String.format(
                                Locale.ROOT, ", upload %.2f, bank %.2f", match.getUploadShare(), match.getBankShare()));
        return words(
                "Aturan " + rule + " mengenali media " + match.getMediaId() + " (" + how + ")." + effect.get("id"),
                "Rule " + rule + " knows medium " + match.getMediaId() + " (" + how + ")." + effect.get("en"));
    }

    /** One sentence by language tag. */
    static Map<String, String> words(String indonesian, String english) {
        return Map.of("id", indonesian, "en", english);
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
        lines.add(words(indonesian, english));
    }
}
