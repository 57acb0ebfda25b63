package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.ops.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductionFailuresTest {
    private static final TopicPartition PARTITION = new TopicPartition("a-topic.uploads", 3);
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2};
    private static final Exception TOO_LARGE = new RecordTooLargeException("The message is 4000 bytes");

    /** What Kafka Streams hands over: the record that was begun last, its bytes let go. */
    private record BegunLast(
            String topic,
            int partition,
            long offset,
            Headers headers,
            String processorNodeId,
            TaskId taskId,
            long timestamp,
            byte[] sourceRawKey,
            byte[] sourceRawValue)
            implements ErrorHandlerContext {
        BegunLast(long offset) {
            this(
                    PARTITION.topic(),
                    PARTITION.partition(),
                    offset,
                    new RecordHeaders(),
                    "approved",
                    new TaskId(0, 3),
                    0,
                    null,
                    null);
        }
    }

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics(List.of(), InstantSource.system());
    private final ProductionFailures failures = new ProductionFailures();

    @BeforeEach
    void configure() {
        failures.configure(Map.of(ProductionFailures.DEATHS, new RecordDeaths(folder, metrics)));
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private Result refused(Headers headers, Exception why) {
        return failures.handleError(
                        new BegunLast(20), new ProducerRecord<>("approved", null, 0L, KEY, VALUE, headers), why)
                .result();
    }

    private static Headers decision(long offset) {
        return headers(DecisionHeaders.SOURCE, "a-topic.uploads-3@" + offset);
    }

    private static Headers headers(String... namesAndValues) {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    /** The guard of a thread that takes the partition after all that happened, in a process of its own. */
    private RecordGuard guard() {
        RecordGuard guard = new RecordDeaths(folder, metrics).guard(PARTITION);
        guard.learn();
        return guard;
    }

    @Test
    void decisionThatIsRefused_countsAgainstItsOwnUpload_notTheOneBegunLast() {
        assertThat(refused(decision(10), TOO_LARGE)).isEqualTo(Result.FAIL);
        assertThat(guard().begin(10, KEY, VALUE)).as("one death is not enough").isNull();
        refused(decision(10), TOO_LARGE);

        assertThat(guard().begin(10, KEY, VALUE)).satisfies(death -> {
            assertThat(death.count()).isEqualTo(2);
            assertThat(death.withhold()).isTrue();
            assertThat(death.reason()).contains("RecordTooLargeException: The message is 4000 bytes");
        });
        assertThat(guard().begin(20, KEY, VALUE)).isNull();
    }

    @Test
    void deadLetterThatIsRefused_countsAgainstItsOwnUpload_whateverItsProducerClaims() {
        for (int i = 0; i < 2; i++) {
            refused(
                    headers(
                            DecisionHeaders.SOURCE,
                            "a-topic.uploads-3@20",
                            DeadLetterHeaders.TOPIC,
                            "a-topic.uploads",
                            DeadLetterHeaders.PARTITION,
                            "3",
                            DeadLetterHeaders.OFFSET,
                            "10"),
                    TOO_LARGE);
        }
        assertThat(guard().begin(10, KEY, VALUE)).isNotNull();
        assertThat(guard().begin(20, KEY, VALUE)).isNull();
    }

    @Test
    void recordAtTheSameOffsetOfATopicMadeAnew_isNotMistakenForOneThatCameAgain() {
        RecordDeaths deaths = new RecordDeaths(folder, metrics);
        failures.configure(Map.of(ProductionFailures.DEATHS, deaths));
        refused(decision(10), TOO_LARGE);
        RecordGuard next = deaths.guard(PARTITION);
        next.learn();
        next.begin(10, KEY, VALUE);
        refused(decision(10), TOO_LARGE);

        assertThat(guard().begin(10, KEY, VALUE)).isNotNull();
        assertThat(guard().begin(10, KEY, new byte[] {3})).isNull();
    }

    @Test
    void recordThatDoesNotSayWhatItWasMadeFrom_countsAgainstNone() {
        for (String source : List.of("", "uploads", "-3@1", "uploads-@", "uploads-x@1", "uploads-3@")) {
            assertThat(refused(headers(DecisionHeaders.SOURCE, source), TOO_LARGE))
                    .isEqualTo(Result.FAIL);
        }
        refused(new RecordHeaders(), TOO_LARGE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatMayPass_isTriedAgain_andCountsAgainstNone() {
        assertThat(refused(decision(10), new NotEnoughReplicasException("two of three")))
                .isEqualTo(Result.RETRY);
        assertThat(folder).isEmptyDirectory();
    }
}
