package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A phrase made ready for {@link Judge}: its letters, and what stands between them. Where there are many phrases, looking
 * at one is a wait for memory; what is usual is kept in few places for that.
 */
final class Pattern {
    /** How the phrase may be written. */
    enum Form {
        WHOLE,
        /** Without its vowels. */
        ABBREVIATED
    }

    /** Between two letters stands nothing. */
    static final byte JOINED = 0;

    /** White space, hyphens or underscores. */
    static final byte SOFT = 1;

    /** Punctuation that belongs to the phrase. */
    static final byte LITERAL = 2;

    /** The first phrase that looks like this, and the others: indexes into the compiled list. */
    private int phrase;

    private int[] morePhrases;

    /** Another pattern that a {@link PhraseIndex} cannot tell from this one, or null. */
    Pattern next;

    final Fold fold;
    final Form form;
    final boolean openStart;
    final boolean openEnd;
    final Affixes affixes;

    final int length;
    /** By letter: the letter as in {@link Letters#plain}, its symbol, and the gap before it, in the bits of one number. */
    private final int[] letters;

    /** By letter, as in {@link Letters#likeness}; null, all 0. */
    private final byte[] likeness;

    /** The punctuation before each letter where its gap is {@link #LITERAL}; null, there is none. */
    private final String[] gapText;

    /** The punctuation after the last letter. */
    final String outerText;

    /** How many gaps the phrase has. */
    final int gaps;

    /** How many runs of equal symbols the phrase has. */
    final int runs;

    /** How many letters the first and the last run have. */
    final int firstRun;

    final int lastRun;

    /** How many of the letters are letters, not digits. */
    final int alphabetic;

    /** For {@code EXACT}: the folded form that the text must have. */
    final String exact;

    private static final int GAP_SHIFT = 30;
    private static final int SYMBOL_SHIFT = GAP_SHIFT - Symbols.BITS;
    private static final int PLAIN = (1 << SYMBOL_SHIFT) - 1;

    Pattern(Phrase phrase, Form form, Letters letters, String text) {
        this.fold = phrase.fold();
        this.form = form;
        this.openStart = phrase.openStart();
        this.openEnd = phrase.openEnd();
        this.affixes = form == Form.WHOLE ? Affixes.of(phrase) : Affixes.NONE;
        length = letters.count;
        this.letters = new int[length];
        String[] between = new String[length];
        for (int i = 0; i < length; i++) {
            boolean hard = (letters.gap[i] & Letters.GAP_HARD) != 0;
            int gap = i == 0 || letters.gap[i] == 0 ? JOINED : hard ? LITERAL : SOFT;
            between[i] = gap == LITERAL ? punctuation(text, letters.end[i - 1], letters.start[i]) : null;
            this.letters[i] = letters.plain[i] | letters.symbol[i] << SYMBOL_SHIFT | gap << GAP_SHIFT;
        }
        gapText = Arrays.stream(between).allMatch(Objects::isNull) ? null : between;
        likeness = IntStream.range(0, length).allMatch(i -> letters.likeness[i] == 0)
                ? null
                : Arrays.copyOf(letters.likeness, length);
        outerText = punctuation(text, letters.end[length - 1], text.length());
        gaps = (int) IntStream.range(0, length).filter(i -> gap(i) != JOINED).count();
        runs = countRuns(letters);
        firstRun = letters.runEnd(0) + 1;
        lastRun = lengthOfLastRun();
        alphabetic = (int) IntStream.range(0, length)
                .filter(i -> !letters.is(i, Letters.DIGIT))
                .count();
        exact = fold == Fold.EXACT
                ? Folding.foldPhrase(text.substring(letters.start[0], letters.end[length - 1]), Fold.EXACT)
                : null;
    }

    /** Says which phrases look like this. */
    void standsFor(List<Integer> phrases) {
        phrase = phrases.get(0);
        morePhrases = phrases.size() == 1
                ? null
                : phrases.stream().skip(1).mapToInt(Integer::intValue).toArray();
    }

    /** Reports a hit of each of the phrases. */
    void report(int start, int end, HitSink hits) {
        hits.hit(phrase, start, end);
        if (morePhrases != null) {
            for (int more : morePhrases) {
                hits.hit(more, start, end);
            }
        }
    }

    int plain(int letter) {
        return letters[letter] & PLAIN;
    }

    byte symbol(int letter) {
        return (byte) (letters[letter] >>> SYMBOL_SHIFT & Symbols.COUNT - 1);
    }

    /** What stands before a letter: {@link #JOINED}, {@link #SOFT} or {@link #LITERAL}. */
    byte gap(int letter) {
        return (byte) (letters[letter] >>> GAP_SHIFT);
    }

    /** The punctuation before a letter where its gap is {@link #LITERAL}. */
    String gapText(int letter) {
        return gapText == null ? null : gapText[letter];
    }

    /** As in {@link Letters#likeness}. */
    byte likeness(int letter) {
        return likeness == null ? 0 : likeness[letter];
    }

    private static int countRuns(Letters letters) {
        int runs = 0;
        for (int i = 0; i < letters.count; i = letters.runEnd(i) + 1) {
            runs++;
        }
        return runs;
    }

    private int lengthOfLastRun() {
        int first = length - 1;
        while (first > 0 && symbol(first) != Symbols.ESCAPE && symbol(first - 1) == symbol(first)) {
            first--;
        }
        return length - first;
    }

    private static String punctuation(String text, int from, int to) {
        StringBuilder kept = new StringBuilder();
        text.substring(from, to).codePoints().filter(Folding::isPunctuation).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** The letter after the last of the word that holds a letter; the number of letters at the end. */
    int endOfWord(int letter) {
        int at = letter + 1;
        while (at < length && gap(at) == JOINED) {
            at++;
        }
        return at;
    }

    boolean isOneWord() {
        return gaps == 0;
    }
}
