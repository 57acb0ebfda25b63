package dev.saring.local;

import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.Gap;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.Reason;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Decisions in words, for people at a terminal. */
final class DecisionText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int TEXT_LENGTH = 90;
    private static final int MATCHES = 5;
    private static final int REASONS = 3;

    private final PolicyBook policies;

    DecisionText(PolicyBook policies) {
        this.policies = policies;
    }

    /** The policy that the decision rests on most, or null where it rests on none. */
    static String policy(ModerationDecision decision) {
        for (Reason reason : decision.getReasons()) {
            if (!reason.getPolicy().isEmpty()) {
                return reason.getPolicy();
            }
        }
        return null;
    }

    /** The decision on one line. */
    String brief(ModerationDecision decision, UploadEvent upload) {
        String policy = policy(decision);
        return String.format(
                "%-8s %-24s %-18s %s",
                decision.getOutcome(), decision.getContentId(), policy == null ? "-" : policy, cause(decision, upload));
    }

    private static String cause(ModerationDecision decision, UploadEvent upload) {
        if (!decision.getKeywordMatches().isEmpty()) {
            return excerpt(decision.getKeywordMatches().get(0), upload);
        }
        if (!decision.getHashMatches().isEmpty()) {
            return hashMatch(decision.getHashMatches().get(0));
        }
        if (!decision.getGaps().isEmpty()) {
            return gap(decision.getGaps().get(0));
        }
        return firstText(upload);
    }

    /** The decision in full, over several lines. */
    String full(ModerationDecision decision, UploadEvent upload) {
        StringBuilder text = new StringBuilder();
        text.append(decision.getContentId()).append("  ").append(decision.getOutcome());
        String policy = policy(decision);
        if (policy != null) {
            text.append("  ").append(title(policy));
        }
        line(text, "text", firstText(upload));
        for (KeywordMatch match : first(MATCHES, decision.getKeywordMatches())) {
            line(
                    text,
                    "matched",
                    excerpt(match, upload) + "  in " + lower(match.getField()) + ", by " + match.getRuleId() + " ("
                            + lower(match.getFold()) + ")" + shadow(match.getMode()));
        }
        for (HashMatch match : first(MATCHES, decision.getHashMatches())) {
            line(text, "matched", hashMatch(match) + shadow(match.getMode()));
        }
        for (Gap gap : first(MATCHES, decision.getGaps())) {
            line(text, "gap", gap(gap));
        }
        for (Reason reason : first(REASONS, decision.getReasons())) {
            line(text, "alasan", reason.getTexts().get("id"));
            line(text, "reason", reason.getTexts().get("en"));
        }
        if (!decision.getLabels().isEmpty()) {
            line(text, "labels", String.join(", ", decision.getLabels()) + (decision.getPromote() ? ", promoted" : ""));
        }
        if (decision.getMinimumAge() > 0) {
            line(text, "age", decision.getMinimumAge() + " and older");
        }
        if (!decision.getRestrictedRegions().isEmpty()) {
            line(text, "not in", String.join(", ", decision.getRestrictedRegions()));
        }
        if (decision.getOutcome() != Outcome.APPROVED) {
            line(text, "queue", queue(decision));
        }
        line(
                text,
                "from",
                decision.getSource().getTopic() + "-" + decision.getSource().getPartition() + "@"
                        + decision.getSource().getOffset() + ", judged by " + decision.getRuleSetVersion());
        return text.toString();
    }

    private String title(String code) {
        Policy policy = policies.find(code);
        return policy == null
                ? code
                : code + ": " + policy.title().get("id") + " / "
                        + policy.title().get("en");
    }

    private static String queue(ModerationDecision decision) {
        StringBuilder queue = new StringBuilder(decision.getReviewQueue());
        queue.append(queue.isEmpty() ? "" : ", ").append("priority ").append(decision.getReviewPriority());
        if (decision.getWhilePending() != null) {
            queue.append(", meanwhile ").append(lower(decision.getWhilePending()));
        }
        if (decision.getDueAt() != null) {
            queue.append(", due ")
                    .append(TIME.format(decision.getDueAt()))
                    .append(" (")
                    .append(lower(decision.getDueKind()))
                    .append(')');
        }
        return queue.toString();
    }

    private static String excerpt(KeywordMatch match, UploadEvent upload) {
        List<UploadText> texts = upload == null ? List.of() : upload.getTexts();
        return match.getTextIndex() < texts.size()
                ? Excerpt.of(texts.get(match.getTextIndex()).getText(), match.getStart(), match.getEnd())
                : '[' + match.getMatchedText() + ']';
    }

    private static String hashMatch(HashMatch match) {
        StringBuilder text = new StringBuilder();
        text.append(match.getMediaId())
                .append(" is known by ")
                .append(match.getRuleId())
                .append(" (");
        text.append(match.getAlgorithm());
        if (match.getDistance() != null) {
            text.append(", distance ").append(match.getDistance());
        }
        if (match.getUploadShare() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    ", %.0f %% of its frames, %.0f %% of the known video's",
                    match.getUploadShare() * 100,
                    match.getBankShare() * 100));
        }
        return text.append(')').toString();
    }

    private static String gap(Gap gap) {
        String where = gap.getMediaId() != null
                ? gap.getMediaId() + ": "
                : gap.getTextIndex() != null ? "text " + gap.getTextIndex() + ": " : "";
        String detail = gap.getDetail().isEmpty() ? "" : " (" + gap.getDetail() + ")";
        return where + lower(gap.getKind()) + detail;
    }

    private static String firstText(UploadEvent upload) {
        if (upload == null) {
            return "";
        }
        if (upload.getTexts().isEmpty()) {
            return "(no text)";
        }
        return Excerpt.beginning(upload.getTexts().get(0).getText(), TEXT_LENGTH);
    }

    private static String shadow(RuleMode mode) {
        return mode == RuleMode.SHADOW ? ", in shadow only" : "";
    }

    private static <T> List<T> first(int count, List<T> all) {
        return all.subList(0, Math.min(count, all.size()));
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%n    %-8s %s", name, value));
    }
}
