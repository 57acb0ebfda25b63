package dev.saring.classify.text;

/**
 * The small alphabet on which phrases are searched. Everything that one may write for a letter has that letter's
 * symbol, so whatever a fold looks through reads the same here; {@link Judge} tells the folds apart afterwards.
 */
final class Symbols {
    /** Symbols are 1 to 31; 0 is none. */
    static final int COUNT = 32;

    /** How many bits a symbol takes. */
    static final int BITS = 5;

    /** Announces a letter of {@link Alphabet} in three further symbols. */
    static final byte ESCAPE = 26;

    /** A letter that no phrase contains. */
    static final byte UNKNOWN = 31;

    private static final String[] GROUPS = {
        "a4@", "b8", "c", "d", "e3", "f", "g96", "h", "il1!|", "j", "k", "m", "n", "o0", "p", "q", "r", "s5$", "t7+",
        "u", "v", "w", "x", "y", "z2"
    };

    private static final byte[] OF = new byte[128];

    static {
        for (int group = 0; group < GROUPS.length; group++) {
            for (char c : GROUPS[group].toCharArray()) {
                OF[c] = (byte) (group + 1);
            }
        }
    }

    private Symbols() {}

    /** The symbol of an ASCII lower-case letter, digit or letter-like sign; 0 for all else. */
    static byte of(int ascii) {
        return OF[ascii];
    }

    /** The letter that names a symbol below {@link #ESCAPE}. */
    static char letter(int symbol) {
        return GROUPS[symbol - 1].charAt(0);
    }
}
