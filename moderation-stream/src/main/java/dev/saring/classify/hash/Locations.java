package dev.saring.classify.hash;

import java.util.Arrays;

/**
 * Where each rule of the bank is: the holder and the rule's number there. The tables follow the highest ordinal in use, up
 * and down.
 */
final class Locations {
    private static final int LEAST = 16;

    private Object[] holders = new Object[LEAST];
    private int[] numbers = new int[LEAST];
    /** One more than the highest ordinal in use. */
    private int end;

    /** What holds the rule, or null. */
    Object holder(int rule) {
        return rule < holders.length ? holders[rule] : null;
    }

    int number(int rule) {
        return numbers[rule];
    }

    void put(int rule, Object holder, int number) {
        if (rule >= holders.length) {
            resize(Math.max(rule + 1, holders.length + (holders.length >> 1)));
        }
        end = Math.max(end, rule + 1);
        holders[rule] = holder;
        numbers[rule] = number;
    }

    void clear(int rule) {
        holders[rule] = null;
        while (end > 0 && holders[end - 1] == null) {
            end--;
        }
        if (end < holders.length >> 1 && holders.length > LEAST) {
            resize(Math.max(LEAST, end + (end >> 2)));
        }
    }

    private void resize(int capacity) {
        holders = Arrays.copyOf(holders, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
    }
}
