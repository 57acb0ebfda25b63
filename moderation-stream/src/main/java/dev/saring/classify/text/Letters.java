package dev.saring.classify.text;

import java.util.Arrays;

/**
 * The letters of a text, one entry each, with what stands between them and their place in the original. A character
 * that stands for several letters gives several entries of one place; marks and invisible characters give none.
 */
final class Letters {
    /** What separates a letter from the one before it; 0 is nothing that shows. */
    static final int GAP_SPACE = 1;

    /** A hyphen or underscore. */
    static final int GAP_SOFT = 2;

    /** Any other punctuation, symbol or emoji. */
    static final int GAP_HARD = 4;

    static final int UPPER = 1;

    /** A styled letter, such as a mathematical or enclosed one. */
    static final int STYLED = 2;

    /** A sign that stands for a letter, such as $ between letters. */
    static final int SIGN = 4;

    static final int DIGIT = 8;

    /** A letter that stands as a word of its own. */
    static final int UNSPACED = 16;

    /** No ordinary word is longer. */
    private static final int LONGEST_WORD = 40;

    /** What a position of an {@link Outline} is, by the form of its letter, without the symbol. */
    private static final byte[] STYLES = new byte[2 * UNSPACED];

    static {
        for (int form = 0; form < STYLES.length; form++) {
            STYLES[form] = (byte) (((form & UPPER) != 0 ? Outline.UPPER : 0)
                    | ((form & DIGIT) != 0 ? Outline.DIGIT : 0)
                    | ((form & STYLED) != 0 ? Outline.STYLED : 0));
        }
    }

    int count;

    /** The letter without case, marks and style: ASCII for Latin letters and digits, a code point for others. */
    int[] plain = new int[256];

    /** The ASCII letter or digit that a letter of another script looks like, or 0. */
    byte[] likeness = new byte[256];

    byte[] symbol = new byte[256];
    byte[] gap = new byte[256];
    byte[] form = new byte[256];
    int[] start = new int[256];
    int[] end = new int[256];

    private int[] positions = new int[512];

    /** Whether the text holds a sign that stars out letters. */
    boolean stars;

    private int pendingGap;
    private int knownRunFirst;
    private int knownRunLast;

    /** Reads the first {@code length} characters of a text. */
    void read(char[] text, int length, Alphabet alphabet) {
        read(text, 0, length, length, alphabet);
    }

    /** Reads a part of a text that begins and ends where words do. */
    void read(char[] text, int from, int to, int length, Alphabet alphabet) {
        count = 0;
        pendingGap = 0;
        stars = false;
        knownRunLast = -1;
        for (int at = from; at < to; ) {
            char c = text[at];
            if (c < 0x80) {
                readAscii(c, text, at, at + 1, length);
                at++;
            } else {
                int codePoint = codePointAt(text, at, length);
                int next = at + Character.charCount(codePoint);
                readBeyondAscii(codePoint, text, at, next, length, alphabet);
                at = next;
            }
        }
    }

    private void readAscii(char c, char[] text, int at, int next, int length) {
        byte meaning = Signs.meaning(c);
        if (meaning > 0) {
            boolean upper = c >= 'A' && c <= 'Z';
            byte form = (byte) (upper ? UPPER : c <= '9' ? DIGIT : 0);
            add(upper ? c + 32 : c, (byte) 0, meaning, form, at, next);
        } else {
            readAsciiSign(meaning, c, text, at, next, length);
        }
    }

    private void readAsciiSign(byte meaning, char c, char[] text, int at, int next, int length) {
        switch (meaning) {
            case Signs.SPACE -> pendingGap |= GAP_SPACE;
            case Signs.SOFT -> pendingGap |= GAP_SOFT;
            case Signs.INVISIBLE -> {}
            case Signs.LETTER_SIGN -> {
                boolean after = pendingGap == 0 && count > 0;
                if (Signs.standsForLetter(c, text, next, length, after, after && (form[count - 1] & DIGIT) != 0)) {
                    add(c, (byte) 0, Symbols.of(c), (byte) SIGN, at, next);
                } else {
                    pendingGap |= GAP_HARD;
                }
            }
            default -> {
                stars |= StarredText.isStar(c);
                pendingGap |= GAP_HARD;
            }
        }
    }

