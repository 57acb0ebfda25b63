package dev.saring.classify.text;

import java.util.Arrays;

/**
 * Numbers the characters of the phrases that have no {@linkplain Symbols symbol} of their own: letters of other scripts
 * that look like no Latin letter, and the emoji of phrases that consist of emoji.
 */
final class Alphabet {
    /** Three symbols of 31 values each. */
    private static final int MAX_SIZE = 31 * 31 * 31;

    private int[] keys = new int[16];
    private int size;

    /** Adds a character unless it is there. */
    void add(int codePoint) {
        int at = find(codePoint);
        if (keys[at] == codePoint) {
            return;
        }
        if (size == MAX_SIZE) {
            throw new IllegalArgumentException(
                    "the phrases use more than " + MAX_SIZE + " different characters beyond Latin letters; use fewer");
        }
        keys[at] = codePoint;
        size++;
        if (size * 2 > keys.length) {
            grow();
        }
    }

    private void grow() {
        int[] old = keys;
        keys = new int[old.length * 2];
        Arrays.stream(old).filter(key -> key != 0).forEach(key -> keys[find(key)] = key);
    }

    boolean contains(int codePoint) {
        return size > 0 && keys[find(codePoint)] == codePoint;
    }

    /** One of the three symbols, 1 to 31, that stand for a character; the digit counts from 0. */
    byte symbol(int codePoint, int digit) {
        int code = find(codePoint);
        int shifted = digit == 0 ? code / (31 * 31) : digit == 1 ? code / 31 : code;
        return (byte) (shifted % 31 + 1);
    }

    private int find(int codePoint) {
        int at = codePoint * 0x9E3779B9 >>> 7 & keys.length - 1;
        while (keys[at] != 0 && keys[at] != codePoint) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }
}
