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

    static final int RUNS_PADDING = 16;

    /** How many symbols can be read from behind the last on; what they are means nothing. */
    static final int SYMBOLS_PADDING = 4;

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

    private static final int FORM_SHIFT = 5;
    private static final int FORMS = 16;
    private static final int LETTER_SHIFT = 9;

    /** Of an ASCII character: symbol, form and whether it is a letter; 0, it separates; {@link #RARE}. */
    private static final short[] SHORT_WAY = new short[128];

    private static final short RARE = -1;

    /** A sign that stands for a letter, without its symbol. */
    private static final int SIGN_ENTRY = 1 << LETTER_SHIFT | SIGN << FORM_SHIFT;

    /** By two forms: 1 where {@link #changesStyle}. */
    private static final byte[] STYLE_CHANGES = new byte[FORMS * FORMS];

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
            boolean rare =
                    ASCII[c] == LETTER_SIGN || ASCII[c] == INVISIBLE || ASCII[c] == HARD && StarredWords.isStar(c);
            int entry = ASCII[c] > 0 ? 1 << LETTER_SHIFT | ASCII_FORM[c] << FORM_SHIFT | ASCII[c] : 0;
            SHORT_WAY[c] = rare ? RARE : (short) entry;
        }
        for (int left = 0; left < FORMS; left++) {
            for (int right = 0; right < FORMS; right++) {
                STYLE_CHANGES[left * FORMS + right] = (byte) (changesStyle(left, right) ? 1 : 0);
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

    /**
     * The symbols of the letters, of equal neighbours one; from 1 on. Behind the last stand {@link #RUNS_PADDING} that are
     * unknown.
     */
    byte[] runs = new byte[256];

    /** The last letter of each run; that of run 0 is -1. */
    int[] runLast = new int[256];

    /** The number after the last run. */
    int runCount;

    /** The letters at which a phrase may begin, in order; see {@link #isStyleStart}. */
    int[] starts = new int[256];

    /** The run that holds each of {@link #starts}. */
    int[] startRuns = new int[256];

    /** Where in the text each of {@link #starts} stands. */
    int[] startOffsets = new int[256];

    int startCount;

    /** Whether the text holds a sign that stars out letters. */
    boolean stars;

    /** After {@link #readSymbols}: whether a sign stands for a letter that may as well end a word, such as !. */
    boolean separatingSigns;

    private int pendingGap;
    private int knownRunFirst;
    private int knownRunLast;
    private int knownWordFirst;
    private int knownWordNext;

    /**
     * The short way for letters in plain ASCII, among whatever signs and emoji: reads no more than symbol and form of the
     * letters, their {@link #runs} and where phrases may begin. What nearly every character is, a letter, white space or
     * punctuation, is read without branches, which no processor could foretell at the ends of words: everything is
     * written in any case, and what was not to be written is written over by the next character.
     *
     * @param styles whether phrases may begin inside words where the style changes
     * @return false where the text holds other letters, and {@link #read} must be used
     */
    boolean readSymbols(char[] text, int length, Alphabet alphabet, boolean styles) {
        stars = false;
        separatingSigns = false;
        knownRunLast = -1;
        knownWordNext = -1;
        pendingGap = GAP_SPACE;
        if (symbol.length < length + SYMBOLS_PADDING) {
            symbol = new byte[Math.max(length + SYMBOLS_PADDING, symbol.length * 2)];
        }
        if (form.length < symbol.length) {
            form = new byte[symbol.length];
        }
        reserveStarts(length);
        byte[] symbol = this.symbol;
        byte[] form = this.form;
        byte[] runs = this.runs;
        int[] runLast = this.runLast;
        int[] starts = this.starts;
        int[] startRuns = this.startRuns;
        int[] startOffsets = this.startOffsets;
        int styleMask = styles ? 1 : 0;
        int count = 0;
        int run = 0;
        int startCount = 0;
        int afterGap = 1;
        int wordStart = 1;
        int before = 0;
        int symbolBefore = 0;
        for (int at = 0; at < length; at++) {
            char c = text[at];
            int entry = c < 0x80 ? SHORT_WAY[c] : RARE;
            int separating = 0;
            if (entry < 0) {
                this.count = count;
                pendingGap = afterGap == 0 ? 0 : GAP_SPACE;
                int read = readRare(c, text, at, length, alphabet, before);
                if (read == 0) {
                    return false;
                }
                at += read - 1;
                if (this.count == count) {
                    afterGap = pendingGap == 0 ? 0 : 1;
                    wordStart |= afterGap;
                    continue;
                }
                entry = SIGN_ENTRY | Symbols.of(c);
                separating = isSeparating(c) ? 1 : 0;
            }
            int letter = entry >> LETTER_SHIFT;
            int meaning = entry & Symbols.COUNT - 1;
            int formNow = entry >> FORM_SHIFT & FORMS - 1;
            int changed = differs(meaning, symbolBefore);
            int style = styleMask & changed & STYLE_CHANGES[before * FORMS + formNow];
            symbol[count] = (byte) meaning;
            form[count] = (byte) formNow;
            runs[run + changed] = (byte) meaning;
            runLast[run + changed] = count;
            run += changed & letter;
            starts[startCount] = count << 1 | 1 - wordStart;
            startRuns[startCount] = run;
            startOffsets[startCount] = at;
            startCount += letter & (wordStart | style);
            symbolBefore ^= (symbolBefore ^ meaning) & -letter;
            before = formNow;
            count += letter;
            afterGap = 1 - letter;
            wordStart = afterGap | separating;
        }
        this.count = count;
        this.startCount = startCount;
        endRuns(run);
        return true;
    }

    /** 1 where two symbols differ, else 0. */
    private static int differs(int symbol, int other) {
        return (symbol ^ other) + Symbols.COUNT - 1 >> Symbols.BITS;
    }

    /** Makes room for the runs and starts of a number of letters. */
    private void reserveStarts(int letters) {
        int needed = letters + 2 + RUNS_PADDING;
        if (runs.length < needed) {
            int capacity = Math.max(needed, runs.length * 2);
            runs = new byte[capacity];
            runLast = new int[capacity];
            starts = new int[capacity];
            startOffsets = new int[capacity];
            startRuns = new int[capacity];
        }
    }

    private void endRuns(int last) {
        runCount = last + 1;
        runLast[0] = -1;
        Arrays.fill(runs, runCount, runCount + RUNS_PADDING, Symbols.UNKNOWN);
    }

    /**
     * Reads a character that is neither an ASCII letter nor one that only separates; {@link #count} grows where it is a
     * letter.
     *
     * @return how many UTF-16 units were read, or 0 where the short way ends
     */
    private int readRare(char c, char[] text, int at, int length, Alphabet alphabet, int before) {
        if (c >= 0x80) {
            int codePoint = codePointAt(text, at, length);
            return readSeparator(codePoint, alphabet) ? Character.charCount(codePoint) : 0;
        }
        if (ASCII[c] == LETTER_SIGN) {
            boolean after = pendingGap == 0;
            if (standsForLetter(c, text, at + 1, length, after, after && (before & DIGIT) != 0)) {
                count++;
                separatingSigns |= isSeparating(c);
            } else {
                pendingGap = GAP_HARD;
            }
        } else if (ASCII[c] != INVISIBLE) {
            stars = true;
            pendingGap = GAP_HARD;
        }
        return 1;
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

    /** After {@link #read}: finds the runs, and where phrases may begin. */
    void findStarts(boolean styles) {
        startCount = 0;
        knownWordNext = -1;
        reserveStarts(count);
        int run = 0;
        for (int at = 0; at < count; at++) {
            boolean changed = at == 0 || symbol[at] != symbol[at - 1];
            run += changed || symbol[at] == Symbols.ESCAPE ? 1 : 0;
            runs[run] = symbol[at];
            runLast[run] = at;
            boolean word = startsWord(at);
            if (word || styles && changed && changesStyle(form[at - 1], form[at])) {
                starts[startCount] = at << 1 | (word ? 0 : 1);
                startRuns[startCount] = run;
                startOffsets[startCount++] = start[at];
            }
        }
        endRuns(run);
    }

    /** The first letter of a run. */
    int firstOfRun(int run) {
        return runLast[run - 1] + 1;
    }

    /** The run that holds a letter, given the run of an earlier letter or its own. */
    int runOf(int at, int earlier) {
        int run = earlier;
        while (runLast[run] < at) {
            run++;
        }
        return run;
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
        if (count + SYMBOLS_PADDING > this.plain.length) {
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
