package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.text.Normalizer;
import java.util.function.UnaryOperator;

/**
 * The folded form of a text: what a fold leaves of it. Texts that a fold does not tell apart have one folded form, so it
 * serves to explain a match and to group copies. Matching itself reads {@link Letters} and needs no such string.
 */
public final class Folding {
    private static final Alphabet NONE = new Alphabet();

    private static final int MOST_PASSES = 8;

    private static final int REPLACEMENT = 0xFFFD;

    private Folding() {}

    /**
     * Folds a text.
     *
     * <ul>
     *   <li>{@code EXACT}: NFKC, case; characters that came with Unicode 14 or later stay as they are. Folding twice
     *       changes nothing.
     *   <li>{@code STANDARD}: plain letters without marks, style and case; look-alikes become the Latin letter in words
     *       that hold Latin letters; three or more equal letters become one; white space becomes one blank. Folding twice
     *       changes nothing.
     *   <li>{@code STRONG}: letters and digits only, look-alikes, digits and signs as the letter that they stand for,
     *       repeated letters once.
     * </ul>
     */
    public static String fold(CharSequence text, Fold fold) {
        return switch (fold) {
            case EXACT -> untilSettled(text, Folding::foldExact);
            case STRONG -> foldStrong(read(text).letters);
            default -> untilSettled(text, Folding::foldStandard);
        };
    }

    private static ScanBuffers read(CharSequence text) {
        ScanBuffers buffers = new ScanBuffers();
        int length = buffers.take(text);
        buffers.letters.read(buffers.text, length, NONE);
        return buffers;
    }

    /** What a fold leaves may be such that it folds once more; two or three passes settle it. */
    private static String untilSettled(CharSequence text, UnaryOperator<String> fold) {
        String folded = text.toString();
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            String before = folded;
            folded = fold.apply(before);
            if (folded.equals(before)) {
                break;
            }
        }
        return folded;
    }

    /** Folds what stands between new characters, of which releases of Java think differently. */
    private static String foldExact(String text) {
        StringBuilder folded = null;
        int from = 0;
        for (int at = 0, next; at < text.length(); at = next) {
            int codePoint = text.codePointAt(at);
            next = at + Character.charCount(codePoint);
            if (CharacterTable.isNew(CharacterTable.meaning(codePoint))) {
                folded = folded == null ? new StringBuilder(text.length()) : folded;
                folded.append(nfkcWithoutCase(text.substring(from, at))).appendCodePoint(codePoint);
                from = next;
            }
        }
        String rest = nfkcWithoutCase(text.substring(from));
        return folded == null ? rest : folded.append(rest).toString();
    }

    private static String nfkcWithoutCase(String text) {
        String lowered = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Normalizer.normalize(lowered, Normalizer.Form.NFKC);
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

    private static String foldStandard(String text) {
        ScanBuffers buffers = read(text);
        int length = buffers.length;
        Letters letters = buffers.letters;
        StringBuilder folded = new StringBuilder(length);
        int between = 0;
        boolean mixed = false;
        for (int i = 0; i < letters.count; i++) {
            mixed = letters.startsWord(i) ? hasLatinLetter(letters, i) : mixed;
            appendGap(folded, buffers.text, between, letters.start[i]);
            between = letters.end[i];
            folded.appendCodePoint(mixed && letters.likeness[i] != 0 ? letters.likeness[i] : letters.plain[i]);
        }
        appendGap(folded, buffers.text, between, length);
        return withoutStretches(folded.toString().strip());
    }

    /** Whether the word that begins here mixes in Latin letters, so that its look-alikes stand for such. */
    private static boolean hasLatinLetter(Letters letters, int start) {
        for (int i = start; i == start || i < letters.count && !letters.startsWord(i); i++) {
            if (letters.isLatin(i)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutStretches(String text) {
        int[] characters = text.codePoints().toArray();
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0, next; i < characters.length; i = next) {
            next = i + 1;
            while (next < characters.length && characters[next] == characters[i]) {
                next++;
            }
            boolean stretched = next - i > 2 && isLetter(characters[i]);
            for (int copy = stretched ? next - 1 : i; copy < next; copy++) {
                kept.appendCodePoint(characters[i]);
            }
        }
        return kept.toString();
    }

    private static boolean isLetter(int codePoint) {
        boolean digit = codePoint >= '0' && codePoint <= '9';
        return !digit && CharacterTable.kind(CharacterTable.meaning(codePoint)) >= CharacterTable.LETTER;
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
