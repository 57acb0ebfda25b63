package dev.saring.topology;

import dev.saring.ops.Metrics;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. Of something in the environment that may pass: it is replaced, after a pause
 * that grows from one second to thirty while deaths follow each other. Of anything else: the instance ends, visibly.
 * Either way its transaction is undone and no record is skipped.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** After so long without a death the pauses start small again. */
    private static final Duration CALM = Duration.ofMinutes(2);

    private final Predicate<Duration> pause;
    private final LongSupplier nanoTime;
    private final Metrics metrics;
    private final Consumer<String> fatal;
    private Duration next = FIRST_PAUSE;
    private long lastDeath;

    /**
     * @param pause waits; false where the wait was cut short because everything stops
     * @param fatal is told why the instance ends
     */
    ThreadReplacement(Predicate<Duration> pause, LongSupplier nanoTime, Metrics metrics, Consumer<String> fatal) {
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.fatal = fatal;
        this.lastDeath = nanoTime.getAsLong() - CALM.toNanos();
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable death) {
        String reason = fatalReason(death);
        if (reason != null) {
            fatal.accept(reason);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Duration wait = nextPause();
        if (find(death, RegistryOutageException.class) instanceof RegistryOutageException outage) {
            LOG.warn("A thread waits {} s for the schema registry: {}", wait.toSeconds(), outage.getMessage());
        } else {
            LOG.warn("A thread died and is replaced in {} s", wait.toSeconds(), death);
        }
        metrics.threadReplaced();
        pause.test(wait);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized Duration nextPause() {
        long now = nanoTime.getAsLong();
        if (now - lastDeath >= CALM.toNanos()) {
            next = FIRST_PAUSE;
        }
        lastDeath = now;
        Duration wait = next;
        next = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        return wait;
    }

    private static String fatalReason(Throwable death) {
        Throwable share = find(death, DeadLetterShareExceededException.class);
        if (share != null) {
            return share.getMessage();
        }
        if (find(death, MissingSourceTopicException.class) != null) {
            return "the topic of uploads is gone; create it with `saring topics create`";
        }
        Throwable refused = find(death, AuthorizationException.class);
        if (refused == null) {
            refused = find(death, AuthenticationException.class);
        }
        if (refused != null) {
            return "Kafka refuses access: " + refused.getMessage() + "; grant the rights and start again";
        }
        Throwable error = find(death, Error.class);
        return error == null ? null : "the process cannot go on: " + error;
    }

    private static Throwable find(Throwable death, Class<? extends Throwable> type) {
        Throwable cause = death;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
