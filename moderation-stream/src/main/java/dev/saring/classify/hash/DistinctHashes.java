package dev.saring.classify.hash;

import java.util.Arrays;

/**
 * The distinct ones among many hashes of 256 bits, in ascending order.
 *
 * @param words the distinct hashes, four words each
 * @param size how many there are
 * @param order positions of all hashes in ascending order
 * @param starts for each distinct hash, where its positions begin in {@code order}; one more at the end
 */
record DistinctHashes(long[] words, int size, int[] order, int[] starts) {
    static final int WORDS = 4;

    static DistinctHashes of(long[] all, int count) {
        int[] order = HashOrder.of(all, WORDS, count);
        long[] words = new long[count * WORDS];
        int[] starts = new int[count + 1];
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || HashOrder.compare(all, order[i - 1] * WORDS, all, order[i] * WORDS, WORDS) != 0) {
                System.arraycopy(all, order[i] * WORDS, words, size * WORDS, WORDS);
                starts[size++] = i;
            }
        }
        starts[size] = count;
        return size == count
                ? new DistinctHashes(words, size, order, starts)
                : new DistinctHashes(Arrays.copyOf(words, size * WORDS), size, order, Arrays.copyOf(starts, size + 1));
    }

    boolean areAll() {
        return size == order.length;
    }
}
