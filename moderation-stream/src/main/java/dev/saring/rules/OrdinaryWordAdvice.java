package dev.saring.rules;

import dev.saring.classify.text.Expression;
import dev.saring.classify.text.OrdinaryWords;
import dev.saring.classify.text.Phrase;
import dev.saring.classify.text.ScanBuffers;
import dev.saring.classify.text.TextMatcher;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.rules.RuleAdvice.Doubt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds phrases that ordinary words fall under: every word of {@link OrdinaryWords} is scanned as a text of its own, and
 * what is hit beside the phrase itself is named. Only phrases that bring a match about by themselves are looked at.
 */
final class OrdinaryWordAdvice {
    private static final int MOST_NAMED = 8;

    private record Use(String ruleId, String phrase) {}

    private OrdinaryWordAdvice() {}

    static List<Doubt> on(List<KeywordRule> rules) {
        List<Phrase> phrases = new ArrayList<>();
        List<Use> uses = new ArrayList<>();
        Set<String> own = new HashSet<>();
        for (KeywordRule rule : rules) {
            if (rule.getAction() != RuleAction.ALLOW) {
                collect(rule, phrases, uses, own);
            }
        }
        return phrases.isEmpty() ? List.of() : doubts(uses, hits(TextMatcher.compile(phrases), own));
    }

    private static void collect(KeywordRule rule, List<Phrase> phrases, List<Use> uses, Set<String> own) {
        Expression expression = RuleAdvice.expression(rule);
        for (int i = 0; i < expression.terms().size(); i++) {
            int term = i;
            Expression.Term phrase = expression.terms().get(term);
            own.add(phrase.text().toLowerCase(Locale.ROOT));
            if (expression.decides(term) && expression.matches(other -> other == term)) {
                phrases.add(new Phrase(
                        phrase.text(),
                        rule.getFold(),
                        phrase.openStart(),
                        phrase.openEnd(),
                        Set.copyOf(rule.getLanguages())));
                String shown = (phrase.openStart() ? "*" : "") + phrase.text() + (phrase.openEnd() ? "*" : "");
                uses.add(new Use(rule.getRuleId(), shown));
            }
        }
    }

    private static Map<Integer, Set<String>> hits(TextMatcher matcher, Set<String> own) {
        Map<Integer, Set<String>> words = new TreeMap<>();
        ScanBuffers buffers = new ScanBuffers();
        OrdinaryWords.forEach(word -> {
            if (!own.contains(word)) {
                matcher.scan(
                        word,
                        buffers,
                        (phrase, start, end) -> words.computeIfAbsent(phrase, p -> new TreeSet<>())
                                .add(word));
            }
        });
        return words;
    }

    private static List<Doubt> doubts(List<Use> uses, Map<Integer, Set<String>> words) {
        List<Doubt> doubts = new ArrayList<>();
        words.forEach((phrase, hit) -> {
            Use use = uses.get(phrase);
            String some = String.join(", ", hit.stream().limit(MOST_NAMED).toList());
            String more = hit.size() > MOST_NAMED ? " and " + (hit.size() - MOST_NAMED) + " more" : "";
            doubts.add(new Doubt(use.ruleId(), "'" + use.phrase() + "' also hits ordinary words: " + some + more));
        });
        return doubts;
    }
}
