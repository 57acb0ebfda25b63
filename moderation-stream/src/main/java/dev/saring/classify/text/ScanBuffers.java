package dev.saring.classify.text;

/** The scratch memory of one thread's scans. It grows to the largest text seen and is reused from then on. */
public final class ScanBuffers {
    char[] text = new char[512];
    int length;
    final Letters letters = new Letters();

    final Judge judge = new Judge(this);

    /** For {@link Misspellings}: a word of the text and of a phrase, and the hashes of the word's beginnings. */
    final byte[] word = new byte[Misspellings.LONGEST];

    final byte[] wanted = new byte[Misspellings.LONGEST];
    final long[] prefixes = new long[Misspellings.LONGEST + 1];
    int lastMisspelled;
    int lastMisspelledAt;

    private int[] candidates = new int[64];

    /** Whether {@link #letters} holds all of the text, not its symbols only. */
    boolean complete;

    /** How many steps have been made in the tree; for the test that the work is linear. */
    long steps;

    /** How many letters have been compared to judge candidates; for the test that the work is linear. */
    long comparisons;

    /** Creates small buffers. */
    public ScanBuffers() {}

    /** Room for the starts at which a phrase may begin, and one more. */
    int[] candidates(int starts) {
        if (candidates.length <= starts) {
            candidates = new int[Math.max(starts + 1, candidates.length * 2)];
        }
        return candidates;
    }

    /** Copies a text here and gives its length. */
    int take(CharSequence source) {
        length = source.length();
        if (length > text.length) {
            text = new char[Math.max(length, text.length * 2)];
        }
        if (source instanceof String string) {
            string.getChars(0, length, text, 0);
        } else {
            for (int i = 0; i < length; i++) {
                text[i] = source.charAt(i);
            }
        }
        return length;
    }
}
