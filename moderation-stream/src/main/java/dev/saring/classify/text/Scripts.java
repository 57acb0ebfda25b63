package dev.saring.classify.text;

/** Whether look-alikes of other scripts were used to hide. */
final class Scripts {
    /** How many letters on either side tell in which script a text is written. */
    private static final int NEIGHBOURHOOD = 40;

    private Scripts() {}

    /**
     * Whether look-alikes were used to hide: the match mixes scripts, or it is a word of one script in a text of the
     * other. A word of one script among its like is honest, whatever it resembles.
     */
    static boolean isDisguised(Letters text, int start, int end) {
        int latin = 0;
        int foreign = 0;
        for (int at = start; at <= end; at++) {
            latin += text.isLatin(at) ? 1 : 0;
            foreign += text.isForeign(at) ? 1 : 0;
        }
        if (latin > 0 && foreign > 0) {
            return true;
        }
        int latinAround = 0;
        int foreignAround = 0;
        int first = Math.max(0, start - NEIGHBOURHOOD);
        int last = Math.min(text.count - 1, end + NEIGHBOURHOOD);
        for (int at = first; at <= last; at++) {
            if (at < start || at > end) {
                latinAround += text.isLatin(at) ? 1 : 0;
                foreignAround += text.isForeign(at) ? 1 : 0;
            }
        }
        return foreign > 0 ? latinAround > foreignAround : foreignAround > latinAround;
    }
}
