package dev.saring.classify;

import dev.saring.classify.policy.Regions;
import dev.saring.classify.text.Folding;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.UploadEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells how a decision comes about, in words that a reviewer understands. Not for the path that every upload takes. */
public final class Explainer {
    private static final int NEIGHBOURS = 24;
    private static final int MOST_NAMED = 5;

    private final List<Map<String, String>> lines = new ArrayList<>();
    private final Set<String> unfulfilled = new TreeSet<>();
    private final Findings findings = new Findings();
    private final Classifier classifier = new Classifier(new Narrator(), findings);

    /** Decides as {@link Classifier#classify} does, and says why. */
    public Explanation explain(UploadEvent upload, RuleSet rules, Context context) {
        lines.clear();
        unfulfilled.clear();
        ModerationDecision decision = classifier.classify(upload, rules, context);
        findings.matches().forEach(match -> tell(match, upload));
        tellUnfulfilled();
        lines.addAll(DecisionWords.outcome(decision, findings.deadline()));
        return new Explanation(decision, List.copyOf(lines));
    }

    private void tell(Match match, UploadEvent upload) {
        Map<String, String> effect = effect(match, upload);
        if (match instanceof Match.Phrase phrase) {
            KeywordMatch written = DecisionParts.of(phrase, upload);
            String text = upload.getTexts().get(phrase.index()).getText();
            String around = ": " + neighbours(text, phrase.start(), phrase.end());
            String folded = ": \"" + Folding.fold(written.getMatchedText(), written.getFold()) + "\"";
            lines.add(DecisionWords.sentence(written, name(match), around, folded, effect));
        } else if (match instanceof Match.Hash hash) {
            lines.add(DecisionWords.sentence(DecisionParts.of(hash, upload), name(match), effect));
        }
    }

    private static String neighbours(String text, int start, int end) {
        int from = Math.max(0, start - NEIGHBOURS);
        int to = Math.min(text.length(), end + NEIGHBOURS);
        return (from > 0 ? "…" : "") + text.substring(from, start) + "[" + text.substring(start, end) + "]"
                + text.substring(end, to) + (to < text.length() ? "…" : "");
    }

    private static String name(Match match) {
        RuleTerms terms = match.rule().terms();
        return match.rule().id() + " (" + terms.policy().code() + ", " + terms.action() + ", " + terms.severity() + ")";
    }

    private static Map<String, String> effect(Match match, UploadEvent upload) {
        RuleTerms terms = match.rule().terms();
        if (!terms.enforced()) {
            return DecisionWords.WATCHED;
        }
        String where = regions(match.rule());
        return switch (Reach.of(terms.regions(), Regions.normalise(upload.getRegion()))) {
            case ELSEWHERE ->
                DecisionWords.words(
                        " Hanya berlaku di " + where + ", bukan di wilayah unggahan ini.",
                        " Holds only in " + where + ", not in this upload's region.");
            case UNCERTAIN ->
                DecisionWords.words(
                        " Berlaku di " + where + "; wilayah unggahan tidak diketahui, jadi diperiksa petugas.",
                        " Holds in " + where + "; the upload's region is not known, so a person looks.");
            case HERE -> effectHere(match);
        };
    }

    private static Map<String, String> effectHere(Match match) {
        RuleAction action = match.rule().terms().action();
        return action == RuleAction.BLOCK && match.ceiling() == Outcome.REVIEW
                ? DecisionWords.words(
                        " Kebijakan ini hanya membolehkan peninjauan atas dasar kata.",
                        " Under this policy words alone lead to review at most.")
                : DecisionWords.words(" Meminta " + action + ".", " Asks to " + action + ".");
    }

    private static String regions(Rule rule) {
        return String.join(", ", new TreeSet<>(rule.terms().regions()));
    }

    private void tellUnfulfilled() {
        if (!unfulfilled.isEmpty()) {
            String some = unfulfilled.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            int more = Math.max(0, unfulfilled.size() - MOST_NAMED);
            say(
                    "Sebagian frasa ditemukan, tetapi ungkapannya tidak terpenuhi: " + some
                            + (more == 0 ? "." : " dan " + more + " aturan lain."),
                    "Some phrases were found, but the expression does not hold: " + some
                            + (more == 0 ? "." : " and " + more + " more rules."));
        }
    }

    private void say(String indonesian, String english) {
        lines.add(DecisionWords.words(indonesian, english));
    }

    /** Tells of rules that were set aside. */
    private final class Narrator implements Asides {
        @Override
        public void unfulfilled(Rule rule) {
            unfulfilled.add(rule.id());
        }

        @Override
        public void expired(Rule rule) {
            say(
                    "Aturan " + rule.id() + " tidak berlaku pada waktu keputusan.",
                    "Rule " + rule.id() + " is not valid at the time of the decision.");
        }

        @Override
        public void shadow(Rule allow) {
            say(
                    "Aturan ALLOW " + allow.id() + " hanya diamati (SHADOW), tidak berpengaruh.",
                    "ALLOW rule " + allow.id() + " is only watched (SHADOW), no effect.");
        }

        @Override
        public void elsewhere(Rule allow) {
            say(
                    "Aturan ALLOW " + allow.id() + " hanya berlaku di " + regions(allow) + ".",
                    "ALLOW rule " + allow.id() + " holds only in " + regions(allow) + ".");
        }

        @Override
        public void allowed(Rule rule, List<Rule> by) {
            String ids = by.stream().map(Rule::id).sorted().collect(Collectors.joining(", "));
            say(
                    "Aturan " + rule.id() + " dikesampingkan oleh ALLOW " + ids + ".",
                    "Rule " + rule.id() + " is set aside by ALLOW " + ids + ".");
        }
    }
}
