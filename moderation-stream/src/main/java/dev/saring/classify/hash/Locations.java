package dev.saring.classify.hash;

import java.util.Arrays;

/** Where each rule of the bank is: the holder and the rule's number there. */
final class Locations {
    private Object[] holders = new Object[16];
    private int[] numbers = new int[16];

    /** What holds the rule, or null. */
    Object holder(int rule) {
        return rule < holders.length ? holders[rule] : null;
    }

    int number(int rule) {
        return numbers[rule];
    }

    void put(int rule, Object holder, int number) {
        if (rule >= holders.length) {
            int capacity = Math.max(rule + 1, holders.length + (holders.length >> 1));
            holders = Arrays.copyOf(holders, capacity);
            numbers = Arrays.copyOf(numbers, capacity);
        }
        holders[rule] = holder;
        numbers[rule] = number;
    }

    void clear(int rule) {
        holders[rule] = null;
    }
}
