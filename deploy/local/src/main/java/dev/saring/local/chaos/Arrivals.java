package dev.saring.local.chaos;

import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.DecisionHeaders;
import dev.saring.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Watches results become visible, as a consumer of all outcomes does, on a thread of its own: how many there are, and the
 * longest time that a partition of uploads with something to decide waited for its next result.
 */
final class Arrivals implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final Sent sent;
    private final int[] seen;
    private final long[] waitingSince;
    /** By partition, since they were last taken. */
    private final AtomicLongArray longestWaits;

    private final Thread thread = new Thread(this::run, "arrivals");
    private volatile long longestStall;
    private volatile long lastArrival = System.nanoTime();
    private volatile int total;
    private volatile RuntimeException failure;

    Arrivals(String bootstrapServers, Topics topics, Sent sent) {
        this.topics = topics;
        this.sent = sent;
        this.seen = new int[sent.partitions()];
        this.waitingSince = new long[sent.partitions()];
        this.longestWaits = new AtomicLongArray(sent.partitions());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        // A paused broker keeps its connections; a consumer should not wait for it longer than needed.
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(topics.approved(), topics.review(), topics.blocked(), topics.deadLetter())) {
            consumer.partitionsFor(topic).forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    void start() {
        long now = System.nanoTime();
        Arrays.fill(waitingSince, now);
        thread.start();
    }

    /** How many results have become visible. */
    int total() {
        return total;
    }

    /** The longest time that a partition waited, in milliseconds. */
    long longestStallMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestStall);
    }

    /** The longest time that each partition waited since the last call, in milliseconds. */
    long[] takeWaitsMillis() {
        long[] waits = new long[longestWaits.length()];
        for (int partition = 0; partition < waits.length; partition++) {
            waits[partition] = TimeUnit.NANOSECONDS.toMillis(longestWaits.getAndSet(partition, 0));
        }
        return waits;
    }

    /** How long ago the last result became visible. */
    Duration quietFor() {
        return Duration.ofNanos(System.nanoTime() - lastArrival);
    }

    /** Whether the watch itself goes on. */
    void requireWell() {
        if (failure != null) {
            throw new IllegalStateException("Results could not be watched: " + failure, failure);
        }
    }

    private void run() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (DeadLetterHeaders.isMarker(record.headers())) {
                        continue;
                    }
                    int partition = sourcePartition(record);
                    long now = System.nanoTime();
                    stalled(partition, now);
                    waitingSince[partition] = now;
                    lastArrival = now;
                    seen[partition]++;
                    total = total + 1;
                }
                watchTheWaiting(System.nanoTime());
            }
        } catch (WakeupException closing) {
            // The end.
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            consumer.close();
        }
    }

    private void watchTheWaiting(long now) {
        for (int partition = 0; partition < seen.length; partition++) {
            if (seen[partition] < sent.needing(partition)) {
                stalled(partition, now);
            } else {
                waitingSince[partition] = now;
            }
        }
    }

    private void stalled(int partition, long now) {
        long waited = now - waitingSince[partition];
        longestStall = Math.max(longestStall, waited);
        longestWaits.accumulateAndGet(partition, waited, Math::max);
    }

    private int sourcePartition(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.deadLetter())) {
            return Integer.parseInt(header(record, DeadLetterHeaders.PARTITION));
        }
        String source = header(record, DecisionHeaders.SOURCE);
        int at = source.lastIndexOf('@');
        return Integer.parseInt(source.substring(source.lastIndexOf('-', at) + 1, at));
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
