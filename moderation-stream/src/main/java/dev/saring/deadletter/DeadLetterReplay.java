package dev.saring.deadletter;

import dev.saring.config.KafkaClient;
import dev.saring.config.Settings;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.Place;
import dev.saring.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters back to uploads, each once.
 *
 * <p>In one transaction an upload is written and, behind the dead letter in its own partition, a marker that names it; a
 * dead letter with a marker is passed by. The transactional id is the same for all replays, so a second one ends the first
 * before it looks at the markers. Those are read up to the end that holds what is not committed yet, since a marker may
 * stand behind an open transaction of the pipeline. Both together make it never twice, whoever dies when.
 *
 * <p>The upload keeps key, value, headers and partition, and takes the time of the replay. It is a new record with an
 * offset, and so a decision or dead letter, of its own.
 *
 * <p>Cost: the dead letter is read twice from {@code since} on. Memory: one bit for each of its offsets, and a batch.
 */
public final class DeadLetterReplay implements AutoCloseable {
    private static final int BATCH_RECORDS = 500;
    private static final int BATCH_BYTES = 8_000_000;
    /** The broker says what it takes; this is only to let it. */
    private static final int MOST_REQUEST_BYTES = 30_000_000;
    /** All that was sent is committed by then; a producer that was fenced may wait for answers that never come. */
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    /** Kafka takes a commit that comes right after the other's begin for a repetition, in the wrong state. */
    private static final Set<Class<? extends KafkaException>> FENCED =
            Set.of(ProducerFencedException.class, InvalidProducerEpochException.class, InvalidTxnStateException.class);

    /** What becomes of a dead letter that is meant. */
    public enum Fate {
        /** It was sent back, or would be. */
        REPLAYED,
        /** A replay before this one did so. */
        REPLAYED_BEFORE,
        /** It is not whole, and uploads does not hold the original any more. */
        GONE,
        /** Uploads does not take a record so large. */
        TOO_LARGE
    }

    private record Pending(DeadLetter letter, ProducerRecord<byte[], byte[]> upload) {}

    private final DeadLetterTopic topic;
    private final Topics topics;
    private final Settings settings;
    private final BiConsumer<DeadLetter, Fate> report;
    private final List<Pending> batch = new ArrayList<>();
    private Producer<byte[], byte[]> producer;
    private int batchBytes;

    /** @param report is told what became of each dead letter that is meant; of those sent back, after the commit */
    public DeadLetterReplay(Settings settings, BiConsumer<DeadLetter, Fate> report) {
        this.settings = settings;
        this.topics = Topics.of(settings);
        this.report = report;
        this.topic = new DeadLetterTopic(settings);
    }

    /**
     * Replays what the filter means; once for each object.
     *
     * @param dryRun whether to write nothing
     * @throws DeadLetterException where it cannot go on; what was committed before stays, and another run goes on from there
     */
    public void run(DeadLetterFilter filter, boolean dryRun) throws InterruptedException {
        if (!dryRun) {
            producer = producer();
            producer.initTransactions();
        }
        DeadLetterTopic.Range range = topic.range(filter.since());
        DeadLetterTopic.Replayed before = topic.replayed(range);
        try (DeadLetterTopic originals = new DeadLetterTopic(settings)) {
            topic.forEach(range, letter -> {
                if (filter.test(letter)) {
                    replay(letter, before, originals);
                }
            });
        }
        flush();
    }

    private void replay(DeadLetter letter, DeadLetterTopic.Replayed before, DeadLetterTopic originals) {
        if (before.test(letter)) {
            report.accept(letter, Fate.REPLAYED_BEFORE);
            return;
        }
        Optional<ProducerRecord<byte[], byte[]>> upload = upload(letter, originals);
        if (upload.isEmpty()) {
            report.accept(letter, Fate.GONE);
            return;
        }
        int bytes = upload.get().value() == null ? 0 : upload.get().value().length;
        if (batch.size() == BATCH_RECORDS || batchBytes + bytes > BATCH_BYTES) {
            flush();
        }
        batch.add(new Pending(letter, upload.get()));
        batchBytes += bytes;
    }

