package dev.saring.local.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions; faults and recoveries take as long as they take. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Waiting() {}

    /**
     * Returns when a condition holds.
     *
     * @param what completes "waited in vain for"
     * @throws IllegalStateException if it does not hold within the time
     */
    static void until(String what, Duration longest, BooleanSupplier condition) throws InterruptedException {
        until(() -> what, longest, condition);
    }

    /** The same with a text that is made when it is needed. */
    static void until(Supplier<String> what, Duration longest, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Waited " + longest.toSeconds() + " s in vain for " + what.get());
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }
}
