package dev.saring.classify.text;

/** Where a text that is too long is cut: between two words, so that the beginning of a word is not taken for a word. */
public final class TextCut {
    /** How far the cut goes back to the end of a word, in UTF-16 units; longer words are cut, but no character is. */
    static final int FURTHEST = 100;

    private TextCut() {}

    /** The beginning of a text that is longer than a limit in UTF-16 units, at most so much of it; else the text itself. */
    public static String of(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, end(text, limit));
    }

    private static int end(String text, int limit) {
        for (int at = limit; at > Math.max(0, limit - FURTHEST); at--) {
            if (CharacterTable.kind(CharacterTable.meaning(text.charAt(at))) == CharacterTable.SPACE) {
                return at;
            }
        }
        boolean inside =
                Character.isHighSurrogate(text.charAt(limit - 1)) && Character.isLowSurrogate(text.charAt(limit));
        return inside ? limit - 1 : limit;
    }
}
