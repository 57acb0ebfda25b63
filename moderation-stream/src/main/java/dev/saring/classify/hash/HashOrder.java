package dev.saring.classify.hash;

import java.util.Arrays;

/** Hashes of several words in ascending order, the words compared as unsigned numbers. */
final class HashOrder {
    private HashOrder() {}

    /** The positions of {@code size} hashes of {@code width} words each in ascending order, equal ones as they stand. */
    static int[] of(long[] words, int width, int size) {
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = (words[i * width] ^ Long.MIN_VALUE) & 0xffff_ffff_0000_0000L | i;
        }
        Arrays.sort(keys);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = (int) keys[i];
        }
        for (int first = 0, end; first < size; first = end) {
            end = first + 1;
            while (end < size && keys[first] >>> Integer.SIZE == keys[end] >>> Integer.SIZE) {
                end++;
            }
            if (end - first > 1) {
                sortByAllWords(order, first, end, words, width);
            }
        }
        return order;
    }

    private static void sortByAllWords(int[] order, int first, int end, long[] words, int width) {
        Integer[] run = new Integer[end - first];
        for (int i = first; i < end; i++) {
            run[i - first] = order[i];
        }
        Arrays.sort(run, (x, y) -> compare(words, x * width, words, y * width, width));
        for (int i = first; i < end; i++) {
            order[i] = run[i - first];
        }
    }

    static int compare(long[] a, int atA, long[] b, int atB, int width) {
        for (int i = 0; i < width; i++) {
            int order = Long.compareUnsigned(a[atA + i], b[atB + i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
