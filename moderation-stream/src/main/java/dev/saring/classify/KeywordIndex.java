package dev.saring.classify;

import dev.saring.classify.text.Expression;
import dev.saring.classify.text.HitSink;
import dev.saring.classify.text.Phrase;
import dev.saring.classify.text.ScanBuffers;
import dev.saring.classify.text.TextMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All keyword rules, compiled so that one pass over a text finds the phrases of all of them. Immutable. */
public final class KeywordIndex {
    private final List<Keyword> keywords;
    private final TextMatcher matcher;
    /** By phrase: the numbers of the rules that use it. */
    private final int[][] users;
    /** By rule and term: the phrase. */
    private final int[][] phrases;

    private KeywordIndex(List<Keyword> keywords, TextMatcher matcher, int[][] users, int[][] phrases) {
        this.keywords = keywords;
        this.matcher = matcher;
        this.users = users;
        this.phrases = phrases;
    }

    /** Compiles rules; a phrase that several rules share is looked for once. */
    public static KeywordIndex compile(List<Keyword> keywords) {
        Map<Phrase, Integer> numbers = new HashMap<>();
        List<Phrase> distinct = new ArrayList<>();
        List<List<Integer>> users = new ArrayList<>();
        int[][] phrases = new int[keywords.size()][];
        for (int k = 0; k < keywords.size(); k++) {
            Keyword keyword = keywords.get(k);
            List<Expression.Term> terms = keyword.expression().terms();
            phrases[k] = new int[terms.size()];
            for (int t = 0; t < terms.size(); t++) {
                Expression.Term term = terms.get(t);
                Phrase phrase =
                        new Phrase(term.text(), keyword.fold(), term.openStart(), term.openEnd(), keyword.languages());
                int number = numbers.computeIfAbsent(phrase, p -> {
                    distinct.add(p);
                    users.add(new ArrayList<>(1));
                    return distinct.size() - 1;
                });
                phrases[k][t] = number;
                users.get(number).add(k);
            }
        }
        int[][] usersByPhrase = users.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        return new KeywordIndex(List.copyOf(keywords), TextMatcher.compile(distinct), usersByPhrase, phrases);
    }

    int size() {
        return keywords.size();
    }

    Keyword keyword(int number) {
        return keywords.get(number);
    }

    int[] users(int phrase) {
        return users[phrase];
    }

    int phrase(int keyword, int term) {
        return phrases[keyword][term];
    }

    void scan(CharSequence text, ScanBuffers buffers, HitSink hits) {
        matcher.scan(text, buffers, hits);
    }
}