    private void readBeyondAscii(int codePoint, char[] text, int at, int next, int length, Alphabet alphabet) {
        int meaning = CharacterTable.meaning(codePoint);
        switch (CharacterTable.kind(meaning)) {
            case CharacterTable.MARK -> {
                if (count > 0 && pendingGap == 0) {
                    end[count - 1] = next;
                }
            }
            case CharacterTable.INVISIBLE -> {}
            case CharacterTable.SPACE -> pendingGap |= GAP_SPACE;
            case CharacterTable.OTHER -> readSign(codePoint, meaning, text, at, next, length, alphabet);
            default -> readLetter(codePoint, meaning, at, next, alphabet);
        }
    }

    private void readSign(int codePoint, int meaning, char[] text, int at, int next, int length, Alphabet alphabet) {
        String ascii = CharacterTable.plain(meaning);
        if (ascii != null) {
            readAsciiSign(Signs.meaning(ascii.charAt(0)), ascii.charAt(0), text, at, next, length);
        } else if (alphabet.contains(codePoint)) {
            pendingGap |= GAP_HARD;
            add(codePoint, (byte) 0, Symbols.ESCAPE, (byte) UNSPACED, at, next);
            pendingGap |= GAP_HARD;
        } else {
            stars |= StarredText.isStar(text[at]);
            pendingGap |= GAP_HARD;
        }
    }

    private void readLetter(int codePoint, int meaning, int at, int next, Alphabet alphabet) {
        byte likeness = (byte) CharacterTable.likeness(meaning);
        String plain = CharacterTable.plain(meaning);
        boolean unspaced = CharacterTable.kind(meaning) == CharacterTable.UNSPACED;
        int form = (unspaced ? UNSPACED : 0) | (CharacterTable.isUpper(meaning) ? UPPER : 0);
        if (plain == null || likeness != 0) {
            int letter = plain == null ? codePoint : plain.codePointAt(0);
            addForeign(letter, likeness, form, at, next, alphabet);
            return;
        }
        for (int i = 0; i < plain.length(); ) {
            int letter = plain.codePointAt(i);
            if (letter < 0x80) {
                int digit = letter <= '9' ? DIGIT : 0;
                byte symbol = letter == ' ' ? Symbols.UNKNOWN : Symbols.of(letter);
                add(letter, (byte) 0, symbol, (byte) (form | STYLED | digit), at, next);
            } else {
                addForeign(letter, (byte) 0, form, at, next, alphabet);
            }
            i += Character.charCount(letter);
        }
    }

    private void addForeign(int letter, byte likeness, int form, int at, int next, Alphabet alphabet) {
        if (likeness != 0) {
            add(letter, likeness, Symbols.of(likeness), (byte) form, at, next);
        } else if (alphabet.contains(letter)) {
            add(letter, (byte) 0, Symbols.ESCAPE, (byte) form, at, next);
        } else if ((form & UNSPACED) != 0) {
            pendingGap |= GAP_HARD;
        } else {
            add(letter, (byte) 0, Symbols.UNKNOWN, (byte) form, at, next);
        }
    }

    private void add(int plain, byte likeness, byte symbol, byte form, int start, int end) {
        if (count == this.plain.length) {
            grow();
        }
        int at = count++;
        this.plain[at] = plain;
        this.likeness[at] = likeness;
        this.symbol[at] = symbol;
        this.form[at] = form;
        this.gap[at] = (byte) pendingGap;
        this.start[at] = start;
        this.end[at] = end;
        pendingGap = 0;
    }

