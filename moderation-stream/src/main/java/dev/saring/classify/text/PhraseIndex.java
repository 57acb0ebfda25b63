package dev.saring.classify.text;

import java.util.ArrayList;
import java.util.List;

/** Patterns by their symbols. */
final class PhraseIndex {
    final Trie trie;

    /** By number of the word in the tree: the first pattern that reads so; {@link Pattern#next} leads to the others. */
    final Pattern[] patternOf;

    /** By number of the word: the letters that the shortest of its patterns has. */
    final int[] leastLetters;

    /** Whether more letters of a word of the text may follow, such as a suffix. */
    final boolean mayBeFollowed;

    /** How often a letter of the text may stand again behind gaps where a phrase has it; more often is no phrase. */
    final int mostRepeats;

    PhraseIndex(List<Pattern> patterns, Alphabet alphabet) {
        Trie.Builder builder = new Trie.Builder();
        List<Pattern> byWord = new ArrayList<>();
        byte[] symbols = new byte[64];
        for (Pattern pattern : patterns) {
            symbols = symbols.length < pattern.length * 4 ? new byte[pattern.length * 4] : symbols;
            int word = builder.add(symbols, spell(pattern, alphabet, symbols));
            if (word == byWord.size()) {
                byWord.add(pattern);
            } else {
                pattern.next = byWord.set(word, pattern);
            }
        }
        trie = builder.build();
        patternOf = byWord.toArray(Pattern[]::new);
        leastLetters = byWord.stream().mapToInt(PhraseIndex::leastLetters).toArray();
        mayBeFollowed = patterns.stream().anyMatch(pattern -> pattern.form == Pattern.Form.WHOLE);
        mostRepeats = Judge.MOST_REPEATS_APART
                + patterns.stream().mapToInt(PhraseIndex::longestRun).max().orElse(0);
    }

    private static int leastLetters(Pattern first) {
        int least = first.length;
        for (Pattern pattern = first.next; pattern != null; pattern = pattern.next) {
            least = Math.min(least, pattern.length);
        }
        return least;
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
