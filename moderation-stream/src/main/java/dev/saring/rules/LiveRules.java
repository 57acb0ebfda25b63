package dev.saring.rules;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a compacted rule topic once, from its beginning to its end of the moment. */
final class LiveRules {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;

    /** @param patience how long the broker may say nothing */
    LiveRules(Consumer<String, byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    /** The value of every key that is live, as it lies on the topic. */
    Map<String, byte[]> read(String topic) throws RuleTopicException {
        TopicPartition partition = RuleConsumers.partition(consumer, topic, patience);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), patience).get(partition);
        Map<String, byte[]> live = new HashMap<>();
        long heard = System.nanoTime();
        while (consumer.position(partition, patience) < end) {
            long before = consumer.position(partition, patience);
            for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
                if (each.value() == null) {
                    live.remove(each.key());
                } else if (each.key() != null) {
                    live.put(each.key(), each.value());
                }
            }
            if (consumer.position(partition, patience) > before) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                throw new RuleTopicException("the topic " + topic + " was read to offset " + before + " of " + end
                        + ", and nothing more came for " + patience.toSeconds()
                        + " s; check the brokers and try again");
            }
        }
        return live;
    }
}
