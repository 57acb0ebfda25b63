package dev.saring.classify.hash;

import java.util.Arrays;

/** Scratch space for look-ups in a {@link HashBankView}: one for each thread, reused from look-up to look-up. */
public final class HashBuffers {
    /** The hash that {@link PdqIndex} searches for. */
    long a, b, c, d;

    /** The lists that {@link PdqIndex} goes through. */
    int[] firsts = new int[272];

    int[] ends = new int[272];

    /** Written so that the compiler does not leave out the reads of {@link PdqIndex}. */
    int touched;

    final PdqSegment.Finder near = new PdqSegment.Finder();
    final VideoSegment.Finder video = new VideoSegment.Finder();
    final UploadFrames frames = new UploadFrames();

    public HashBuffers() {}

    void query(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    void reserveLists(int lists) {
        if (firsts.length < lists) {
            firsts = Arrays.copyOf(firsts, lists);
            ends = Arrays.copyOf(ends, lists);
        }
    }
}
