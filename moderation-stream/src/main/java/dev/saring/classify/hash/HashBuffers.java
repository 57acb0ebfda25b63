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

    private long steps = Long.MAX_VALUE;
    private boolean cutShort;

    /** Buffers that set no bound on the work. */
    public HashBuffers() {}

    /**
     * Bounds the work of all look-ups until the next call, {@link HashBankView#exact} aside, which needs no bound. A
     * step is about a comparison of two hashes, some nanoseconds; what is found takes steps too. A search begins only
     * while there are steps left, so the last one may take more: a comparison for each hash of a segment of the bank, and
     * what it finds.
     */
    public void allow(long allowed) {
        steps = allowed;
        cutShort = false;
    }

    /** Whether a look-up since {@link #allow} was left out or broken off, so that what it found is not all. */
    public boolean isCutShort() {
        return cutShort;
    }

    /** Whether a search may begin; where not, the look-up that it is part of is cut short. */
    boolean mayBegin() {
        cutShort |= steps <= 0;
        return !cutShort;
    }

    /** What is left of the steps; below zero by what the last look-up took more. */
    long stepsLeft() {
        return steps;
    }

    void spend(long spent) {
        steps -= spent;
    }

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
