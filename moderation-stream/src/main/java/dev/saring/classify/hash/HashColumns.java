package dev.saring.classify.hash;

import java.util.Arrays;
import java.util.List;

/** Rules in the order in which they came, column by column: what a {@link Segment} is built from. */
final class HashColumns {
    private static final int REMOVED = -1;

    private final int width;
    private int size;
    private int removed;
    private int[] rules = new int[4];
    private HashTerms[] terms = new HashTerms[4];
    private int[] ends = new int[4];
    private long[] words;

    /** @param width words of 64 bits that a value has */
    HashColumns(int width) {
        this.width = width;
        this.words = new long[4 * width];
    }

    /** @return the rule's row */
    int add(int rule, HashTerms demanded, List<byte[]> values) {
        int row = open(rule, demanded);
        for (byte[] value : values) {
            int at = reserveValue(row);
            for (int i = 0; i < width; i++) {
                words[at + i] = Hash256.word(value, i);
            }
        }
        return row;
    }

    int open(int rule, HashTerms demanded) {
        if (size == rules.length) {
            int capacity = size + (size >> 1);
            rules = Arrays.copyOf(rules, capacity);
            terms = Arrays.copyOf(terms, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        rules[size] = rule;
        terms[size] = demanded;
        ends[size] = size == 0 ? 0 : ends[size - 1];
        return size++;
    }

    /** Adds a value to the last row. */
    void addValue(long[] source, int at) {
        int to = reserveValue(size - 1);
        System.arraycopy(source, at, words, to, width);
    }

    private int reserveValue(int row) {
        int at = Math.multiplyExact(ends[row]++, width);
        if (at + width > words.length) {
            words = Arrays.copyOf(words, Math.max(at + width, words.length + (words.length >> 1)));
        }
        return at;
    }

    void remove(int row) {
        rules[row] = REMOVED;
        removed++;
    }

    /** The same without removed rows. */
    HashColumns compacted() {
        if (removed == 0) {
            return this;
        }
        HashColumns kept = new HashColumns(width);
        for (int row = 0; row < size; row++) {
            if (rules[row] != REMOVED) {
                kept.open(rules[row], terms[row]);
                for (int value = firstValue(row); value < ends[row]; value++) {
                    kept.addValue(words, value * width);
                }
            }
        }
        return kept;
    }

    int width() {
        return width;
    }

    int size() {
        return size;
    }

    int live() {
        return size - removed;
    }

    int rule(int row) {
        return rules[row];
    }

    HashTerms terms(int row) {
        return terms[row];
    }

    int firstValue(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    int endValue(int row) {
        return ends[row];
    }

    int values() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** All values, {@link #width()} words each. */
    long[] words() {
        return words;
    }
}
