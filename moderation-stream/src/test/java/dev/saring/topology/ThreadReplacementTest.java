package dev.saring.topology;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.ops.Metrics;
import dev.saring.serde.RegistryFailures;
import dev.saring.serde.RegistryUnavailableException.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private record Source(String topic, int partition, long offset) implements RecordMetadata {}

    private final List<Long> pauses = new ArrayList<>();
    private final List<String> fatal = new ArrayList<>();
    private final StoppedPartitions stopped = new StoppedPartitions();
    private final Metrics metrics = new Metrics(List.of(), InstantSource.system());
    private Duration now = Duration.ofDays(1);
    private Duration registryBack = Duration.ofDays(99);
    private final ThreadReplacement replacement = new ThreadReplacement(
            pause -> {
                pauses.add(pause.toSeconds());
                now = now.plus(pause);
                return true;
            },
            () -> now.compareTo(registryBack) >= 0,
            () -> now.toNanos(),
            metrics,
            stopped,
            fatal::add);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void environment_isWaitedFor_withGrowingPauses_thatStartSmallAgain() {
        for (int i = 0; i < 7; i++) {
            assertThat(replacement.handle(new StreamsException(new TimeoutException("broker away"))))
                    .isEqualTo(REPLACE_THREAD);
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 5L, 5L, 5L, 5L);
        now = now.plusMinutes(3);
        replacement.handle(new StreamsException("again"));
        assertThat(pauses).endsWith(1L);
        assertThat(fatal).isEmpty();
        assertThat(metrics.scrape()).contains("saring_threads_replaced_total 8.0");
    }

    @Test
    void unknownReason_makesPausesGrowFurther() {
        for (int i = 0; i < 7; i++) {
            replacement.handle(new StreamsException(new IllegalStateException("nobody knows")));
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void registryThatDoesNotAnswer_isLookedForEachSecond_andThePauseEndsWhenItDoes() {
        for (int i = 0; i < 5; i++) {
            replacement.handle(outage(Reason.UNREACHABLE));
        }
        assertThat(pauses).hasSize(1 + 2 + 4 + 8 + 16).containsOnly(1L);
        pauses.clear();
        registryBack = now.plusSeconds(3);
        assertThat(replacement.handle(outage(Reason.UNREACHABLE))).isEqualTo(REPLACE_THREAD);
        assertThat(pauses).containsExactly(1L, 1L, 1L);
    }

    @Test
    void registryThatAnswersWrongly_isTriedAgainAfterFiveSecondsAtMost() {
        registryBack = now;
        for (int i = 0; i < 5; i++) {
            replacement.handle(outage(Reason.WRONG_OR_LAGGING));
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    private static Throwable outage(Reason reason) {
        return new StreamsException(new RegistryOutageException(RegistryFailures.of(reason, Duration.ZERO)));
    }

    @Test
    void tooManyDeadLetters_stopThePartition_andTheThreadIsReplacedAtOnce() {
        Throwable share = new DeadLetterShareExceededException(new Source("u", 3, 99), 60, 100, 50);
        assertThat(replacement.handle(new StreamsException(share))).isEqualTo(REPLACE_THREAD);
        assertThat(pauses).isEmpty();
        assertThat(fatal).isEmpty();
        assertThat(stopped.contains(new TopicPartition("u", 3))).isTrue();
        assertThat(stopped.note()).startsWith("u-3 is stopped: 60 of the last 100 records of u-3");
    }

    @Test
    void partitionThatIsStoppedAndGoesOnAllTheSame_endsTheInstance() {
        Throwable share = new DeadLetterShareExceededException(new Source("u", 3, 99), 60, 100, 50);
        replacement.handle(new StreamsException(share));
        assertThat(replacement.handle(new StreamsException(share))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(fatal).singleElement().asString().startsWith("60 of the last 100 records of u-3");
    }

    @Test
    void readiness_saysThatAThreadIsBeingReplaced_untilItHasHadTimeToWork() {
        assertThat(replacement.problem()).isNull();
        replacement.handle(new StreamsException("wrapped", new TimeoutException("broker away")));
        assertThat(replacement.problem()).contains("broker away");
        now = now.plusSeconds(20);
        assertThat(replacement.problem()).isNull();
    }

    @Test
    void dyingThread_isSilenced_sinceTheJvmWouldPrintItsExceptionWhole() throws Exception {
        List<Throwable> printed = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> {
                StreamsException death = new StreamsException(new IllegalStateException("quotes an upload"));
                replacement.handle(death);
                throw death;
            });
            thread.setUncaughtExceptionHandler((dying, thrown) -> printed.add(thrown));
            thread.start();
            thread.join();
        }
        assertThat(pauses).hasSize(2);
        assertThat(printed).isEmpty();
    }

    @Test
    void whatDoesNotPass_endsTheInstanceWithItsReason() {
        assertThat(replacement.handle(new MissingSourceTopicException("gone"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(replacement.handle(new StreamsException(new TopicAuthorizationException("no right to u"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(replacement.handle(new OutOfMemoryError("heap"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(pauses).isEmpty();
        assertThat(fatal)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("saring topics create"),
                        reason -> assertThat(reason).contains("no right to u"),
                        reason -> assertThat(reason).contains("heap"));
    }
}
