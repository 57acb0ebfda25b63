package dev.saring.topology;

import java.util.BitSet;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The share of dead letters among the last records of one partition. Above a limit, something is wrong with a producer or
 * with us rather than with a record, and the partition is stopped instead of being emptied into the dead letter.
 */
final class DeadLetterShare {
    /** The share is judged once this part of the window has been seen. */
    private static final int LEAST_PART = 10;

    private final int limitPercent;
    private final int window;
    private final BitSet dead;
    private int seen;
    private int next;
    private int count;

    DeadLetterShare(int limitPercent, int window) {
        this.limitPercent = limitPercent;
        this.window = window;
        this.dead = new BitSet(window);
    }

    /**
     * Takes note of a record.
     *
     * @throws DeadLetterShareExceededException where the share is above the limit; the record's transaction must end
     */
    void add(boolean isDead, RecordMetadata source) {
        count += (isDead ? 1 : 0) - (dead.get(next) ? 1 : 0);
        dead.set(next, isDead);
        next = next + 1 == window ? 0 : next + 1;
        seen = Math.min(seen + 1, window);
        if (isDead && seen >= window / LEAST_PART && 100L * count > (long) limitPercent * seen) {
            throw new DeadLetterShareExceededException(source, count, seen, limitPercent);
        }
    }
}
