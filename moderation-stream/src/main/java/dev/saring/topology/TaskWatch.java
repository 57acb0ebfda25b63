package dev.saring.topology;

import dev.saring.ops.Metrics;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What one task tells the metrics about the records that go through it: that each has exactly one result, how far the
 * partition has come, and how long the stages take. For one thread at a time, but for {@link #time}.
 *
 * <p>Only one record in 61 is timed, since reading the clock four times would cost a short upload a measurable part of
 * its time. A prime, so that a producer with a pattern of its own is not always met at the same place.
 */
final class TaskWatch {
    private static final int SAMPLE = 61;

    private final Metrics metrics;
    private final LongConsumer[] stages = new LongConsumer[Stage.values().length];
    /** Written without a fence: whoever reads it can wait for the next. */
    private final AtomicLong time;

    private int records;
    private int results;
    private boolean timed;
    private long mark;

    /** @param now taken for the time of the record before the first, in milliseconds since 1970 */
    TaskWatch(Metrics metrics, long now) {
        this.metrics = metrics;
        this.time = new AtomicLong(now);
        for (Stage stage : Stage.values()) {
            stages[stage.ordinal()] = metrics.stage(stage);
        }
    }

    /** A record is begun. */
    void begin(long timestamp) {
        metrics.begun();
        results = 0;
        if (timestamp > 0) {
            time.lazySet(timestamp);
        }
        timed = ++records % SAMPLE == 0;
        if (timed) {
            mark = System.nanoTime();
        }
    }

    /** The record is through a stage. */
    void through(Stage stage) {
        if (timed) {
            long now = System.nanoTime();
            stages[stage.ordinal()].accept(now - mark);
            mark = now;
        }
    }

    /** The record has a result: a decision, a dead letter, or nothing for a deletion. */
    void result() {
        results++;
    }

    /** The record is done with. */
    void end() {
        if (results != 1) {
            metrics.unaccounted();
        }
    }

    /** The record is left, since the thread ends. */
    void abandon() {
        metrics.abandoned();
    }

    /** Time of the record that was begun last, in milliseconds since 1970. */
    long time() {
        return time.get();
    }
}
