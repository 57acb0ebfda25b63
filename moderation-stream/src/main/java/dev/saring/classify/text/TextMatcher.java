package dev.saring.classify.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds all phrases of a list in one pass over a text. Immutable; one instance serves all threads, each with its own
 * {@link ScanBuffers}.
 *
 * <p>The text is read as {@link Letters}, the {@link Automaton} finds candidates among them, {@link Judge} decides.
 * {@link Misspellings} and {@link StarredWords} look at words that the automaton cannot know. All is linear in the text.
 */
public final class TextMatcher {
    private final Alphabet alphabet;
    private final Automaton automaton;

    /** By number of the automaton's word. */
    private final Pattern[][] patternsOf;

    private final Misspellings misspellings;
    private final StarredWords starredWords;

    private TextMatcher(Alphabet alphabet, List<Pattern> patterns) {
        this.alphabet = alphabet;
        Automaton.Builder builder = new Automaton.Builder();
        List<List<Pattern>> byWord = new ArrayList<>();
        byte[] symbols = new byte[64];
        for (Pattern pattern : patterns) {
            symbols = symbols.length < pattern.length * 4 ? new byte[pattern.length * 4] : symbols;
            int word = builder.add(symbols, search(pattern, symbols));
            if (word == byWord.size()) {
                byWord.add(new ArrayList<>(1));
            }
            byWord.get(word).add(pattern);
        }
        automaton = builder.build();
        patternsOf = byWord.stream().map(list -> list.toArray(Pattern[]::new)).toArray(Pattern[][]::new);
        misspellings = Misspellings.of(patterns);
        starredWords = StarredWords.of(patterns);
    }

    /** The symbols by which a pattern is searched: each run of equal symbols once. */
    private int search(Pattern pattern, byte[] symbols) {
        int length = 0;
        for (int i = 0; i < pattern.length; i++) {
            byte symbol = pattern.symbol[i];
            if (symbol == Symbols.ESCAPE) {
                symbols[length++] = symbol;
                for (int digit = 0; digit < 3; digit++) {
                    symbols[length++] = alphabet.symbol(pattern.plain[i], digit);
                }
            } else if (i == 0 || symbol != pattern.symbol[i - 1]) {
                symbols[length++] = symbol;
            }
        }
        return length;
    }

    /**
     * Compiles phrases; a phrase's number is its index. Punctuation around a phrase is not looked for.
     *
     * @throws IllegalArgumentException naming a phrase of which nothing is left to look for
     */
    public static TextMatcher compile(List<Phrase> phrases) {
        Alphabet alphabet = new Alphabet();
        for (Phrase phrase : phrases) {
            PhraseReader.addCharacters(phrase.text(), alphabet);
        }
        return new TextMatcher(alphabet, new PhraseReader(alphabet).read(phrases));
    }

    /**
     * Reports each place where a phrase stands in the text, once for each phrase and place, in no particular order.
     * Offsets are UTF-16 offsets into the text as given.
     */
    public void scan(CharSequence text, ScanBuffers buffers, HitSink hits) {
        int length = buffers.take(text);
        Letters letters = buffers.letters;
        letters.read(buffers.text, length, alphabet);
        search(letters, buffers.judge, hits);
        if (misspellings != null) {
            misspellings.scan(buffers, hits);
        }
        if (starredWords != null && letters.stars) {
            starredWords.scan(buffers, length, hits);
        }
    }

    private void search(Letters letters, Judge judge, HitSink hits) {
        byte[] symbols = letters.symbol;
        int count = letters.count;
        int state = Automaton.ROOT;
        int previous = -1;
        for (int at = 0; at < count; at++) {
            int symbol = symbols[at];
            if (symbol == previous) {
                continue;
            }
            previous = symbol;
            int step = automaton.step(state, symbol);
            if (symbol == Symbols.ESCAPE) {
                for (int digit = 0; digit < 3; digit++) {
                    step = automaton.step(Automaton.state(step), alphabet.symbol(letters.plain[at], digit));
                }
                previous = -1;
            }
            state = Automaton.state(step);
            if (step < 0) {
                judge(state, at, judge, hits);
            }
        }
    }

    private void judge(int found, int at, Judge judge, HitSink hits) {
        for (int state = found; state >= 0; state = automaton.shorterAt(state)) {
            int word = automaton.wordAt(state);
            if (word >= 0) {
                for (Pattern pattern : patternsOf[word]) {
                    judge.judge(pattern, at, hits);
                }
            }
        }
    }

    /** How many moves the automaton makes on a text. */
    long countMoves(CharSequence text, ScanBuffers buffers) {
        int length = buffers.take(text);
        buffers.letters.read(buffers.text, length, alphabet);
        return automaton.countMoves(buffers.letters.symbol, buffers.letters.count);
    }
}
