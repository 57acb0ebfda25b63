package dev.saring.audit;

import java.util.function.LongConsumer;

/** What is known about {@value #SIZE} offsets in a row: three bits each. */
final class Chunk {
    static final int SIZE = 1 << 16;

    private final long[] records = new long[SIZE / Long.SIZE];
    private final long[] decisions = new long[SIZE / Long.SIZE];
    private final long[] deadLetters = new long[SIZE / Long.SIZE];
    /** Records without result, and results without record. */
    private int unsettled;

    void addRecord(int index) {
        unsettled += hasResult(index) ? -1 : 1;
        set(records, index);
    }

    boolean hasResult(int index) {
        return get(decisions, index) || get(deadLetters, index);
    }

    /** The offset must have none. */
    void addResult(int index, boolean deadLetter) {
        unsettled += get(records, index) ? -1 : 1;
        set(deadLetter ? deadLetters : decisions, index);
    }

    boolean isSettled() {
        return unsettled == 0;
    }

    boolean isMissingAny() {
        for (int word = 0; word < records.length; word++) {
            if ((records[word] & ~(decisions[word] | deadLetters[word])) != 0) {
                return true;
            }
        }
        return false;
    }

    int decided() {
        return common(decisions);
    }

    int deadLettered() {
        return common(deadLetters);
    }

    /** Gives the indexes of records without result, in ascending order. */
    void forEachMissing(LongConsumer action) {
        for (int word = 0; word < records.length; word++) {
            forEach(records[word] & ~(decisions[word] | deadLetters[word]), word, action);
        }
    }

    /** Gives the indexes of results without record, in ascending order. */
    void forEachUnfounded(LongConsumer action) {
        for (int word = 0; word < records.length; word++) {
            forEach((decisions[word] | deadLetters[word]) & ~records[word], word, action);
        }
    }

    private int common(long[] results) {
        int count = 0;
        for (int word = 0; word < results.length; word++) {
            count += Long.bitCount(results[word] & records[word]);
        }
        return count;
    }

    private static void forEach(long bits, int word, LongConsumer action) {
        for (long left = bits; left != 0; left &= left - 1) {
            action.accept((long) word * Long.SIZE + Long.numberOfTrailingZeros(left));
        }
    }

    private static boolean get(long[] bits, int index) {
        return (bits[index >>> 6] & 1L << index) != 0;
    }

    private static void set(long[] bits, int index) {
        bits[index >>> 6] |= 1L << index;
    }
}
