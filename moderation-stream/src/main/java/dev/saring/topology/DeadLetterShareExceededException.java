package dev.saring.topology;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** So many records of a partition were dead letters that the partition is stopped. Somebody has to look. */
public final class DeadLetterShareExceededException extends RuntimeException {
    private final transient TopicPartition partition;

    DeadLetterShareExceededException(RecordMetadata source, int dead, int seen, int limitPercent) {
        super(dead + " of the last " + seen + " records of " + source.topic() + "-" + source.partition()
                + ", up to offset "
                + source.offset() + ", could not be decided on, more than the limit of " + limitPercent
                + " percent. Look at the causes in the dead letter, mend the producer, or raise saring.dead-letter.limit-percent"
                + " (100 = never stop) and start the instance again");
        partition = new TopicPartition(source.topic(), source.partition());
    }

    TopicPartition partition() {
        return partition;
    }
}
