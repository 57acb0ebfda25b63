package dev.saring.rules;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumers that read a rule topic from its beginning: committed records only, without a group. */
final class RuleConsumers {
    private static final int RECORDS_A_POLL = 5_000;
    private static final int BYTES_A_FETCH = 8 << 20;

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

    /**
     * The one partition of a rule topic.
     *
     * @throws RuleTopicException where the topic is missing, or has more: their order would be lost
     */
    static TopicPartition partition(Consumer<?, ?> consumer, String topic, Duration timeout) throws RuleTopicException {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, timeout);
        if (partitions == null || partitions.isEmpty()) {
            throw new RuleTopicException("there is no topic " + topic + "; create it with \"saring topics create\"");
        }
        if (partitions.size() > 1) {
            throw new RuleTopicException("the topic " + topic + " has " + partitions.size()
                    + " partitions, and rules need exactly one to keep their order; create it anew with one");
        }
        return new TopicPartition(topic, partitions.get(0).partition());
    }
}
