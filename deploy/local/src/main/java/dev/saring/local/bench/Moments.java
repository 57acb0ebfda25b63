package dev.saring.local.bench;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** When something happened on each partition of a topic, to the millisecond. Safe for several threads. */
final class Moments {
    /**
     * A time without decisions on a partition that had uploads to decide on.
     *
     * @param millis its length
     * @param end its end, in milliseconds of the epoch
     */
    record Gap(long millis, long end) {
        static final Gap NONE = new Gap(0, 0);

        Gap longer(Gap other) {
            return other.millis > millis ? other : this;
        }
    }

    private final long origin;
    private final Map<Integer, BitSet> partitions = new HashMap<>();

    /** @param origin what lies before it is not taken, in milliseconds of the epoch */
    Moments(long origin) {
        this.origin = origin;
    }

    synchronized void add(int partition, long epochMillis) {
        if (epochMillis >= origin) {
            partitions.computeIfAbsent(partition, p -> new BitSet()).set((int) (epochMillis - origin));
        }
    }

    /**
     * The longest gap of one partition: from when the first upload after a decision was written to the next decision.
     *
     * @param since when to begin to look, in milliseconds of the epoch
     */
    static Gap longestGap(Moments written, Moments decided, long since) {
        Gap longest = Gap.NONE;
        synchronized (decided) {
            for (Map.Entry<Integer, BitSet> each : decided.partitions.entrySet()) {
                BitSet moments = each.getValue();
                int at = moments.nextSetBit((int) Math.max(0, since - decided.origin));
                for (int next; at >= 0 && (next = moments.nextSetBit(at + 1)) >= 0; at = next) {
                    if (next - at > longest.millis) {
                        long from = written.firstAfter(each.getKey(), decided.origin + at);
                        long end = decided.origin + next;
                        longest = from < 0 ? longest : longest.longer(new Gap(end - from, end));
                    }
                }
            }
        }
        return longest;
    }

    /** The first moment of a partition after a time; -1 for none. */
    private synchronized long firstAfter(int partition, long epochMillis) {
        BitSet moments = partitions.get(partition);
        int at = moments == null ? -1 : moments.nextSetBit((int) Math.max(0, epochMillis - origin + 1));
        return at < 0 ? -1 : origin + at;
    }
}
