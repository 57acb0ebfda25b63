package dev.saring.classify.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A text as phrases are looked for in it: the {@link Symbols} of its letters without what stands between them, equal
 * neighbours once, and the places where a phrase may begin.
 *
 * <p>A text comes here as one class for each of its positions, 0 where words are apart: from {@link ShortWay}, where
 * positions are those of the text, or from {@link Letters}. Eight positions are then read at a time (Lamport, <i>Multiple
 * byte processing with full-word instructions</i>, 1975) into sets of 64 bits: letters, and letters that differ from the
 * one before. What follows from them, starts of words and repeated letters, is a few operations on such sets, and letters
 * are copied eight at a time from one such place to the next. So the cost is some operations for each word, and few for
 * each letter; there is no branch for what a character is, which no processor could foretell.
 */
final class Outline {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The bits of a class that are the letter's symbol; 0, there is no letter. */
    static final int SYMBOL = Symbols.COUNT - 1;

    static final int UPPER = 0x20;
    static final int DIGIT = 0x40;
    static final int STYLED = 0x80;

    private static final long LANES = 0x0101_0101_0101_0101L;
    private static final long SYMBOL_LANES = SYMBOL * LANES;
    private static final long ESCAPE_LANES = Symbols.ESCAPE * LANES;

    /** Moves the lowest bit of each lane to the highest lane, side by side. */
    private static final long GATHER = 0x0102_0408_1020_4080L;

    /** What can be read behind the last position and the last run; it is 0. */
    private static final int PADDING = Long.SIZE + 2 * Long.BYTES;

    /** Further away nothing is looked for around a phrase without reading all of the text. */
    private static final int REACH = 64;

    /** By position: symbol and style of a letter, or 0. */
    byte[] classes = new byte[512 + PADDING];

    int length;

    /** The symbols of the letters, of equal neighbours one; from 1 on. */
    byte[] runs = new byte[512 + PADDING];

    /** The number after the last run. */
    int runCount;

    /** The positions at which a phrase may begin, in order: see {@link #positionOf} and {@link #isInside}. */
    int[] starts = new int[512 + PADDING];

    /** The run that holds each of {@link #starts}. */
    int[] startRuns = new int[512 + PADDING];

    int startCount;

    /** Whether the text may hold words that are starred out in part. */
    boolean stars;

    /** Whether signs stand for letters. */
    boolean signs;

    /** Where {@link #locate} has come to, and how many letters it has passed with that one. */
    int located;

    int locatedLetters;
    private int locatedRuns;

    /** Makes room for a number of positions; {@link #classes} are then to be filled, and {@link #end} to be called. */
    void begin(int positions) {
        if (classes.length < positions + PADDING) {
            int capacity = Math.max(positions + PADDING, 2 * classes.length);
            classes = new byte[capacity];
            runs = new byte[capacity];
            starts = new int[capacity];
            startRuns = new int[capacity];
        }
        stars = false;
        signs = false;
    }

    /** Says how many positions have been filled. */
    void end(int positions) {
        length = positions;
        Arrays.fill(classes, positions, positions + PADDING, (byte) 0);
    }

    /** The places among eight positions from one on whose highest bit is set, as the highest bits of bytes. */
    long highBits(int position) {
        return (long) LONGS.get(classes, position) & LANES << 7;
    }

