package dev.saring.classify.text;

/** The scratch memory of one thread's scans. It grows to the largest text seen and is reused from then on. */
public final class ScanBuffers {
    char[] text = new char[512];
    int length;
    final Outline outline = new Outline();
    final Letters letters = new Letters();

    final StarredText starred = new StarredText();

    final Judge judge = new Judge(this);

    /** For {@link Misspellings}: a word of the text and of a phrase, and the hashes of the word's beginnings. */
    final byte[] word = new byte[Misspellings.LONGEST];

    final byte[] wanted = new byte[Misspellings.LONGEST];
    final long[] prefixes = new long[Misspellings.LONGEST + 1];
    int lastMisspelled;
    int lastMisspelledAt;

    private int[] candidates = new int[64];

    /** Whether {@link #letters} holds all of the text. */
    private boolean whole;

    /** The letter of each position of the outline; null, positions are those of the text. */
    private int[] letterOf;

    /** How much of the text has been read around candidates. */
    private int readAround;

    /** How many steps have been made in the tree and on the outline; for the test that the work is linear. */
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

    /** Takes a text and finds its outline; reads its letters only where they are not plain ASCII. */
    void read(CharSequence source, Alphabet alphabet, boolean styles) {
        take(source);
        whole = !ShortWay.read(text, length, alphabet, outline);
        letterOf = null;
        readAround = 0;
        if (whole) {
            letters.read(text, length, alphabet);
            letterOf = letters.outline(outline);
        }
        outline.find(styles, whole);
    }

    /** Whether the letters of all of the text have been read. */
    boolean isWhole() {
        return whole;
    }

    /** Reads the letters of all of the text, once. */
    void readWhole(Alphabet alphabet) {
        if (!whole) {
            letters.read(text, length, alphabet);
            whole = true;
        }
    }

    /** Reads as many letters around two of the outline as it takes to judge a phrase that ends in the run of the second. */
    void readAround(int first, int last, Alphabet alphabet) {
        if (!whole) {
            readPart(outline.contextStart(first), outline.contextEnd(last), alphabet);
        }
    }

    /** Reads the letters of a part of the text; all of it where the parts come to more than that. */
    void readPart(int from, int to, Alphabet alphabet) {
        readAround += to - from;
        if (from < 0 || to < 0 || readAround > length) {
            readWhole(alphabet);
        } else if (!whole) {
            letters.read(text, from, to, length, alphabet);
        }
    }

    /** The letter at a position of the outline, among those that have been read. */
    int letterAt(int position) {
        return letterOf == null ? letters.at(position) : letterOf[position];
    }

    /** Whether a word of the outline, as it stands, is an ordinary word. */
    boolean isOrdinaryWord(int from, int to) {
        if (letterOf != null) {
            return letters.isOrdinaryWord(letterOf[from], letterOf[to - 1]);
        }
        long hash = OrdinaryWords.HASH_START;
        for (int at = from; at < to; at++) {
            hash = OrdinaryWords.extend(hash, text[at] | 0x20);
        }
        return OrdinaryWords.contains(hash);
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
