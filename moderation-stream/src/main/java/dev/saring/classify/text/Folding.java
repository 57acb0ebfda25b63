package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.text.Normalizer;

/**
 * The folded form of a text: what a fold leaves of it. Texts that a fold does not tell apart have one folded form, so it
 * serves to explain a match and to group copies. Matching itself reads {@link Letters} and needs no such string.
 */
public final class Folding {
    private static final Alphabet NONE = new Alphabet();

    /** Normalising and lowering the case settle after two or three passes. */
    private static final int MOST_PASSES = 8;

    private static final int REPLACEMENT = 0xFFFD;

    private Folding() {}

    /**
     * Folds a text.
     *
     * <ul>
     *   <li>{@code EXACT}: NFKC, case. Folding twice changes nothing.
     *   <li>{@code STANDARD}: plain letters without marks, style and case; look-alikes become the Latin letter in words
     *       that hold Latin letters; three or more equal letters become one; white space becomes one blank. Folding twice
     *       changes nothing.
     *   <li>{@code STRONG}: letters and digits only, look-alikes, digits and signs as the letter that they stand for,
     *       repeated letters once.
     * </ul>
     */
    public static String fold(CharSequence text, Fold fold) {
        if (fold == Fold.EXACT) {
            return foldExact(text);
        }
        ScanBuffers buffers = new ScanBuffers();
        int length = buffers.take(text);
        buffers.letters.read(buffers.text, length, NONE);
        return fold == Fold.STRONG ? foldStrong(buffers.letters) : foldStandard(buffers, length);
    }

    private static String foldExact(CharSequence text) {
        String folded = text.toString();
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            String before = folded;
            folded = Normalizer.normalize(
                    Normalizer.normalize(before, Normalizer.Form.NFKC)
                            .codePoints()
                            .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString(),
                    Normalizer.Form.NFKC);
            if (folded.equals(before)) {
                break;
            }
        }
        return folded;
    }

    private static String foldStrong(Letters letters) {
        StringBuilder folded = new StringBuilder(letters.count);
        for (int i = 0; i < letters.count; i = letters.runEnd(i) + 1) {
            int symbol = letters.symbol[i];
            if (symbol == Symbols.UNKNOWN) {
                folded.appendCodePoint(letters.plain[i]);
            } else {
                folded.append(Symbols.letter(symbol));
            }
        }
        return folded.toString();
    }

    private static String foldStandard(ScanBuffers buffers, int length) {
        Letters letters = buffers.letters;
        StringBuilder folded = new StringBuilder(length);
        int between = 0;
        for (int i = 0; i < letters.count; i++) {
            appendGap(folded, buffers.text, between, letters.start[i]);
            between = letters.end[i];
            folded.appendCodePoint(plainLetter(letters, i));
        }
        appendGap(folded, buffers.text, between, length);
        return withoutStretches(folded.toString().strip());
    }

    /** The letter, or the Latin one that it looks like where its word is mixed. */
    private static int plainLetter(Letters letters, int at) {
        if (letters.likeness[at] == 0) {
            return letters.plain[at];
        }
        int last = letters.wordEnd(at);
        for (int i = letters.wordStart(at); i <= last; i++) {
            if (letters.isLatin(i)) {
                return letters.likeness[at];
            }
        }
        return letters.plain[at];
    }

    private static String withoutStretches(String text) {
        int[] characters = text.codePoints().toArray();
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0, next; i < characters.length; i = next) {
            next = i + 1;
            while (next < characters.length && characters[next] == characters[i]) {
                next++;
            }
            boolean stretched = next - i > 2 && Character.isLetter(characters[i]);
            for (int copy = stretched ? next - 1 : i; copy < next; copy++) {
                kept.appendCodePoint(characters[i]);
            }
        }
        return kept.toString();
    }

    private static void appendGap(StringBuilder folded, char[] text, int from, int to) {
        for (int i = from; i < to; ) {
            int codePoint = Letters.codePointAt(text, i, to);
            i += Character.charCount(codePoint);
            int kind = CharacterTable.kind(CharacterTable.meaning(codePoint));
            if (kind == CharacterTable.SPACE) {
                if (folded.length() > 0 && folded.charAt(folded.length() - 1) != ' ') {
                    folded.append(' ');
                }
            } else if (kind != CharacterTable.INVISIBLE && kind != CharacterTable.MARK) {
                String plain = CharacterTable.plain(CharacterTable.meaning(codePoint));
                boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
                folded.append(plain == null ? Character.toString(lone ? REPLACEMENT : codePoint) : plain);
            }
        }
    }

    static boolean isPunctuation(int codePoint) {
        return CharacterTable.kind(CharacterTable.meaning(codePoint)) == CharacterTable.OTHER;
    }

    /** Folds a phrase or what stands for it in a text: runs of white space count as one blank. */
    static String foldPhrase(String text, Fold fold) {
        StringBuilder single = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = CharacterTable.kind(CharacterTable.meaning(c)) == CharacterTable.SPACE;
            if (!space) {
                single.append(c);
            } else if (single.length() > 0 && single.charAt(single.length() - 1) != ' ') {
                single.append(' ');
            }
        }
        return fold(single, fold).strip();
    }
}
