package dev.saring.topology;

import dev.saring.ops.Metrics;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
 * What happens when a stream thread dies. Of too many dead letters in one partition: the partition is stopped, and the
 * thread replaced at once, for its other partitions. Of something that cannot pass by itself, or that leaves the process
 * in doubt: the instance ends, visibly. Of all else, such as an outage or a record that {@link RecordDeaths} remembers:
 * it is replaced, after a pause that grows while deaths follow each other: from one second to thirty, where its
 * environment is to blame to five. While the registry does not answer, the pause ends when it does. In each case the
 * thread's transaction is undone and no record is skipped.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A broker or a disk may be back at any moment, and nothing tells when. */
    private static final Duration LONGEST_FOR_ENVIRONMENT = Duration.ofSeconds(5);
    /** While the registry does not answer. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** After so long without a death the pauses start small again. */
    private static final Duration CALM = Duration.ofMinutes(2);
    /** For readiness: a new thread needs that long to get its partitions, once its pause is over. */
    private static final Duration RECOVERY = Duration.ofSeconds(15);

    private final Predicate<Duration> pause;
    private final BooleanSupplier registryAnswers;
    private final LongSupplier nanoTime;
    private final Metrics metrics;
    private final StoppedPartitions stopped;
    private final Consumer<String> fatal;
    private Duration next = FIRST_PAUSE;
    private long lastDeath;
    private String problem;
    private long problemUntil;

    /**
     * @param pause waits; false where the wait was cut short because everything stops
     * @param registryAnswers asks the registry
     * @param stopped takes the partitions that are stopped
     * @param fatal is told why the instance ends
     */
    ThreadReplacement(
            Predicate<Duration> pause,
            BooleanSupplier registryAnswers,
            LongSupplier nanoTime,
            Metrics metrics,
            StoppedPartitions stopped,
            Consumer<String> fatal) {
        this.pause = pause;
        this.registryAnswers = registryAnswers;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.stopped = stopped;
        this.fatal = fatal;
        this.lastDeath = nanoTime.getAsLong() - CALM.toNanos();
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable death) {
        // This is the dying thread. Kafka Streams throws on what is told here, and silences only its first threads: of
        // others the JVM would print it whole, messages and all, beside the log.
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
        if (find(death, DeadLetterShareExceededException.class) instanceof DeadLetterShareExceededException share
                && stopped.stop(share.partition(), share.getMessage())) {
            LOG.error("Partition {} is stopped: {}", share.partition(), share.getMessage());
            metrics.threadReplaced();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        String reason = fatalReason(death);
        if (reason != null) {
            fatal.accept(reason);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        metrics.threadReplaced();
        if (find(death, RegistryOutageException.class) instanceof RegistryOutageException outage) {
            Duration wait = nextPause(death, outage.isUnreachable() ? LONGEST_PAUSE : LONGEST_FOR_ENVIRONMENT);
            LOG.warn("A thread waits {} s for the schema registry: {}", wait.toSeconds(), outage.getMessage());
            if (outage.isUnreachable()) {
                awaitRegistry(wait);
            } else {
                pause.test(wait);
            }
        } else if (RecordGuard.isRecordsFault(death)) {
            Duration wait = nextPause(death, LONGEST_PAUSE);
            LOG.warn(
                    "A thread died of a record and is replaced in {} s: {}",
                    wait.toSeconds(),
                    Causes.withoutMessages(death));
            pause.test(wait);
        } else {
            Duration wait = nextPause(death, LONGEST_FOR_ENVIRONMENT);
            LOG.warn("A thread died and is replaced in {} s", wait.toSeconds(), death);
            pause.test(wait);
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Why threads are not all at work, or null where they are. */
    synchronized String problem() {
        return problem == null || nanoTime.getAsLong() - problemUntil > 0 ? null : problem;
    }

    private void awaitRegistry(Duration longest) {
        long end = nanoTime.getAsLong() + longest.toNanos();
        while (end - nanoTime.getAsLong() > 0) {
            if (!pause.test(BETWEEN_LOOKS) || registryAnswers.getAsBoolean()) {
                return;
            }
        }
    }

    private synchronized Duration nextPause(Throwable death, Duration longest) {
        long now = nanoTime.getAsLong();
        if (now - lastDeath >= CALM.toNanos()) {
            next = FIRST_PAUSE;
        }
        lastDeath = now;
        Duration wait = shorter(next, longest);
        next = shorter(next.multipliedBy(2), LONGEST_PAUSE);
        problem = "a thread died and is being replaced: "
                + (RecordGuard.isRecordsFault(death)
                        ? Causes.root(death).getClass().getName() + ", see the log"
                        : Causes.root(death));
        problemUntil = now + wait.plus(RECOVERY).toNanos();
        return wait;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
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
