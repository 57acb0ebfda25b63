package dev.saring.classify.hash;

/** A segment in the hands of the bank's writer, with the rules removed from it since it was built. */
final class Slot<S extends Segment> {
    final S segment;
    boolean merging;
    private long[] removed;
    private int removedRules;
    private boolean shared;

    Slot(S segment) {
        this.segment = segment;
    }

    void remove(int number) {
        if (removed == null) {
            removed = new long[(segment.size() + Long.SIZE - 1) / Long.SIZE];
            shared = false;
        } else if (shared) {
            removed = removed.clone();
            shared = false;
        }
        removed[number >>> 6] |= 1L << number;
        removedRules++;
    }

    int live() {
        return segment.size() - removedRules;
    }

    /** The segment as it is now, for readers. */
    Part<S> freeze() {
        shared = true;
        return new Part<>(segment, removed);
    }

    /**
     * A segment and the rules removed from it, immutable.
     *
     * @param removed bits of the removed rules; null, none
     */
    record Part<S extends Segment>(S segment, long[] removed) {}
}
