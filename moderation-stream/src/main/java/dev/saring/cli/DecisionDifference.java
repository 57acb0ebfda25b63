package dev.saring.cli;

import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** In what two decisions on the same upload differ. */
final class DecisionDifference {
    /** What only the pipeline knows, and what says under which rules, which is no difference by itself. */
    private static final Set<String> LEFT_OUT =
            Set.of("upload", "source", "sequence", "supersedes", "ruleSetVersion", "engineVersion");

    private static final int LONGEST = 120;
    private static final int MOST_RULES = 5;

    private DecisionDifference() {}

    /** What differs, the outcome first and rules by name; empty where nothing does. */
    static List<String> between(ModerationDecision before, ModerationDecision after) {
        return between(before, after, Set.of());
    }

    /** @param leftOut fields that are not compared, beside those that never are */
    static List<String> between(ModerationDecision before, ModerationDecision after, Set<String> leftOut) {
        List<String> differences = new ArrayList<>();
        for (Schema.Field field : before.getSchema().getFields()) {
            Object was = before.get(field.pos());
            Object is = after.get(field.pos());
            if (!LEFT_OUT.contains(field.name()) && !leftOut.contains(field.name()) && !Objects.equals(was, is)) {
                differences.add(field.name() + ": "
                        + switch (field.name()) {
                            case "keywordMatches", "hashMatches", "reasons" -> rules(ids(was), ids(is));
                            default -> shown(was) + " -> " + shown(is);
                        });
            }
        }
        return differences;
    }

    /** The rules that a decision names in matches. */
    static Set<String> rules(ModerationDecision decision) {
        Set<String> ids = ids(decision.getKeywordMatches());
        ids.addAll(ids(decision.getHashMatches()));
        return ids;
    }

    private static Set<String> ids(Object list) {
        Set<String> ids = new TreeSet<>();
        for (Object each : (List<?>) list) {
            ids.add(
                    each instanceof KeywordMatch match
                            ? match.getRuleId()
                            : each instanceof HashMatch match
                                    ? match.getRuleId()
                                    : Objects.requireNonNullElse(
                                            ((Reason) each).getRuleId(), ((Reason) each).getPolicy()));
        }
        return ids;
    }

    private static String rules(Set<String> was, Set<String> is) {
        Set<String> gone = new TreeSet<>(was);
        gone.removeAll(is);
        Set<String> come = new TreeSet<>(is);
        come.removeAll(was);
        if (gone.isEmpty() && come.isEmpty()) {
            return "by the same rules, in other places or words";
        }
        return Stream.of(named("without", gone), named("with", come))
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    private static String named(String what, Set<String> ids) {
        if (ids.isEmpty()) {
            return "";
        }
        String some = String.join(" ", ids.stream().limit(MOST_RULES).toList());
        return what + ' ' + some + (ids.size() > MOST_RULES ? " and " + (ids.size() - MOST_RULES) + " more" : "");
    }

    private static String shown(Object value) {
        String text = value == null ? "none" : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
