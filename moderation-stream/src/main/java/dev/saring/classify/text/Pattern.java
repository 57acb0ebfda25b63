package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.Arrays;

/** A phrase made ready for {@link Judge}: its letters, and what stands between them. */
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

    /** The phrases that look like this: indexes into the compiled list. */
    int[] phrases;

    final Fold fold;
    final Form form;
    final boolean openStart;
    final boolean openEnd;
    final Affixes affixes;

    final int length;
    final int[] plain;
    final byte[] likeness;
    final byte[] symbol;

    /** What stands before each letter. */
    final byte[] gap;

    /** The punctuation before each letter, where {@link #gap} is {@link #LITERAL}. */
    final String[] gapText;

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

    final boolean foreign;

    Pattern(Phrase phrase, Form form, Letters letters, String text) {
        this.fold = phrase.fold();
        this.form = form;
        this.openStart = phrase.openStart();
        this.openEnd = phrase.openEnd();
        this.affixes = form == Form.WHOLE ? Affixes.of(phrase) : Affixes.NONE;
        length = letters.count;
        plain = Arrays.copyOf(letters.plain, length);
        likeness = Arrays.copyOf(letters.likeness, length);
        symbol = Arrays.copyOf(letters.symbol, length);
        gap = new byte[length];
        gapText = new String[length];
        for (int i = 1; i < length; i++) {
            boolean hard = (letters.gap[i] & Letters.GAP_HARD) != 0;
            gap[i] = letters.gap[i] == 0 ? JOINED : hard ? LITERAL : SOFT;
            gapText[i] = hard ? punctuation(text, letters.end[i - 1], letters.start[i]) : null;
        }
        outerText = punctuation(text, letters.end[length - 1], text.length());
        gaps = (int) java.util.stream.IntStream.range(0, length)
                .filter(i -> gap[i] != JOINED)
                .count();
        runs = countRuns(letters);
        firstRun = letters.runEnd(0) + 1;
        lastRun = lengthOfLastRun();
        alphabetic = (int) java.util.stream.IntStream.range(0, length)
                .filter(i -> !letters.is(i, Letters.DIGIT))
                .count();
        foreign = java.util.stream.IntStream.range(0, length).anyMatch(letters::isForeign);
        exact = fold == Fold.EXACT
                ? Folding.foldPhrase(text.substring(letters.start[0], letters.end[length - 1]), Fold.EXACT)
                : null;
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
        while (first > 0 && symbol[first] != Symbols.ESCAPE && symbol[first - 1] == symbol[first]) {
            first--;
        }
        return length - first;
    }

    private static String punctuation(String text, int from, int to) {
        StringBuilder kept = new StringBuilder();
        text.substring(from, to).codePoints().filter(Folding::isPunctuation).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    boolean isOneWord() {
        return gaps == 0;
    }
}
