package dev.saring.classify.text;

import java.util.ArrayList;
import java.util.List;

/** Patterns by their symbols. */
final class PhraseIndex {
    final Trie trie;

    /** By number of the word in the tree: the patterns that read so. */
    final Pattern[][] patternsOf;

    /**
     * By number of the word: the letters that the shortest of its patterns has, negative if all must stand to the end of
     * a word. Tells whether a phrase may end before its patterns are touched.
     */
    private final int[] least;

    /** How often a letter of the text may stand again behind gaps where a phrase has it; more often is no phrase. */
    final int mostRepeats;

    PhraseIndex(List<Pattern> patterns, Alphabet alphabet) {
        Trie.Builder builder = new Trie.Builder();
        List<List<Pattern>> byWord = new ArrayList<>();
        byte[] symbols = new byte[64];
        for (Pattern pattern : patterns) {
            symbols = symbols.length < pattern.length * 4 ? new byte[pattern.length * 4] : symbols;
            int word = builder.add(symbols, spell(pattern, alphabet, symbols));
            if (word == byWord.size()) {
                byWord.add(new ArrayList<>(1));
            }
            byWord.get(word).add(pattern);
        }
        trie = builder.build();
        patternsOf = byWord.stream().map(list -> list.toArray(Pattern[]::new)).toArray(Pattern[][]::new);
        mostRepeats = Judge.MOST_REPEATS_APART
                + patterns.stream().mapToInt(PhraseIndex::longestRun).max().orElse(0);
        least = byWord.stream().mapToInt(PhraseIndex::least).toArray();
    }

    private static int least(List<Pattern> patterns) {
        int length = patterns.stream().mapToInt(pattern -> pattern.length).min().orElseThrow();
        return patterns.stream().anyMatch(pattern -> pattern.form == Pattern.Form.WHOLE) ? length : -length;
    }

    private static int longestRun(Pattern pattern) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < pattern.length; i++) {
            run = i > 0 && pattern.symbol(i) == pattern.symbol(i - 1) ? run + 1 : 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** How many letters a text must have for a word of the tree. */
    int leastLetters(int word) {
        return Math.abs(least[word]);
    }

    /** Whether more letters of a word of the text may follow, such as a suffix. */
    boolean mayBeFollowed(int word) {
        return least[word] > 0;
    }

    /** The symbols by which a pattern is found: each run of equal symbols once. */
    private static int spell(Pattern pattern, Alphabet alphabet, byte[] symbols) {
        int length = 0;
        for (int i = 0; i < pattern.length; i++) {
            byte symbol = pattern.symbol(i);
            if (symbol == Symbols.ESCAPE) {
                symbols[length++] = symbol;
                for (int digit = 0; digit < 3; digit++) {
                    symbols[length++] = alphabet.symbol(pattern.plain(i), digit);
                }
            } else if (i == 0 || symbol != pattern.symbol(i - 1)) {
                symbols[length++] = symbol;
            }
        }
        return length;
    }
}