    private void grow() {
        int capacity = plain.length * 2;
        plain = Arrays.copyOf(plain, capacity);
        likeness = Arrays.copyOf(likeness, capacity);
        symbol = Arrays.copyOf(symbol, capacity);
        form = Arrays.copyOf(form, capacity);
        gap = Arrays.copyOf(gap, capacity);
        start = Arrays.copyOf(start, capacity);
        end = Arrays.copyOf(end, capacity);
    }

    static int codePointAt(char[] text, int at, int length) {
        char high = text[at];
        if (Character.isHighSurrogate(high) && at + 1 < length && Character.isLowSurrogate(text[at + 1])) {
            return Character.toCodePoint(high, text[at + 1]);
        }
        return high;
    }

    /** Fills an outline up to {@link Outline#find}; gives the letter of each position. */
    int[] outline(Outline outline) {
        outline.begin(2 * count);
        if (positions.length < 2 * count) {
            positions = new int[2 * plain.length];
        }
        int position = 0;
        for (int at = 0; at < count; at++) {
            if (at > 0 && startsWord(at)) {
                outline.classes[position++] = 0;
            }
            positions[position] = at;
            outline.classes[position++] = (byte) (symbol[at] | STYLES[form[at]]);
        }
        outline.end(position);
        outline.stars = stars;
        return positions;
    }

    /** The letter that stands for the character at an offset, where each letter has its own. */
    int at(int offset) {
        return Arrays.binarySearch(start, 0, count, offset);
    }

    /** Whether a word may begin with the letter: what stands before it is no letter of the same word. */
    boolean startsWord(int at) {
        return at == 0 || gap[at] != 0 || ((form[at] | form[at - 1]) & UNSPACED) != 0 || isSeparatingSign(at - 1);
    }

    /** Whether a word may end with the letter. */
    boolean endsWord(int at) {
        return at + 1 == count
                || gap[at + 1] != 0
                || ((form[at] | form[at + 1]) & UNSPACED) != 0
                || isSeparatingSign(at + 1);
    }

    /** Signs that end a sentence or set words apart more often than they stand for a letter. */
    private boolean isSeparatingSign(int at) {
        return (form[at] & SIGN) != 0 && Signs.isSeparating(plain[at]);
    }

    /** Whether the letters of the word around a place spell an ordinary word. */
    boolean isWithinOrdinaryWord(int first, int last) {
        int from = first;
        int to = last;
        while (!startsWord(from) && last - from <= LONGEST_WORD) {
            from--;
        }
        while (!endsWord(to) && to - from <= LONGEST_WORD) {
            to++;
        }
        return to - from <= LONGEST_WORD && isOrdinaryWord(from, to);
    }

    /** Whether there are no letters but signs that stand for such. */
    boolean areSigns() {
        for (int at = 0; at < count; at++) {
            if (!is(at, SIGN)) {
                return false;
            }
        }
        return true;
    }

    boolean is(int at, int forms) {
        return (form[at] & forms) != 0;
    }

    boolean isLatin(int at) {
        return plain[at] >= 'a' && plain[at] <= 'z';
    }

    boolean isForeign(int at) {
        return plain[at] >= 0x80;
    }

    /**
     * The last letter of the run of equal symbols that holds the letter. The run that was asked for last is remembered, so
     * that asking from each of its letters costs no more than asking once.
     */
    int runEnd(int at) {
        if (at >= knownRunFirst && at <= knownRunLast) {
            return knownRunLast;
        }
        int last = at;
        if (symbol[at] != Symbols.ESCAPE) {
            while (last + 1 < count && symbol[last + 1] == symbol[at]) {
                last++;
            }
        }
        knownRunFirst = at;
        knownRunLast = last;
        return last;
    }

    /** Whether the letters from the first to the last, as they stand, spell an ordinary word. */
    boolean isOrdinaryWord(int first, int last) {
        long hash = OrdinaryWords.HASH_START;
        for (int i = first; i <= last; i++) {
            hash = OrdinaryWords.extend(hash, plain[i]);
        }
        return OrdinaryWords.contains(hash);
    }
}
