package dev.saring.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Measures from {@code send} of an upload until a read_committed consumer has its decision, at an even rate of uploads
 * that does not wait for decisions: one that is sent late because the sender was held up counts from when it was due.
 */
final class LatencyMeter {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SHORTEST_PAUSE_NANOS = 500_000;
    /** Uploads are made ready beforehand, and sent again under contentIds of their own. */
    private static final int DISTINCT = 20_000;

    /** Percentiles in milliseconds. */
    record Latency(double p50, double p99, double p999) {}

    private final Map<String, Object> consumer;
    private final List<TopicPartition> outcomes;
    private final UploadLoader loader;

    /**
     * @param consumer settings of the consumer
     * @param outcomes the partitions of decisions, all but those of {@code preserved}
     */
    LatencyMeter(Map<String, Object> consumer, List<TopicPartition> outcomes, UploadLoader loader) {
        this.consumer = consumer;
        this.outcomes = List.copyOf(outcomes);
        this.loader = loader;
    }

    /**
     * Measures against a pipeline that is running.
     *
     * @param perSecond uploads a second, 1 or more
     * @param time how long, after some seconds that do not count
     */
    Latency run(double perSecond, Duration time) throws InterruptedException {
        int warmUp = (int) (perSecond * WARM_UP.toSeconds());
        int count = warmUp + (int) Math.max(1, perSecond * time.toMillis() / 1e3);
        long[] due = new long[count];
        AtomicLongArray seen = new AtomicLongArray(count);
        Reader reader = new Reader(seen);
        reader.start();
        try {
            send(due, perSecond);
            reader.await(count);
        } finally {
            reader.end();
        }
        long[] nanos = new long[count - warmUp];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = seen.get(warmUp + i) - due[warmUp + i];
        }
        Arrays.sort(nanos);
        return new Latency(percentile(nanos, 0.5), percentile(nanos, 0.99), percentile(nanos, 0.999));
    }

    private void send(long[] due, double perSecond) {
        List<ProducerRecord<byte[], byte[]>> ready =
                IntStream.range(0, DISTINCT).mapToObj(loader::record).toList();
        long start = System.nanoTime();
        for (int number = 0; number < due.length; number++) {
            due[number] = start + (long) (number * 1e9 / perSecond);
            long early = due[number] - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(Math.max(early, SHORTEST_PAUSE_NANOS));
            }
            loader.send(UploadLoader.renumbered(ready.get(number % DISTINCT), number));
        }
    }

    private static double percentile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] / 1e6;
    }

    /** Notes when each decision is there. */
    private final class Reader extends Thread {
        private final KafkaConsumer<byte[], byte[]> decisions;
        private final AtomicLongArray seen;
        private volatile boolean ending;
        private volatile int count;

        Reader(AtomicLongArray seen) {
            super("bench-reader");
            this.seen = seen;
            Map<String, Object> settings = new HashMap<>(consumer);
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
            decisions = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            decisions.assign(outcomes);
            decisions.seekToEnd(outcomes);
            outcomes.forEach(decisions::position);
        }

        @Override
        public void run() {
            try (decisions) {
                while (!ending) {
                    for (ConsumerRecord<byte[], byte[]> record : decisions.poll(POLL)) {
                        if (seen.compareAndSet(BenchUploads.number(record.key()), 0, System.nanoTime())) {
                            count++;
                        }
                    }
                }
            }
        }

        void await(int all) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (count < all) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Only " + count + " of " + all + " decisions came within " + PATIENCE.toSeconds() + " s");
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }

        void end() throws InterruptedException {
            ending = true;
            join();
        }
    }
}
