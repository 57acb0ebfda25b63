package dev.saring.classify.text;

/** Whether letters and groups of letters are really set apart; the limits are explained in {@code RATIONALE.md}. */
final class SetApart {
    /** From this many letters on a phrase may be broken into any groups. */
    private static final int LONG_PHRASE = Judge.LONG_PHRASE;

    /** Up to this many letters a phrase that is spelled out must be all of the spelled-out word. */
    private static final int MIDDLE_PHRASE = Judge.MIDDLE_PHRASE;

    private SetApart() {}

    /**
     * Whether the letters from the first to the last are one word that was taken apart.
     *
     * @param length how many letters the phrase has
     * @param spaced whether white space stands between them
     * @param pause whether a sentence may end between them
     */
    static boolean isOneWord(Letters text, int start, int end, int length, boolean spaced, boolean pause) {
        int pieces = 0;
        int singles = 0;
        int odd = 0;
        for (int at = start; at <= end; ) {
            int last = at;
            while (last < end && text.gap[last + 1] == 0) {
                last++;
            }
            pieces++;
            if (last == at) {
                singles++;
            } else if (!text.isOrdinaryWord(at, last)) {
                odd++;
            }
            at = last + 1;
        }
        int letters = Math.min(length, end - start + 1);
        if (singles == pieces) {
            return letters >= 3 && (letters > MIDDLE_PHRASE || standsAlone(text, start, end));
        }
        if (pause) {
            return false;
        }
        if (!spaced) {
            return letters > 3 && (singles > 0 || odd > 0 || letters >= LONG_PHRASE);
        }
        if (letters >= LONG_PHRASE) {
            return true;
        }
        if (letters > MIDDLE_PHRASE) {
            return odd > 0 || letters <= 2 * pieces;
        }
        return letters > 3 && pieces >= 3 && singles >= 2;
    }

    /** Whether the spelled-out letters are all of the spelled-out word, not the middle of a longer one. */
    private static boolean standsAlone(Letters text, int start, int end) {
        int width = text.start[start + 1] - text.end[start];
        boolean before = start > 0 && isSingle(text, start - 1) && text.start[start] - text.end[start - 1] <= width;
        boolean after = end + 1 < text.count && isSingle(text, end + 1) && text.start[end + 1] - text.end[end] <= width;
        return !before && !after;
    }

    private static boolean isSingle(Letters text, int at) {
        return text.startsWord(at) && text.endsWord(at);
    }
}
