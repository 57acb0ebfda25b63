package dev.saring.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** What lies on the rule topics, and mock consumers that read it. */
final class TopicLog {
    static final RuleTopics TOPICS = RuleTopics.of("test.");

    private final Map<String, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();

    TopicLog() {
        records.put(TOPICS.rules(), new ArrayList<>());
        records.put(TOPICS.hashes(), new ArrayList<>());
    }

    /** Appends a record and returns it. */
    synchronized ConsumerRecord<String, byte[]> append(String topic, String key, byte[] value) {
        List<ConsumerRecord<String, byte[]>> log = records.computeIfAbsent(topic, t -> new ArrayList<>());
        ConsumerRecord<String, byte[]> appended = new ConsumerRecord<>(topic, 0, log.size(), key, value);
        log.add(appended);
        return appended;
    }

    /** Appends all that a producer has committed. */
    void appendAll(MockProducer<String, byte[]> producer) {
        for (ProducerRecord<String, byte[]> each : producer.history()) {
            append(each.topic(), each.key(), each.value());
        }
    }

    /** A consumer that finds both rule topics as they are now. */
    synchronized MockConsumer<String, byte[]> consumer() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("none") {
            private List<TopicPartition> filled = List.of();

            @Override
            public synchronized void assign(java.util.Collection<TopicPartition> partitions) {
                super.assign(partitions);
                List<TopicPartition> before = filled;
                filled = List.copyOf(partitions);
                for (TopicPartition each : partitions) {
                    if (!before.contains(each)) {
                        records.get(each.topic()).forEach(this::addRecord);
                    }
                }
            }
        };
        for (String topic : List.of(TOPICS.rules(), TOPICS.hashes())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.updatePartitions(
                    topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0])));
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.updateEndOffsets(
                    Map.of(partition, (long) records.get(topic).size()));
        }
        return consumer;
    }
}