    private Optional<ProducerRecord<byte[], byte[]>> upload(DeadLetter letter, DeadLetterTopic originals) {
        Place source = letter.source();
        if (letter.leftOut() == null) {
            return Optional.of(upload(letter, letter.key(), letter.value(), letter.headers()));
        }
        return originals
                .record(source)
                .filter(original -> original.timestamp() == letter.sourceTime() || isWithoutTime(original))
                .map(original -> upload(letter, original.key(), original.value(), original.headers()));
    }

    /** The pipeline makes 0 of a time that a record lacks. */
    private static boolean isWithoutTime(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() < 0;
    }

    private static ProducerRecord<byte[], byte[]> upload(DeadLetter letter, byte[] key, byte[] value, Headers headers) {
        Headers marked = new RecordHeaders(headers);
        marked.remove(DeadLetterHeaders.REPLAYED_FROM);
        marked.add(DeadLetterHeaders.REPLAYED_FROM, utf8(letter.place()));
        return new ProducerRecord<>(letter.source().topic(), letter.source().partition(), null, key, value, marked);
    }

    private void flush() {
        if (!batch.isEmpty()) {
            send(List.copyOf(batch));
        }
        batch.clear();
        batchBytes = 0;
    }

    private void send(List<Pending> part) {
        if (producer == null || commit(part)) {
            part.forEach(each -> report.accept(each.letter(), Fate.REPLAYED));
        } else if (part.size() == 1) {
            report.accept(part.get(0).letter(), Fate.TOO_LARGE);
        } else {
            part.forEach(each -> send(List.of(each)));
        }
    }

    /** Sends some in one transaction; false where a record among them is too large, and nothing was sent. */
    private boolean commit(List<Pending> part) {
        try {
            producer.beginTransaction();
            List<Future<?>> sent = new ArrayList<>();
            for (Pending each : part) {
                sent.add(producer.send(each.upload()));
                sent.add(producer.send(marker(each.letter())));
            }
            producer.flush();
            for (Future<?> each : sent) {
                each.get();
            }
            producer.commitTransaction();
            return true;
        } catch (ExecutionException e) {
            return giveUp(part, e.getCause());
        } catch (KafkaException e) {
            return giveUp(part, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadLetterException("The replay was interrupted; run it again to go on", e);
        }
    }

    private boolean giveUp(List<Pending> part, Throwable failure) {
        if (isOf(failure, FENCED)) {
            throw new DeadLetterException(
                    "Another replay has begun and ended this one; what this one sent stays sent, and will not be sent"
                            + " again",
                    failure);
        }
        if (isOf(failure, Set.of(RecordTooLargeException.class))) {
            producer.abortTransaction();
            return false;
        }
        throw new DeadLetterException(
                "The replay stopped before " + part.get(0).letter().place() + ": " + failure.getMessage()
                        + "; run it again to go on from there",
                failure);
    }

    /** Whether a failure or what caused it is one of these: a producer names the first one as the cause of those after. */
    private static boolean isOf(Throwable failure, Set<Class<? extends KafkaException>> types) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(each -> types.stream().anyMatch(type -> type.isInstance(each)));
    }

    private ProducerRecord<byte[], byte[]> marker(DeadLetter letter) {
        Headers headers = new RecordHeaders().add(DeadLetterHeaders.REPLAYED, utf8(letter.place()));
        // Not null: a topic that an operator has set to compact would take that for a deletion.
        return new ProducerRecord<>(
                letter.place().topic(), letter.place().partition(), null, letter.key(), new byte[0], headers);
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> own = new HashMap<>();
        // What a backend sent compressed may fit into the topic only so.
        own.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        own.putAll(settings.kafka(KafkaClient.PRODUCER));
        own.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.deadLetterReplay());
        own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_REQUEST_BYTES);
        return new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] utf8(Place place) {
        return place.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        topic.close();
        if (producer != null) {
            producer.close(CLOSE_TIME);
        }
    }
}
