package dev.saring.rules;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumers that read a rule topic from its beginning: committed records only, without a group. */
final class RuleConsumers {
    private static final int RECORDS_A_POLL = 5_000;
    private static final int BYTES_A_FETCH = 8 << 20;
    private static final Duration POLL = Duration.ofMillis(200);

    private RuleConsumers() {}

    /** @param kafka settings of the cluster and its security; what these readers rely on is set over it */
    static Consumer<String, byte[]> open(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, BYTES_A_FETCH);
        settings.putAll(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The partitions of a topic, however many. */
    static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic, Duration timeout)
            throws RuleTopicException {
        List<PartitionInfo> found = consumer.partitionsFor(topic, timeout);
        if (found == null || found.isEmpty()) {
            throw new RuleTopicException("there is no topic " + topic + "; create it with \"saring topics create\"");
        }
        return found.stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
    }

    /**
     * Reads assigned partitions from where they stand to their ends of the moment.
     *
     * @param patience how long the broker may say nothing
     * @param records takes the records, those of a partition in order, and perhaps some beyond the ends
     */
    static void readToEnd(
            Consumer<String, byte[]> consumer,
            List<TopicPartition> partitions,
            Duration patience,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> records)
            throws RuleTopicException {
        Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions, patience));
        Map<TopicPartition, Long> reached = new HashMap<>();
        long heard = System.nanoTime();
        while (true) {
            for (TopicPartition each : partitions) {
                long position = consumer.position(each, patience);
                if (position > reached.getOrDefault(each, -1L)) {
                    heard = System.nanoTime();
                    reached.put(each, position);
                }
            }
            left.entrySet().removeIf(each -> reached.get(each.getKey()) >= each.getValue());
            if (left.isEmpty()) {
                return;
            }
            if (System.nanoTime() - heard > patience.toNanos()) {
                TopicPartition silent = left.keySet().iterator().next();
                throw new RuleTopicException(
                        "the topic " + silent.topic() + " was read to offset " + reached.get(silent) + " of "
                                + left.get(silent) + ", and nothing more came for " + patience.toSeconds()
                                + " s; check the brokers and try again");
            }
            consumer.poll(POLL).forEach(records);
        }
    }

    /**
     * The one partition of a rule topic.
     *
     * @throws RuleTopicException where the topic is missing, or has more: their order would be lost
     */
    static TopicPartition partition(Consumer<?, ?> consumer, String topic, Duration timeout) throws RuleTopicException {
        List<TopicPartition> partitions = partitions(consumer, topic, timeout);
        if (partitions.size() > 1) {
            throw new RuleTopicException("the topic " + topic + " has " + partitions.size()
                    + " partitions, and rules need exactly one to keep their order; create it anew with one");
        }
        return partitions.get(0);
    }
}
