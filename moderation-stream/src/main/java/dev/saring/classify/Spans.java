package dev.saring.classify;

import java.util.Arrays;

/** Spans of one text that an ALLOW rule covers; answers in logarithmic time whether one of them holds another span. */
final class Spans {
    private long[] spans = new long[4];
    private int[] reach;
    private int size;

    void add(int start, int end) {
        if (size == spans.length) {
            spans = Arrays.copyOf(spans, size * 2);
        }
        spans[size++] = ((long) start << 32) | end;
        reach = null;
    }

    boolean cover(int start, int end) {
        if (reach == null) {
            sort();
        }
        int at = Arrays.binarySearch(spans, 0, size, ((long) start << 32) | Integer.MAX_VALUE);
        int last = -at - 2;
        return last >= 0 && reach[last] >= end;
    }

    private void sort() {
        Arrays.sort(spans, 0, size);
        reach = new int[size];
        int furthest = 0;
        for (int i = 0; i < size; i++) {
            furthest = Math.max(furthest, (int) spans[i]);
            reach[i] = furthest;
        }
    }
}
