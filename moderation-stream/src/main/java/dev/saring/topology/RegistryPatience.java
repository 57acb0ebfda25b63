package dev.saring.topology;

import dev.saring.ops.Metrics;
import dev.saring.serde.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Waits out short outages of the schema registry within a record, and remembers them for readiness. A long outage ends the
 * thread with {@link RegistryOutageException}; the transaction is undone, no record is skipped.
 */
final class RegistryPatience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** Longer than a replaced thread waits before it tries again. */
    private static final Duration REMEMBERED = Duration.ofSeconds(90);

    /** Something that asks the registry. */
    interface Attempt<T, X extends Exception> {
        T run() throws RegistryUnavailableException, X;
    }

    private record Outage(String message, Instant at) {}

    private final Duration longest;
    private final Predicate<Duration> pause;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final Metrics metrics;
    private volatile Outage outage;

    /**
     * @param longest the time within which a record must be done
     * @param pause waits; false where the wait was cut short because everything stops
     */
    RegistryPatience(
            Duration longest, Predicate<Duration> pause, LongSupplier nanoTime, InstantSource clock, Metrics metrics) {
        this.longest = longest;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Tries again what has just failed, with growing pauses, for as long as another attempt that takes as long as the
     * last one still fits into the time. The time that the failure took counts.
     *
     * @throws RegistryOutageException where the time is up
     */
    <T, X extends Exception> T retry(Attempt<T, X> attempt, RegistryUnavailableException failure) throws X {
        metrics.registryWait();
        long start = nanoTime.getAsLong() - failure.waited().toNanos();
        Duration next = FIRST_PAUSE;
        Duration lastAttempt = failure.waited();
        RegistryUnavailableException last = failure;
        while (true) {
            outage = new Outage(last.getMessage(), clock.instant());
            Duration spent = Duration.ofNanos(nanoTime.getAsLong() - start);
            if (spent.plus(next).plus(lastAttempt).compareTo(longest) > 0 || !pause.test(next)) {
                throw new RegistryOutageException(last);
            }
            long began = nanoTime.getAsLong();
            try {
                return run(attempt);
            } catch (RegistryUnavailableException e) {
                last = e;
            }
            lastAttempt = Duration.ofNanos(nanoTime.getAsLong() - began);
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? next.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Whatever comes of an attempt, other than an outage, shows that the registry answers. */
    private <T, X extends Exception> T run(Attempt<T, X> attempt) throws RegistryUnavailableException, X {
        boolean away = false;
        try {
            return attempt.run();
        } catch (RegistryUnavailableException e) {
            away = true;
            throw e;
        } finally {
            if (!away) {
                recovered();
            }
        }
    }

    /** Tells that the registry was asked with success. */
    void recovered() {
        outage = null;
    }

    /** Why records wait for the registry, or null where they do not. */
    String problem() {
        Outage latest = outage;
        if (latest == null || latest.at().plus(REMEMBERED).isBefore(clock.instant())) {
            return null;
        }
        return "waiting for the schema registry: " + latest.message();
    }
}
