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
    private static final Duration POLL = Duration.ofMillis(200);

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
        long end = consumer.endOffsets(List.of(partition), patience).get(partition);
        next = consumer.position(partition, patience);
        long heard = System.nanoTime();
        while (next < end) {
            for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
                if (each.value() == null) {
                    live.remove(each.key());
                } else if (each.key() != null) {
                    live.put(each.key(), each.value());
                }
            }
            long reached = consumer.position(partition, patience);
            if (reached > next) {
                next = reached;
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                throw new RuleTopicException("the topic " + topic + " was read to offset " + next + " of " + end
                        + ", and nothing more came for " + patience.toSeconds()
                        + " s; check the brokers and try again");
            }
        }
        return Collections.unmodifiableMap(live);
    }
}
