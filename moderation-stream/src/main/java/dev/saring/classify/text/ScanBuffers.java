package dev.saring.classify.text;

import java.util.Arrays;

/** The scratch memory of one thread's scans. It grows to the largest text seen and is reused from then on. */
public final class ScanBuffers {
    char[] folded = new char[256];
    int[] starts = new int[256];
    int[] ends = new int[256];
    int length;

    /** Creates small buffers. */
    public ScanBuffers() {}

    void append(char c, int start, int end) {
        if (length == folded.length) {
            folded = Arrays.copyOf(folded, length * 2);
            starts = Arrays.copyOf(starts, length * 2);
            ends = Arrays.copyOf(ends, length * 2);
        }
        folded[length] = c;
        starts[length] = start;
        ends[length] = end;
        length++;
    }
}
