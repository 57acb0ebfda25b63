package dev.saring.local.bench;

import dev.saring.moderation.ModerationDecision;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads decisions as a consumer does, on a thread of its own, and notes when versions appear and when decisions were made. */
final class BenchDecisions implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDecoder<ModerationDecision> decoder;
    private final Thread thread = new Thread(this::run, "bench-decisions");
    private final Set<String> versions = ConcurrentHashMap.newKeySet();
    private final Moments decided;
    private volatile long count;
    private volatile long newVersionAt;
    private volatile boolean closed;
    private volatile RuntimeException failure;

    /** What is done before a new version is waited for. */
    interface Publishing {
        void run() throws Exception;
    }

    /** @param decided takes the times of decisions, by the uploads' partition */
    BenchDecisions(String servers, SchemaRegistry registry, String prefix, Moments decided) {
        this.decided = decided;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        decoder = new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());
        List<TopicPartition> partitions = List.of("approved", "review", "blocked").stream()
                .flatMap(topic -> consumer.partitionsFor(prefix + topic).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    long count() {
        return count;
    }

    void awaitFirst(Duration patience) {
        await(patience, () -> count > 0, "no decision came");
    }

    /** Returns when a decision under a version has come, be it before the call. */
    void awaitVersion(String version, Duration patience) {
        await(patience, () -> versions.contains(version), "no decision under " + version + " came");
    }

    /** Does something, and returns when (System.nanoTime) a version appeared that had not been seen before. */
    long awaitNewVersion(Publishing publishing, Duration patience) throws Exception {
        newVersionAt = 0;
        publishing.run();
        await(patience, () -> newVersionAt != 0, "no decision under a new version came");
        return newVersionAt;
    }

    private void await(Duration patience, BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (failure != null) {
                throw failure;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise + " within " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private void run() {
        try {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(decoder.decode(record.value()));
                }
            }
        } catch (UndecodableException | RegistryUnavailableException e) {
            failure = new IllegalStateException(e);
        }
    }

    private void take(ModerationDecision decision) {
        long now = System.nanoTime();
        if (versions.add(decision.getRuleSetVersion())) {
            newVersionAt = now;
        }
        decided.add(decision.getSource().getPartition(), decision.getDecidedAt().toEpochMilli());
        count++;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
