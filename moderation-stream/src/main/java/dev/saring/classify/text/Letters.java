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

    private static final byte HARD = 0;
    private static final byte SPACE = -1;
    private static final byte SOFT = -2;
    private static final byte INVISIBLE = -3;
    private static final byte LETTER_SIGN = -4;

    /** What an ASCII character is: a positive symbol, or one of the above. */
    private static final byte[] ASCII = new byte[128];

    private static final byte[] ASCII_FORM = new byte[128];

    static {
        for (char c = 0; c < 128; c++) {
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
            if (lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9') {
                ASCII[c] = Symbols.of(lower);
                ASCII_FORM[c] = (byte) (c <= '9' ? DIGIT : c == lower ? 0 : UPPER);
            } else if (CharacterTable.kind(CharacterTable.meaning(c)) == CharacterTable.SPACE) {
                ASCII[c] = SPACE;
            } else if (CharacterTable.kind(CharacterTable.meaning(c)) == CharacterTable.INVISIBLE) {
                ASCII[c] = INVISIBLE;
            } else {
                ASCII[c] = c == '-' || c == '_' ? SOFT : Symbols.of(c) > 0 ? LETTER_SIGN : HARD;
            }
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

    /** The letters at which a phrase may begin, in order; see {@link #isStyleStart}. */
    int[] starts = new int[64];

    /** After {@link #readSymbols}: where in the text each of {@link #starts} stands. */
    int[] startOffsets = new int[64];

    int startCount;

    /** Whether the text holds a sign that stars out letters. */
    boolean stars;

    private int pendingGap;
    private int knownRunFirst;
    private int knownRunLast;
    private int knownWordFirst;
    private int knownWordNext;

    /**
     * The short way for letters in plain ASCII, among whatever signs and emoji: reads no more than symbol and form of the
     * letters and where phrases may begin.
     *
     * @param styles whether phrases may begin inside words where the style changes
     * @return false where the text holds other letters, and {@link #read} must be used
     */
    boolean readSymbols(char[] text, int length, Alphabet alphabet, boolean styles) {
        count = 0;
        startCount = 0;
        stars = false;
        knownRunLast = -1;
        knownWordNext = -1;
        pendingGap = GAP_SPACE;
        if (symbol.length < length) {
            symbol = new byte[Math.max(length, symbol.length * 2)];
        }
        if (form.length < length) {
            form = new byte[symbol.length];
        }
        int before = 0;
        for (int at = 0; at < length; at++) {
            char c = text[at];
            if (c >= 0x80) {
                int codePoint = codePointAt(text, at, length);
                if (!readSeparator(codePoint, alphabet)) {
                    return false;
                }
                at += Character.charCount(codePoint) - 1;
                continue;
            }
            byte meaning = ASCII[c];
            if (meaning > 0) {
                byte form = ASCII_FORM[c];
                if (pendingGap != 0) {
                    addStart(count, false, at);
                    pendingGap = 0;
                } else if (styles && form != before && meaning != symbol[count - 1] && changesStyle(before, form)) {
                    addStart(count, true, at);
                }
                before = form;
                this.form[count] = form;
                symbol[count++] = meaning;
            } else if (meaning == LETTER_SIGN) {
                readSymbolOfSign(c, text, at + 1, length, before);
                before = SIGN;
            } else if (meaning != INVISIBLE) {
                stars |= meaning == HARD && StarredWords.isStar(c);
                pendingGap = GAP_HARD;
            }
        }
        return true;
    }

    /** Reads what stands between letters, or nothing; false where it is more than that. */
    private boolean readSeparator(int codePoint, Alphabet alphabet) {
        int meaning = CharacterTable.meaning(codePoint);
        switch (CharacterTable.kind(meaning)) {
            case CharacterTable.MARK, CharacterTable.INVISIBLE -> {
                return true;
            }
            case CharacterTable.SPACE -> {
                pendingGap = GAP_SPACE;
                return true;
            }
            case CharacterTable.OTHER -> {
                stars |= codePoint < 0x10000 && StarredWords.isStar((char) codePoint);
                pendingGap = GAP_HARD;
                return CharacterTable.plain(meaning) == null && !alphabet.contains(codePoint);
            }
            default -> {
                return false;
            }
        }
    }

    private void readSymbolOfSign(char c, char[] text, int next, int length, int before) {
        boolean after = pendingGap == 0;
        if (!standsForLetter(c, text, next, length, after, after && (before & DIGIT) != 0)) {
            pendingGap = GAP_HARD;
            return;
        }
        if (!after) {
            addStart(count, false, next - 1);
        }
        form[count] = SIGN;
        symbol[count++] = Symbols.of(c);
        pendingGap = isSeparating(c) ? GAP_HARD : 0;
    }

    /** Whether a phrase may begin after a letter of one form with one of another: fooBar, 99bar. Not within a run. */
    private static boolean changesStyle(int left, int right) {
        return ((left ^ right) & STYLED) != 0
                || (left & DIGIT) != 0 && (right & DIGIT) == 0
                || (left & (DIGIT | UPPER)) == 0 && (right & UPPER) != 0;
    }

    /** Whether the style changes after one of the letters from the first to the last. */
    boolean changesStyleAfter(int first, int last) {
        for (int at = first; at <= last; at++) {
            if (form[at] != form[at + 1]) {
                return true;
            }
        }
        return false;
    }

    private void addStart(int letter, boolean style, int offset) {
        if (startCount == starts.length) {
            starts = Arrays.copyOf(starts, startCount * 2);
            startOffsets = Arrays.copyOf(startOffsets, startCount * 2);
        }
        startOffsets[startCount] = offset;
        starts[startCount++] = letter << 1 | (style ? 1 : 0);
    }

    /** Whether the letter of a word is one of {@link #starts} for its style; asked for the first few of a word only. */
    boolean isStyleStart(int index, int at) {
        for (int next = index + 1; next < startCount && letterOf(starts[next]) <= at; next++) {
            if (letterOf(starts[next]) == at) {
                return true;
            }
        }
        return false;
    }

    /** The last letter of the word that begins at an entry of {@link #starts}. */
    int lastOfWord(int index) {
        int next = knownWordNext;
        if (index < knownWordFirst || index >= knownWordNext) {
            next = index + 1;
            while (next < startCount && isStyleStart(starts[next])) {
                next++;
            }
            knownWordFirst = index;
            knownWordNext = next;
        }
        return (next < startCount ? letterOf(starts[next]) : count) - 1;
    }

    /** The last letter of the word that holds a letter, given the entry of {@link #starts} of an earlier word or its own. */
    int lastOfWordWith(int at, int index) {
        int word = index;
        int last = lastOfWord(word);
        while (last < at) {
            word++;
            last = lastOfWord(word);
        }
        return last;
    }

    /** After {@link #read}: finds where phrases may begin. */
    void findStarts(boolean styles) {
        startCount = 0;
        knownWordNext = -1;
        for (int at = 0; at < count; at++) {
            if (startsWord(at)) {
                addStart(at, false, start[at]);
            } else if (styles
                    && form[at] != form[at - 1]
                    && symbol[at] != symbol[at - 1]
                    && changesStyle(form[at - 1], form[at])) {
                addStart(at, true, start[at]);
            }
        }
    }

    /** The letter of an entry of {@link #starts}. */
    static int letterOf(int start) {
        return start >> 1;
    }

    /** Whether an entry of {@link #starts} is inside a word. */
    static boolean isStyleStart(int start) {
        return (start & 1) != 0;
    }

    /** Reads the first {@code length} characters of a text. */
    void read(char[] text, int length, Alphabet alphabet) {
        count = 0;
        pendingGap = 0;
        stars = false;
        knownRunLast = -1;
        for (int at = 0; at < length; ) {
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
        byte meaning = ASCII[c];
        if (meaning > 0) {
            add(c >= 'A' && c <= 'Z' ? c + 32 : c, (byte) 0, meaning, ASCII_FORM[c], at, next);
        } else {
            readAsciiSign(meaning, c, text, at, next, length);
        }
    }

    private void readAsciiSign(byte meaning, char c, char[] text, int at, int next, int length) {
        switch (meaning) {
            case SPACE -> pendingGap |= GAP_SPACE;
            case SOFT -> pendingGap |= GAP_SOFT;
            case INVISIBLE -> {}
            case LETTER_SIGN -> {
                boolean after = pendingGap == 0 && count > 0;
                if (standsForLetter(c, text, next, length, after, after && (form[count - 1] & DIGIT) != 0)) {
                    add(c, (byte) 0, Symbols.of(c), (byte) SIGN, at, next);
                } else {
                    pendingGap |= GAP_HARD;
                }
            }
            default -> {
                stars |= StarredWords.isStar(c);
                pendingGap |= GAP_HARD;
            }
        }
    }

    private static boolean standsForLetter(
            char sign, char[] text, int next, int length, boolean after, boolean digitBefore) {
        boolean before = next < length && isLetterAt(text, next, length);
        return switch (sign) {
            case '$' -> after ? !digitBefore || before : before && (text[next] < '0' || text[next] > '9');
            case '@' -> before || after && !digitBefore;
            case '+' -> after && !digitBefore;
            default -> after && before || !after && before && sign == '!';
        };
    }

    private static boolean isLetterAt(char[] text, int at, int length) {
        int codePoint = codePointAt(text, at, length);
        return codePoint < 0x80
                ? ASCII[codePoint] > 0 || ASCII[codePoint] == LETTER_SIGN
                : CharacterTable.kind(CharacterTable.meaning(codePoint)) == CharacterTable.LETTER;
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
            readAsciiSign(ASCII[ascii.charAt(0)], ascii.charAt(0), text, at, next, length);
        } else if (alphabet.contains(codePoint)) {
            pendingGap |= GAP_HARD;
            add(codePoint, (byte) 0, Symbols.ESCAPE, (byte) UNSPACED, at, next);
            pendingGap |= GAP_HARD;
        } else {
            stars |= StarredWords.isStar(text[at]);
            pendingGap |= GAP_HARD;
        }
    }

    private void readLetter(int codePoint, int meaning, int at, int next, Alphabet alphabet) {
        byte likeness = (byte) CharacterTable.likeness(meaning);
        String plain = CharacterTable.plain(meaning);
        boolean unspaced = CharacterTable.kind(meaning) == CharacterTable.UNSPACED;
        int form = (unspaced ? UNSPACED : 0) | (Character.isUpperCase(codePoint) ? UPPER : 0);
        if (plain == null || likeness != 0) {
            int letter = plain == null ? codePoint : plain.codePointAt(0);
            addForeign(letter, likeness, form, at, next, alphabet);
            return;
        }
        for (int i = 0; i < plain.length(); ) {
            int letter = plain.codePointAt(i);
            if (letter < 0x80) {
                int digit = letter <= '9' ? DIGIT : 0;
                add(letter, (byte) 0, Symbols.of(letter), (byte) (form | STYLED | digit), at, next);
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
        symbol = Arrays.copyOf(symbol, Math.max(capacity, symbol.length));
        form = Arrays.copyOf(form, Math.max(capacity, form.length));
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
        return (form[at] & SIGN) != 0 && isSeparating(plain[at]);
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

    private static boolean isSeparating(int sign) {
        return sign != '@' && sign != '$';
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

    /** After {@link #readSymbols}: whether the word at an entry of {@link #starts} is an ordinary word as it stands. */
    boolean isOrdinaryAsciiWord(char[] text, int index, int length) {
        long hash = OrdinaryWords.HASH_START;
        int from = startOffsets[index];
        for (int at = from; at < from + length; at++) {
            hash = OrdinaryWords.extend(hash, text[at] | 0x20);
        }
        return OrdinaryWords.contains(hash);
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
