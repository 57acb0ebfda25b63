package dev.saring.classify.text;

/** What the characters of ASCII are between the letters of a text, and which signs stand for letters. */
final class Signs {
    /** Punctuation or a symbol. */
    static final byte HARD = 0;

    static final byte SPACE = -1;

    /** A hyphen or underscore. */
    static final byte SOFT = -2;

    static final byte INVISIBLE = -3;

    /** A sign that may stand for a letter. */
    static final byte LETTER_SIGN = -4;

    private static final byte[] MEANINGS = new byte[128];

    static {
        for (char c = 0; c < 128; c++) {
            int kind = CharacterTable.kind(CharacterTable.meaning(c));
            if (kind == CharacterTable.LETTER) {
                MEANINGS[c] = Symbols.of(Character.toLowerCase(c));
            } else if (kind == CharacterTable.SPACE) {
                MEANINGS[c] = SPACE;
            } else if (kind == CharacterTable.INVISIBLE) {
                MEANINGS[c] = INVISIBLE;
            } else {
                MEANINGS[c] = c == '-' || c == '_' ? SOFT : Symbols.of(c) > 0 ? LETTER_SIGN : HARD;
            }
        }
    }

    private Signs() {}

    /** The {@linkplain Symbols symbol} of a letter or digit of ASCII, which is positive, or what else the character is. */
    static byte meaning(int ascii) {
        return MEANINGS[ascii];
    }

    /**
     * Whether a sign stands for a letter where it is: {@code $lot}, {@code h@llo}, but not {@code 5$} or {@code wow!}.
     *
     * @param next where the text goes on
     * @param behindLetter whether nothing stands between the sign and a letter or digit before it
     * @param behindDigit whether that is a digit
     */
    static boolean standsForLetter(
            char sign, char[] text, int next, int length, boolean behindLetter, boolean behindDigit) {
        boolean beforeLetter = next < length && isLetterAt(text, next, length);
        return switch (sign) {
            case '$' ->
                behindLetter ? !behindDigit || beforeLetter : beforeLetter && (text[next] < '0' || text[next] > '9');
            case '@' -> beforeLetter || behindLetter && !behindDigit;
            case '+' -> behindLetter && !behindDigit;
            default -> behindLetter && beforeLetter || !behindLetter && beforeLetter && sign == '!';
        };
    }

    private static boolean isLetterAt(char[] text, int at, int length) {
        int codePoint = Letters.codePointAt(text, at, length);
        return codePoint < 0x80
                ? MEANINGS[codePoint] > 0 || MEANINGS[codePoint] == LETTER_SIGN
                : CharacterTable.kind(CharacterTable.meaning(codePoint)) == CharacterTable.LETTER;
    }

    /** Whether a sign that stands for a letter ends a sentence or sets words apart more often than that. */
    static boolean isSeparating(int sign) {
        return sign != '@' && sign != '$';
    }
}