    /**
     * Finds the runs, and where phrases may begin.
     *
     * @param styles whether phrases may begin inside words where the style changes
     * @param escapes whether there may be {@link Symbols#ESCAPE}
     */
    void find(boolean styles, boolean escapes) {
        int run = 0;
        int last = 0;
        long before = 0;
        long letterBefore = 0;
        startCount = 0;
        for (int base = 0; base < length; base += Long.SIZE) {
            long letters = 0;
            long changed = 0;
            for (int at = base; at < Math.min(length, base + Long.SIZE); at += Long.BYTES) {
                long symbols = (long) LONGS.get(classes, at) & SYMBOL_LANES;
                letters |= (long) nonZero(symbols) << at;
                changed |= (long) nonZero(symbols ^ (symbols << 8 | before)) << at;
                before = symbols >>> 56;
            }
            if (escapes) {
                changed |= escapes(base);
            }
            long follows = letters << 1 | letterBefore;
            long words = letters & ~follows;
            long inside = styles ? letters & follows & changed & styleChanges(base) : 0;
            long begins = words | inside;
            long pieces = begins | letters & ~changed | letters & 1;
            long ends = pieces | ~letters;
            letterBefore = letters >>> 63;
            while (pieces != 0) {
                int bit = Long.numberOfTrailingZeros(pieces);
                int size = Long.numberOfTrailingZeros(ends & -2L << bit) - bit;
                int from = base + bit;
                int to = run + differ(classes[from] & SYMBOL, last);
                copy(from, to, size);
                starts[startCount] = from << 1 | (int) (inside >>> bit) & 1;
                startRuns[startCount] = to;
                startCount += (int) (begins >>> bit) & 1;
                run = to + size - 1;
                last = classes[from + size - 1] & SYMBOL;
                last = escapes && last == Symbols.ESCAPE ? 0 : last;
                pieces &= pieces - 1;
            }
        }
        runCount = run + 1;
        Arrays.fill(runs, runCount, runCount + 2 * Long.BYTES, (byte) 0);
    }

    /** Which of eight symbols are not 0, as bits. */
    private static int nonZero(long symbols) {
        return (int) ((symbols + SYMBOL_LANES >>> Symbols.BITS & LANES) * GATHER >>> 56);
    }

    /** 1 where two symbols differ, else 0. */
    private static int differ(int symbol, int other) {
        return (symbol ^ other) + SYMBOL >> Symbols.BITS;
    }

    /** Copies the symbols of letters side by side, and some of what stands behind them, which the next copy covers. */
    private void copy(int from, int to, int size) {
        LONGS.set(runs, to, (long) LONGS.get(classes, from) & SYMBOL_LANES);
        LONGS.set(runs, to + Long.BYTES, (long) LONGS.get(classes, from + Long.BYTES) & SYMBOL_LANES);
        for (int done = 2 * Long.BYTES; done < size; done += Long.BYTES) {
            LONGS.set(runs, to + done, (long) LONGS.get(classes, from + done) & SYMBOL_LANES);
        }
    }

    private long escapes(int base) {
        long escapes = 0;
        for (int at = base; at < Math.min(length, base + Long.SIZE); at += Long.BYTES) {
            long symbols = (long) LONGS.get(classes, at) & SYMBOL_LANES;
            escapes |= (long) (nonZero(symbols ^ ESCAPE_LANES) ^ 0xFF) << at;
        }
        return escapes;
    }

    /** The positions whose style differs from that of the one before as in fooBar, 99bar. */
    private long styleChanges(int base) {
        long upper = 0;
        long digit = 0;
        long styled = 0;
        for (int at = base; at < Math.min(length, base + Long.SIZE); at += Long.BYTES) {
            long lanes = (long) LONGS.get(classes, at);
            upper |= ((lanes >>> 5 & LANES) * GATHER >>> 56) << at;
            digit |= ((lanes >>> 6 & LANES) * GATHER >>> 56) << at;
            styled |= ((lanes >>> 7 & LANES) * GATHER >>> 56) << at;
        }
        int before = base == 0 ? 0 : classes[base - 1];
        long upperBefore = upper << 1 | before >>> 5 & 1;
        long digitBefore = digit << 1 | before >>> 6 & 1;
        long styledBefore = styled << 1 | before >>> 7 & 1;
        return styled ^ styledBefore | digitBefore & ~digit | upper & ~(digitBefore | upperBefore);
    }

    /** The position of an entry of {@link #starts}. */
    static int positionOf(int start) {
        return start >> 1;
    }

    /** Whether an entry of {@link #starts} is inside a word. */
    static boolean isInside(int start) {
        return (start & 1) != 0;
    }

