package dev.saring.classify.text;

import java.nio.CharBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * A text that is turned upside down, and so stored backwards, the right way round: ʇols is slot. Letters that have no
 * meaning upside down separate. Such texts are rare, so this allocates what it needs.
 */
final class TurnedText {
    /** The letters a to z upside down. */
    private static final String ALPHABET = "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz";

    private static final String DIGITS = "01689";
    private static final String DIGITS_UPRIGHT = "01986";

    /** What some write instead, and for which letter. */
    private static final String VARIANTS = "\u0131\u0283\u05DF\u1D77";

    private static final String VARIANTS_OF = "illg";

    /** From this many letters that are nothing but upside down on, a text is taken for turned. */
    private static final int FEWEST = 2;

    private static final char SEPARATOR = '\uFFFD';

    /** A hit in the text as it is stored. */
    private record Hit(int phrase, int start, int end) {}

    private final char[] stored;
    private final int length;
    private final HitSink hits;
    private final Set<Hit> seen = new HashSet<>();

    TurnedText(char[] stored, int length, HitSink hits) {
        this.stored = stored;
        this.length = length;
        this.hits = hits;
    }

    /** Whether a text may be turned. */
    static boolean isTurned(char[] text, int length) {
        int turned = 0;
        for (int at = 0; at < length && turned < FEWEST; at++) {
            turned += isTurned(text[at]) ? 1 : 0;
        }
        return turned >= FEWEST;
    }

    private static boolean isTurned(char c) {
        return (c >= 0x180 && c < 0x2B0 || c == '\u1D09') && ALPHABET.indexOf(c) >= 0;
    }

    /** The text the right way round. */
    CharSequence upright() {
        char[] upright = new char[length];
        for (int at = 0; at < length; at++) {
            upright[length - 1 - at] = upright(stored[at]);
        }
        return CharBuffer.wrap(upright);
    }

    private static char upright(char c) {
        if (CharacterTable.kind(CharacterTable.meaning(c)) < CharacterTable.LETTER) {
            return Character.isSurrogate(c) ? SEPARATOR : c;
        }
        int letter = ALPHABET.indexOf(c);
        if (letter >= 0) {
            return (char) ('a' + letter);
        }
        int variant = VARIANTS.indexOf(c);
        int digit = DIGITS.indexOf(c);
        return variant >= 0 ? VARIANTS_OF.charAt(variant) : digit >= 0 ? DIGITS_UPRIGHT.charAt(digit) : SEPARATOR;
    }

    /** Passes on a hit in the text as it is stored, and remembers it. */
    void hitStored(int phrase, int start, int end) {
        seen.add(new Hit(phrase, start, end));
        hits.hit(phrase, start, end);
    }

    /** Passes on a hit in the upright text at its place in the stored one, unless it is known or nothing there is turned. */
    void hitUpright(int phrase, int start, int end) {
        int first = length - end;
        int last = length - start;
        boolean turned = false;
        for (int at = first; at < last && !turned; at++) {
            turned = isTurned(stored[at]);
        }
        if (turned && seen.add(new Hit(phrase, first, last))) {
            hits.hit(phrase, first, last);
        }
    }
}
