package dev.saring.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts records as a read_committed consumer gets them. */
final class CommittedRecords {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ATTEMPTS = 60;

    private final Map<String, Object> settings;

    /** @param client settings of the consumer */
    CommittedRecords(Map<String, Object> client) {
        settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    }

    /** The committed records of partitions, from these offsets to their end of the moment. */
    long count(Map<TopicPartition, Long> begins) {
        Set<TopicPartition> partitions = begins.keySet();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            begins.forEach(consumer::seek);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long count = 0;
            for (int idle = 0; idle < ATTEMPTS; ) {
                if (partitions.stream().allMatch(each -> consumer.position(each) >= ends.get(each))) {
                    return count;
                }
                int found = consumer.poll(POLL).count();
                count += found;
                idle = found == 0 ? idle + 1 : 0;
            }
            throw new IllegalStateException("The end of " + partitions + " cannot be read");
        }
    }
}
