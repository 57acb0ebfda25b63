package dev.saring.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes a record's own time, and 0 where it has none. Kafka Streams' own extractors stop at a record without a valid
 * time, or skip it; here nothing depends on that time, so neither will do.
 */
public final class UploadTimestamps implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
