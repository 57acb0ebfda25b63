package dev.saring.audit;

import dev.saring.config.KafkaClient;
import dev.saring.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads ranges of offsets of all partitions of some topics, only what is committed. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** For one record that is known to be there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<TopicPartition> unfinished = new HashSet<>();
    private long read;

    /**
     * Connects.
     *
     * @throws AuditException where a topic is not there
     */
    public static TopicReader connect(Settings settings, List<String> topics) {
        return connect(settings, topics, partition -> true);
    }

    /**
     * Connects to one partition alone.
     *
     * @throws AuditException where the topic or this partition of it is not there
     */
    public static TopicReader connect(Settings settings, String topic, int partition) {
        return connect(settings, List.of(topic), each -> each == partition);
    }

    private static TopicReader connect(Settings settings, List<String> topics, IntPredicate wanted) {
        Map<String, Object> own = new HashMap<>(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000"));
        own.putAll(settings.kafka(KafkaClient.CONSUMER));
        own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new TopicReader(
                new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer()), topics, wanted);
    }

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer, List<String> topics, IntPredicate wanted) {
        this.consumer = consumer;
        for (String topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new AuditException(
                        "There is no topic " + topic + ", or no right to see it; is saring.topics.prefix right?", null);
            }
            found.stream()
                    .map(PartitionInfo::partition)
                    .filter(wanted::test)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition)));
            if (partitions.isEmpty()) {
                throw new AuditException(
                        "The topic " + topic + " has partitions 0 to " + (found.size() - 1) + " only", null);
            }
        }
        consumer.assign(partitions);
    }

    /** The first offsets that the topics still hold. */
    public Map<TopicPartition, Long> beginnings() {
        return consumer.beginningOffsets(partitions);
    }

    /** The offsets after the last committed records. */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /** The offsets of the first records with this time or a later one; those after the last record where there is none. */
    public Map<TopicPartition, Long> offsetsAt(long epochMillis) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, epochMillis));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends());
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    /** Sets what to read. */
    public void range(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> newEnds) {
        unfinished.clear();
        partitions.forEach(partition -> consumer.seek(partition, starts.get(partition)));
        extend(newEnds);
    }

    /** Reads on to later ends. */
    void extend(Map<TopicPartition, Long> newEnds) {
        ends.putAll(newEnds);
        for (TopicPartition partition : partitions) {
            if (consumer.position(partition) < ends.get(partition)) {
                unfinished.add(partition);
                consumer.resume(List.of(partition));
            } else {
                unfinished.remove(partition);
                consumer.pause(List.of(partition));
            }
        }
    }

    public boolean isAtEnd() {
        return unfinished.isEmpty();
    }

    /**
     * Reads some records.
     *
     * @param positions told after the records: each partition with the offset before which all has been read
     */
    public void poll(Consumer<ConsumerRecord<byte[], byte[]>> records, BiConsumer<TopicPartition, Long> positions) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        for (TopicPartition partition : polled.partitions()) {
            long end = ends.get(partition);
            for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                if (record.offset() < end) {
                    records.accept(record);
                    read++;
                }
            }
        }
        for (TopicPartition partition : List.copyOf(unfinished)) {
            long position = consumer.position(partition);
            positions.accept(partition, position);
            long end = ends.get(partition);
            if (position >= end) {
                unfinished.remove(partition);
                consumer.pause(List.of(partition));
                consumer.seek(partition, end);
            }
        }
    }

    /** The key of one record; null where it has none or is not there. */
    byte[] key(TopicPartition partition, long offset) {
        consumer.pause(partitions);
        consumer.resume(List.of(partition));
        consumer.seek(partition, offset);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) == offset && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == offset ? record.key() : null;
            }
        }
        return null;
    }

    /** Waits a moment for more records to be written. */
    void pause() {
        consumer.poll(POLL);
    }

    /** How many records have been read so far. */
    public long read() {
        return read;
    }

    /** How many offsets are left, of which some may hold no record. */
    public long left() {
        return unfinished.stream()
                .mapToLong(partition -> ends.get(partition) - consumer.position(partition))
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
