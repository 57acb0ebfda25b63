package dev.saring.local.chaos;

import java.util.Arrays;

/**
 * What was written to {@code uploads}: the number of the record at each offset. Safe for use by several threads.
 *
 * <p>The topic has no transactions of producers, so offsets have no holes and an array per partition does.
 */
final class Sent {
    private static final int NONE = -1;

    private final int[][] numbers;
    private final int[] needing;
    private final int[] highest;
    private int deletions;
    private int written;

    Sent(int partitions) {
        numbers = new int[partitions][0];
        needing = new int[partitions];
        highest = new int[partitions];
    }

    /** Record {@code number} stands at this place. */
    synchronized void add(int partition, long offset, int number, boolean deletion) {
        int index = Math.toIntExact(offset);
        if (index >= numbers[partition].length) {
            int before = numbers[partition].length;
            numbers[partition] = Arrays.copyOf(numbers[partition], Math.max(1024, Math.max(index + 1, 2 * before)));
            Arrays.fill(numbers[partition], before, numbers[partition].length, NONE);
        }
        numbers[partition][index] = number;
        highest[partition] = Math.max(highest[partition], index + 1);
        written++;
        if (deletion) {
            deletions++;
        } else {
            needing[partition]++;
        }
    }

    /** The number of the record at a place, or -1. */
    synchronized int number(int partition, long offset) {
        return offset < numbers[partition].length ? numbers[partition][(int) offset] : NONE;
    }

    int partitions() {
        return numbers.length;
    }

    /** How many records of a partition must have a result. */
    synchronized int needing(int partition) {
        return needing[partition];
    }

    /** How many records must have a result. */
    synchronized int needing() {
        return Arrays.stream(needing).sum();
    }

    synchronized int deletions() {
        return deletions;
    }

    synchronized int written() {
        return written;
    }

    /** The offset after the last of a partition. */
    synchronized int end(int partition) {
        return highest[partition];
    }
}
