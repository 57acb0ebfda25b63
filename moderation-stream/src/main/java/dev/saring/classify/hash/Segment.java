package dev.saring.classify.hash;

/** Some of a bank's rules, immutable and ready for look-ups. A segment numbers its rules from zero. */
interface Segment {
    /** How many rules the segment holds. */
    int size();

    /** The ordinal of the {@code number}-th rule. */
    int rule(int number);

    /**
     * Adds the rules to columns.
     *
     * @param removed bits of the rules to leave out; null, none
     */
    void copyTo(HashColumns columns, long[] removed);

    /** Whether the bit of a rule is set among those of removed ones. */
    static boolean isRemoved(long[] removed, int number) {
        return removed != null && (removed[number >>> 6] & 1L << number) != 0;
    }
}
