package dev.saring.classify;

import dev.saring.classify.policy.Regions;
import dev.saring.classify.text.Folding;
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
        if (match instanceof Match.Phrase phrase) {
            tell(phrase, upload);
        } else if (match instanceof Match.Hash hash) {
            tell(hash, upload);
        }
    }

    private void tell(Match.Phrase match, UploadEvent upload) {
        String text = upload.getTexts().get(match.index()).getText();
        String span = text.substring(match.start(), match.end());
        String where = upload.getTexts().get(match.index()).getField() + " [" + match.index() + "] " + match.start()
                + "-" + match.end();
        String folded = Folding.fold(span, match.keyword().fold());
        String around = neighbours(text, match.start(), match.end());
        say(
                "Aturan %s menemukan \"%s\" pada %s: %s (lipatan %s: \"%s\"). %s"
                        .formatted(
                                name(match),
                                span,
                                where,
                                around,
                                match.keyword().fold(),
                                folded,
                                effectId(match, upload)),
                "Rule %s found \"%s\" in %s: %s (fold %s: \"%s\"). %s"
                        .formatted(
                                name(match),
                                span,
                                where,
                                around,
                                match.keyword().fold(),
                                folded,
                                effectEn(match, upload)));
    }

    private void tell(Match.Hash match, UploadEvent upload) {
        String medium = upload.getMedia().get(match.index()).getMediaId();
        String how = match.algorithm().name()
                + (match.distance() == Signals.NO_DISTANCE ? "" : ", " + match.distance() + " bit")
                + (Double.isNaN(match.uploadShare())
                        ? ""
                        : ", upload %.2f, bank %.2f".formatted(match.uploadShare(), match.bankShare()));
        say(
                "Aturan %s mengenali media %s (%s). %s".formatted(name(match), medium, how, effectId(match, upload)),
                "Rule %s knows medium %s (%s). %s".formatted(name(match), medium, how, effectEn(match, upload)));
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

    private static String effectId(Match match, UploadEvent upload) {
        RuleTerms terms = match.rule().terms();
        if (!terms.enforced()) {
            return "Hanya diamati (SHADOW), tidak berpengaruh.";
        }
        return switch (Reach.of(terms.regions(), Regions.normalise(upload.getRegion()))) {
            case ELSEWHERE -> "Hanya berlaku di " + regions(terms) + ", bukan di wilayah unggahan ini.";
            case UNCERTAIN ->
                "Berlaku di " + regions(terms) + "; wilayah unggahan tidak diketahui, jadi diperiksa petugas.";
            case HERE ->
                capped(match)
                        ? "Kebijakan ini hanya membolehkan peninjauan atas dasar kata."
                        : "Meminta " + terms.action() + ".";
        };
    }

    private static String effectEn(Match match, UploadEvent upload) {
        RuleTerms terms = match.rule().terms();
        if (!terms.enforced()) {
            return "Only watched (SHADOW), no effect.";
        }
        return switch (Reach.of(terms.regions(), Regions.normalise(upload.getRegion()))) {
            case ELSEWHERE -> "Holds only in " + regions(terms) + ", not in this upload's region.";
            case UNCERTAIN -> "Holds in " + regions(terms) + "; the upload's region is not known, so a person looks.";
            case HERE ->
                capped(match)
                        ? "Under this policy words alone lead to review at most."
                        : "Asks to " + terms.action() + ".";
        };
    }

    private static boolean capped(Match match) {
        return match.rule().terms().action() == RuleAction.BLOCK && match.ceiling() == Outcome.REVIEW;
    }

    private static String regions(RuleTerms terms) {
        return String.join(", ", new TreeSet<>(terms.regions()));
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
        lines.add(Map.of("id", indonesian, "en", english));
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
                    "Aturan ALLOW " + allow.id() + " hanya berlaku di " + regions(allow.terms()) + ".",
                    "ALLOW rule " + allow.id() + " holds only in " + regions(allow.terms()) + ".");
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
