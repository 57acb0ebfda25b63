package dev.saring.cli;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Reason;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.UploadEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides on the same uploads by two rule sets and counts what would change. */
final class RuleSetComparison {
    private static final int EXAMPLES = 3;
    private static final int MOST_LISTED = 20;
    private static final int LONGEST_EXAMPLE = 100;

    private static final class Tally {
        private long old;
        private long now;
    }

    private static final class Transition {
        private long count;
        private final List<String> examples = new ArrayList<>();
    }

    private final Classifier classifier = new Classifier();
    private final RuleSet before;
    private final RuleSet after;
    private final Map<String, Transition> transitions = new TreeMap<>();
    private final Map<String, Tally> outcomes = new TreeMap<>();
    private final Map<String, Tally> policies = new TreeMap<>();
    private final Map<String, Tally> rules = new TreeMap<>();
    private final Map<String, Tally> shadows = new TreeMap<>();
    private long uploads;
    private long changed;
    private long otherwise;

    RuleSetComparison(RuleSet before, RuleSet after) {
        this.before = before;
        this.after = after;
    }

    /** Takes one upload, decided on as at a time. */
    void add(UploadEvent upload, Instant now) {
        uploads++;
        Context context = Context.at(now);
        ModerationDecision old = classifier.classify(upload, before, context);
        ModerationDecision fresh = classifier.classify(upload, after, context);
        count(old, true);
        count(fresh, false);
        if (old.getOutcome() != fresh.getOutcome()) {
            changed++;
            Transition transition = transitions.computeIfAbsent(
                    old.getOutcome() + " -> " + fresh.getOutcome(), name -> new Transition());
            transition.count++;
            if (transition.examples.size() < EXAMPLES) {
                transition.examples.add(example(upload, old, fresh));
            }
        } else if (!DecisionDifference.between(old, fresh).isEmpty()) {
            otherwise++;
        }
    }

    private void count(ModerationDecision decision, boolean old) {
        add(outcomes, decision.getOutcome().name(), old);
        Set<String> codes = new HashSet<>();
        for (Reason reason : decision.getReasons()) {
            codes.add(reason.getPolicy());
        }
        codes.forEach(code -> add(policies, code.isEmpty() ? "(no policy)" : code, old));
        Set<String> enforced = new HashSet<>();
        Set<String> watched = new HashSet<>();
        for (KeywordMatch match : decision.getKeywordMatches()) {
            (match.getMode() == RuleMode.SHADOW ? watched : enforced).add(match.getRuleId());
        }
        for (HashMatch match : decision.getHashMatches()) {
            (match.getMode() == RuleMode.SHADOW ? watched : enforced).add(match.getRuleId());
        }
        enforced.forEach(rule -> add(rules, rule, old));
        watched.forEach(rule -> add(shadows, rule, old));
    }

    private static void add(Map<String, Tally> tallies, String name, boolean old) {
        Tally tally = tallies.computeIfAbsent(name, n -> new Tally());
        if (old) {
            tally.old++;
        } else {
            tally.now++;
        }
    }

    private static String example(UploadEvent upload, ModerationDecision old, ModerationDecision fresh) {
        Set<String> names = new HashSet<>(DecisionDifference.rules(old));
        names.addAll(DecisionDifference.rules(fresh));
        String text =
                upload.getTexts().isEmpty() ? "" : upload.getTexts().get(0).getText();
        return upload.getContentId() + ' '
                + names.stream().sorted().limit(EXAMPLES).toList() + " \""
                + text.substring(0, Math.min(text.length(), LONGEST_EXAMPLE)) + '"';
    }

    /** The report, the figures last. */
    List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add("changes of outcome:");
        transitions.forEach((name, transition) -> {
            lines.add(String.format(Locale.ROOT, "  %-24s %10d", name, transition.count));
            transition.examples.forEach(example -> lines.add("      " + Printable.of(example)));
        });
        list(lines, "outcomes (old, new):", outcomes, false);
        list(lines, "policies in the reasons (old, new):", policies, true);
        list(lines, "uploads that a rule matched (old, new), most changed first:", rules, true);
        list(lines, "uploads that a SHADOW rule matched (old, new):", shadows, false);
        lines.add("uploads=" + uploads + " outcome_changed=" + changed + " otherwise_changed=" + otherwise + " old="
                + before.version() + " new=" + after.version());
        return lines;
    }

    private static void list(List<String> lines, String title, Map<String, Tally> tallies, boolean onlyChanged) {
        lines.add(title);
        List<Map.Entry<String, Tally>> entries = tallies.entrySet().stream()
                .filter(each -> !onlyChanged || each.getValue().old != each.getValue().now)
                .sorted((a, b) -> Long.compare(difference(b.getValue()), difference(a.getValue())))
                .toList();
        entries.stream()
                .limit(MOST_LISTED)
                .forEach(each -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-40s %10d %10d",
                        Printable.of(each.getKey()),
                        each.getValue().old,
                        each.getValue().now)));
        if (entries.size() > MOST_LISTED) {
            lines.add("  and " + (entries.size() - MOST_LISTED) + " more");
        }
    }

    private static long difference(Tally tally) {
        return Math.abs(tally.now - tally.old);
    }
}
