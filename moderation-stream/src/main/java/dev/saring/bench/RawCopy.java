package dev.saring.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A copy by plain clients: on each thread a consumer and a transactional producer, which commits the consumer's offsets
 * with what it sends. Fails rather than recovers.
 */
final class RawCopy implements Side.Running {
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<Worker> workers = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final String source;
    private final String target;
    private final long commitNanos;

    /**
     * @param consumer settings of the consumers
     * @param producer settings of the producers
     * @param group consumer group, and beginning of the transactional ids
     * @param commit time between commits
     */
    RawCopy(
            Map<String, Object> consumer,
            Map<String, Object> producer,
            String group,
            String source,
            String target,
            int threads,
            Duration commit) {
        this.source = source;
        this.target = target;
        this.commitNanos = commit.toNanos();
        for (int thread = 0; thread < threads; thread++) {
            workers.add(new Worker(consumer(consumer, group), producer(producer, group + '-' + thread)));
        }
        workers.forEach(Worker::start);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client, String group) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client, String id) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void requireRunning() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("The copy has stopped: " + thrown.getMessage(), thrown);
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::end);
    }

    private final class Worker extends Thread {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final KafkaProducer<byte[], byte[]> producer;
        private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        private volatile boolean ending;

        Worker(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
            super("raw-copy");
            this.consumer = consumer;
            this.producer = producer;
        }

        @Override
        public void run() {
            try (consumer;
                    producer) {
                producer.initTransactions();
                consumer.subscribe(List.of(source));
                copy();
            } catch (WakeupException e) {
                // It is to end.
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        private void copy() {
            boolean open = false;
            long last = System.nanoTime();
            while (!ending) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!open && !records.isEmpty()) {
                    producer.beginTransaction();
                    open = true;
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    producer.send(new ProducerRecord<>(
                            target, null, record.timestamp(), record.key(), record.value(), record.headers()));
                }
                done.putAll(records.nextOffsets());
                if (open && System.nanoTime() - last >= commitNanos) {
                    producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
                    producer.commitTransaction();
                    done.clear();
                    open = false;
                    last = System.nanoTime();
                }
            }
        }

        void end() {
            ending = true;
            consumer.wakeup();
            try {
                join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
