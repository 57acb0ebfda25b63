package dev.saring.rules;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What is live on a compacted rule topic: read from its beginning the first time, from then on where it stopped. */
final class LiveRules {
    private final Consumer<String, byte[]> consumer;
    private final String topic;
    private final Duration patience;
    private final Map<String, byte[]> live = new HashMap<>();
    private TopicPartition partition;
    private long next;

    /**
     * Makes a reader.
     *
     * @param consumer may be shared with other readers of the same thread
     * @param patience how long the broker may say nothing
     */
    LiveRules(Consumer<String, byte[]> consumer, String topic, Duration patience) {
        this.consumer = consumer;
        this.topic = topic;
        this.patience = patience;
    }

    /** Reads to the topic's end of the moment. The value of every key that is live, as it lies on the topic. */
    Map<String, byte[]> read() throws RuleTopicException {
        if (partition == null) {
            TopicPartition found = RuleConsumers.partition(consumer, topic, patience);
            consumer.assign(List.of(found));
            consumer.seekToBeginning(List.of(found));
            partition = found;
        } else {
            consumer.assign(List.of(partition));
            consumer.seek(partition, next);
        }
        RuleConsumers.readToEnd(consumer, List.of(partition), patience, this::take);
        next = consumer.position(partition, patience);
        return Collections.unmodifiableMap(live);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            live.remove(record.key());
        } else if (record.key() != null) {
            live.put(record.key(), record.value());
        }
    }
}
