package dev.saring.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells now and then on standard error how much of a long reading is done. */
final class Progress {
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final String what;
    private final long total;
    private final LongSupplier nanoTime;
    private long told;

    /** @param total offsets to read */
    Progress(String what, long total) {
        this(what, total, System::nanoTime);
    }

    Progress(String what, long total, LongSupplier nanoTime) {
        this.what = what;
        this.total = total;
        this.nanoTime = nanoTime;
        this.told = nanoTime.getAsLong();
    }

    /** Takes how many offsets are left. */
    void left(long left) {
        long now = nanoTime.getAsLong();
        if (now - told >= PAUSE && total > 0) {
            told = now;
            System.err.println("reading " + what + ": " + 100 * (total - left) / total + " % of " + total + " offsets");
        }
    }
}