    /** Whether a phrase may begin at a letter inside a word for its style. */
    boolean isStyleStart(int position) {
        int left = classes[position - 1];
        int right = classes[position];
        return differ(left & SYMBOL, right & SYMBOL) != 0
                && (((left ^ right) & STYLED) != 0
                        || (left & DIGIT) != 0 && (right & DIGIT) == 0
                        || (left & (DIGIT | UPPER)) == 0 && (right & UPPER) != 0);
    }

    /** Whether the style changes between two letters of a word. */
    boolean changesStyle(int from, int to) {
        int changes = 0;
        for (int at = from; at < to; at++) {
            changes |= classes[at] ^ classes[at + 1];
        }
        return (changes & ~SYMBOL) != 0;
    }

    /** The symbol of a letter; 0, there is none. Some positions behind the last can be asked for. */
    int symbol(int position) {
        return classes[position] & SYMBOL;
    }

    /** As {@link #symbol}. */
    boolean isLetter(int position) {
        return (classes[position] & SYMBOL) != 0;
    }

    /** Whether there are letters at all of up to eight positions from one on. */
    boolean areLetters(int position, int count) {
        int letters = nonZero((long) LONGS.get(classes, position) & SYMBOL_LANES);
        return (~letters & (1 << count) - 1) == 0;
    }

    /** The position after the last letter of the word that holds a letter. */
    int endOfWord(int letter) {
        int at = letter;
        int size;
        do {
            size = Integer.numberOfTrailingZeros(~nonZero((long) LONGS.get(classes, at) & SYMBOL_LANES));
            at += size;
        } while (size == Long.BYTES);
        return at;
    }

    /** How many runs are left behind between a letter and one of the same word after it. */
    int runsBetween(int letter, int later) {
        int runs = 0;
        for (int at = letter; at < later; at++) {
            int symbol = classes[at + 1] & SYMBOL;
            runs += symbol == Symbols.ESCAPE ? 1 : differ(classes[at] & SYMBOL, symbol);
        }
        return runs;
    }

    /** Begins to {@link #locate} at a letter. */
    void locateFrom(int letter) {
        located = letter;
        locatedLetters = 1;
        locatedRuns = 0;
    }

    /**
     * Goes on to the first letter of a later run: moves {@link #located} and {@link #locatedLetters}.
     *
     * @param runs how many runs to leave behind, counted from where {@link #locateFrom} began
     * @param mostRepeats how often a letter may stand again behind a gap in one run
     * @return false where it does so more often
     */
    boolean locate(int runs, int mostRepeats) {
        int symbol = symbol(located);
        int repeats = 0;
        boolean gap = false;
        while (locatedRuns < runs) {
            int next = symbol(++located);
            if (next == 0) {
                gap = true;
                continue;
            }
            locatedLetters++;
            if (next != symbol || next == Symbols.ESCAPE) {
                symbol = next;
                repeats = 0;
                locatedRuns++;
            } else if (gap && ++repeats > mostRepeats) {
                return false;
            }
            gap = false;
        }
        return true;
    }

    /** The first letter from a position on, or the end. */
    int nextLetter(int position) {
        int at = position;
        while (at < length && !isLetter(at)) {
            at++;
        }
        return at;
    }

    /** Where the word before the one that holds a letter begins; -1, too far away. */
    int contextStart(int letter) {
        int word = startOfWord(letter);
        int gap = word;
        while (gap > 0 && !isLetter(gap - 1) && word - gap <= REACH) {
            gap--;
        }
        return word < 0 || word - gap > REACH ? -1 : gap == 0 ? word : startOfWord(gap - 1);
    }

    private int startOfWord(int letter) {
        int at = letter;
        while (at > 0 && isLetter(at - 1)) {
            if (letter - at > REACH) {
                return -1;
            }
            at--;
        }
        return at;
    }

    /** Where the word ends that stands behind the one in which the run of a letter ends; -1, too far away. */
    int contextEnd(int letter) {
        int at = letter;
        do {
            at = nextLetter(endOfWord(at));
            if (at - letter > REACH) {
                return -1;
            }
            if (at == length) {
                return length;
            }
        } while (symbol(at) == symbol(letter));
        return endOfWord(at);
    }
}
