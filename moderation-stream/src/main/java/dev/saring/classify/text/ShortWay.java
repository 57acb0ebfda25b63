package dev.saring.classify.text;

/**
 * Reads texts whose letters are plain ASCII, as those of most texts are, among whatever punctuation and emoji: straight
 * into an {@link Outline}, whose positions are then those of the text. A table tells what nearly every character is;
 * those that it cannot tell alone are looked at one by one.
 */
final class ShortWay {
    /** By UTF-16 unit: what the unit is in an {@link Outline}, or {@link #UNRESOLVED}. */
    private static final byte[] CLASSES = new byte[1 << Character.SIZE];

    /** No letter of ASCII has this style. */
    private static final byte UNRESOLVED = (byte) Outline.STYLED;

    static {
        for (int c = 0; c < CLASSES.length; c++) {
            CLASSES[c] = c < 0x80 ? classOf((char) c) : UNRESOLVED;
        }
    }

    private static byte classOf(char c) {
        byte meaning = Signs.meaning(c);
        if (meaning > 0) {
            int style = c <= '9' ? Outline.DIGIT : c <= 'Z' ? Outline.UPPER : 0;
            return (byte) (meaning | style);
        }
        boolean rare = meaning == Signs.LETTER_SIGN || meaning == Signs.INVISIBLE || StarredText.isStar(c);
        return rare ? UNRESOLVED : 0;
    }

    private ShortWay() {}

    /**
     * Fills an outline up to {@link Outline#find}.
     *
     * @return false where the text holds other letters, or signs that stand for letters and may as well end a word; it
     *     must then be read as {@link Letters}
     */
    static boolean read(char[] text, int length, Alphabet alphabet, Outline outline) {
        outline.begin(length);
        byte[] classes = outline.classes;
        int seen = 0;
        for (int at = 0; at < length; at++) {
            byte found = CLASSES[text[at]];
            classes[at] = found;
            seen |= found;
        }
        outline.end(length);
        return (seen & UNRESOLVED) == 0 || resolve(text, length, alphabet, outline);
    }

    private static boolean resolve(char[] text, int length, Alphabet alphabet, Outline outline) {
        byte[] classes = outline.classes;
        for (int base = 0; base < length; base += Long.BYTES) {
            for (long left = outline.highBits(base); left != 0; left &= left - 1) {
                int at = base + (Long.numberOfTrailingZeros(left) >> 3);
                if (classes[at] != UNRESOLVED) {
                    continue;
                }
                boolean resolved = text[at] < 0x80
                        ? resolveAscii(text, at, length, outline)
                        : resolveOther(text, at, length, alphabet, outline);
                if (!resolved) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean resolveAscii(char[] text, int at, int length, Outline outline) {
        char c = text[at];
        byte meaning = Signs.meaning(c);
        byte[] classes = outline.classes;
        if (meaning == Signs.INVISIBLE) {
            return passOver(text, at, at + 1, length, classes);
        }
        classes[at] = 0;
        if (meaning != Signs.LETTER_SIGN) {
            outline.stars |= mayStarOut(text, at, at + 1, length);
            return true;
        }
        boolean behindLetter = at > 0 && (classes[at - 1] & Outline.SYMBOL) != 0;
        boolean behindDigit = at > 0 && (classes[at - 1] & Outline.DIGIT) != 0;
        if (!Signs.standsForLetter(c, text, at + 1, length, behindLetter, behindDigit)) {
            return true;
        }
        classes[at] = Symbols.of(c);
        outline.signs = true;
        return !Signs.isSeparating(c);
    }

    private static boolean resolveOther(char[] text, int at, int length, Alphabet alphabet, Outline outline) {
        int codePoint = Letters.codePointAt(text, at, length);
        int next = at + Character.charCount(codePoint);
        int meaning = CharacterTable.meaning(codePoint);
        byte[] classes = outline.classes;
        switch (CharacterTable.kind(meaning)) {
            case CharacterTable.MARK, CharacterTable.INVISIBLE -> {
                return passOver(text, at, next, length, classes);
            }
            case CharacterTable.SPACE -> {
                classes[at] = 0;
                return true;
            }
            case CharacterTable.OTHER -> {
                classes[at] = 0;
                classes[next - 1] = 0;
                String plain = CharacterTable.plain(meaning);
                char sign = plain == null ? text[at] : plain.charAt(0);
                if (StarredText.isStar(sign) || StarredText.isStar(text[at])) {
                    outline.stars |= mayStarOut(text, at, next, length);
                }
                return !alphabet.contains(codePoint) && (plain == null || separates(sign));
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean separates(char sign) {
        byte meaning = Signs.meaning(sign);
        return meaning == Signs.HARD || meaning == Signs.SOFT || meaning == Signs.SPACE;
    }

    /** Takes what shows nothing, or only on the letter before, for a gap; false where a word may go on behind it. */
    private static boolean passOver(char[] text, int from, int to, int length, byte[] classes) {
        boolean behindLetter = from > 0 && (classes[from - 1] & Outline.SYMBOL) != 0;
        classes[from] = 0;
        classes[to - 1] = 0;
        return !behindLetter || to == length || CLASSES[text[to]] == 0;
    }

    /** Whether a star may stand for a letter: it is the first behind a letter, and a letter or a star follows. */
    private static boolean mayStarOut(char[] text, int from, int to, int length) {
        return from > 0
                && to < length
                && CLASSES[text[from - 1]] != 0
                && !StarredText.isStar(text[from - 1])
                && CLASSES[text[to]] != 0;
    }
}
