package dev.saring.rules;

import java.util.BitSet;

/** Gives rules numbers, always the lowest that is free: so that tables by number stay dense as rules come and go. */
final class RuleNumbers {
    private final BitSet free = new BitSet();
    private int lowestFree;
    private int end;

    int take() {
        int number = free.nextSetBit(lowestFree);
        if (number < 0) {
            lowestFree = end + 1;
            return end++;
        }
        free.clear(number);
        lowestFree = number + 1;
        return number;
    }

    void giveBack(int number) {
        free.set(number);
        lowestFree = Math.min(lowestFree, number);
    }
}
