package dev.saring.local;

/** A piece of a text with its neighbours, on one line. */
final class Excerpt {
    private static final int NEIGHBOURS = 32;
    private static final char ELLIPSIS = '…';

    private Excerpt() {}

    /** The text from {@code start} to {@code end} in brackets, with up to 32 UTF-16 units before and after it. */
    static String of(String text, int start, int end) {
        int from = boundary(text, Math.max(0, start - NEIGHBOURS));
        int to = boundary(text, Math.min(text.length(), end + NEIGHBOURS));
        StringBuilder excerpt = new StringBuilder();
        if (from > 0) {
            excerpt.append(ELLIPSIS);
        }
        excerpt.append(text, from, start)
                .append('[')
                .append(text, start, end)
                .append(']')
                .append(text, end, to);
        if (to < text.length()) {
            excerpt.append(ELLIPSIS);
        }
        return oneLine(excerpt.toString());
    }

    /** The beginning of a text, up to {@code length} UTF-16 units of it. */
    static String beginning(String text, int length) {
        if (text.length() <= length) {
            return oneLine(text);
        }
        return oneLine(text.substring(0, boundary(text, length))) + ELLIPSIS;
    }

    /** The index itself, or the one before where it would cut a surrogate pair. */
    private static int boundary(String text, int index) {
        boolean insidePair = index > 0
                && index < text.length()
                && Character.isHighSurrogate(text.charAt(index - 1))
                && Character.isLowSurrogate(text.charAt(index));
        return insidePair ? index - 1 : index;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
