package dev.saring.classify.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each character of Unicode is to the engine: its kind, the plain letters it stands for, and the ASCII letter or
 * digit that it looks like. Read once from {@code characters.tsv}, which {@code CharacterTableGenerator} makes.
 */
final class CharacterTable {
    /** Separates: punctuation, symbols, emoji, lone surrogates, whatever is unassigned. */
    static final int OTHER = 0;

    /** White space. */
    static final int SPACE = 1;

    /** Decorates what stands before it: combining marks, variation selectors. */
    static final int MARK = 2;

    /** Shows nothing: controls, joiners, bidirectional marks, tags. */
    static final int INVISIBLE = 3;

    /** A letter or digit. */
    static final int LETTER = 4;

    /** A letter of a script without spaces between words. */
    static final int UNSPACED = 5;

    private static final int KIND_BITS = 3;
    private static final int UPPER = 1 << KIND_BITS;
    private static final int NEW = 2 << KIND_BITS;
    private static final int LIKENESS_SHIFT = KIND_BITS + 2;
    private static final int LIKENESS_BITS = 7;
    private static final int FORM_SHIFT = LIKENESS_SHIFT + LIKENESS_BITS;
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private static final short[] PAGE_OF = new short[0x110000 >> PAGE_BITS];
    private static final int[] MEANINGS;
    private static final String[] PLAIN_FORMS;

    static {
        Map<String, Integer> plainForms = new HashMap<>(Map.of("", 0));
        List<String> forms = new ArrayList<>(List.of(""));
        int[] meanings = new int[0x110000];
        Resources.lines("characters.tsv", line -> readRow(line, meanings, plainForms, forms));
        PLAIN_FORMS = forms.toArray(String[]::new);
        MEANINGS = paged(meanings);
    }

    private CharacterTable() {}

    private static void readRow(String line, int[] meanings, Map<String, Integer> plainForms, List<String> forms) {
        String[] fields = line.split("\t", -1);
        int dash = fields[0].indexOf('-');
        int first = Integer.parseInt(dash < 0 ? fields[0] : fields[0].substring(0, dash), 16);
        int last = dash < 0 ? first : Integer.parseInt(fields[0].substring(dash + 1), 16);
        int kind = "PSMILU".indexOf(fields[1].charAt(0));
        String plain = fields.length > 2 ? fields[2] : "";
        int likeness = fields.length > 3 ? fields[3].charAt(0) : 0;
        int form = plainForms.computeIfAbsent(plain, added -> {
            forms.add(added);
            return forms.size() - 1;
        });
        int flags = (fields[1].indexOf('u') > 0 ? UPPER : 0) | (fields[1].indexOf('+') > 0 ? NEW : 0);
        int meaning = form << FORM_SHIFT | likeness << LIKENESS_SHIFT | flags | kind;
        Arrays.fill(meanings, first, last + 1, meaning);
    }

    /** Keeps equal pages of 256 characters once. */
    private static int[] paged(int[] meanings) {
        Map<String, Integer> pages = new HashMap<>();
        int[] kept = new int[0];
        for (int page = 0; page < PAGE_OF.length; page++) {
            int[] content = Arrays.copyOfRange(meanings, page * PAGE, (page + 1) * PAGE);
            Integer known = pages.putIfAbsent(Arrays.toString(content), pages.size());
            if (known == null) {
                int at = kept.length;
                kept = Arrays.copyOf(kept, at + PAGE);
                System.arraycopy(content, 0, kept, at, PAGE);
            }
            PAGE_OF[page] = (short) (known == null ? pages.size() - 1 : known);
        }
        return kept;
    }

    /** The packed meaning of a code point, for the accessors below. */
    static int meaning(int codePoint) {
        return MEANINGS[PAGE_OF[codePoint >> PAGE_BITS] << PAGE_BITS | codePoint & PAGE - 1];
    }

    static int kind(int meaning) {
        return meaning & (1 << KIND_BITS) - 1;
    }

    /** Whether the character is in upper case. */
    static boolean isUpper(int meaning) {
        return (meaning & UPPER) != 0;
    }

    /**
     * Whether Unicode 13, which the oldest supported Java knows, has no such character, so that what Java makes of it
     * depends on the release.
     */
    static boolean isNew(int meaning) {
        return (meaning & NEW) != 0;
    }

    /** The ASCII letter or digit that a letter of another script looks like, or 0. */
    static int likeness(int meaning) {
        return meaning >> LIKENESS_SHIFT & (1 << LIKENESS_BITS) - 1;
    }

    /** The letters, decomposed, without marks and case, that the character stands for; null, it stands for itself. */
    static String plain(int meaning) {
        int form = meaning >>> FORM_SHIFT;
        return form == 0 ? null : PLAIN_FORMS[form];
    }
}
