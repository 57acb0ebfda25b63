package dev.saring.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Where a record stands, written {@code topic-partition@offset}. */
public record Place(String topic, int partition, long offset) {

    /** Where a record stands. */
    public static Place of(ConsumerRecord<?, ?> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    /** The upload record that a decision says it was made for; empty where it says none, or nothing sensible. */
    public static Optional<Place> ofDecision(Headers headers) {
        return text(headers, DecisionHeaders.SOURCE).flatMap(Place::parse);
    }

    /** The upload record that a dead letter says it was; empty where it says none, or nothing sensible. */
    public static Optional<Place> ofDeadLetter(Headers headers) {
        Optional<String> topic = text(headers, DeadLetterHeaders.TOPIC);
        Optional<String> partition = text(headers, DeadLetterHeaders.PARTITION);
        Optional<String> offset = text(headers, DeadLetterHeaders.OFFSET);
        if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
            return Optional.empty();
        }
        return parse(topic.get() + '-' + partition.get() + '@' + offset.get());
    }

    /** Reads what {@link #toString} writes; empty where it is nothing such. */
    public static Optional<Place> parse(String text) {
        int at = text.lastIndexOf('@');
        int dash = text.lastIndexOf('-', at);
        if (dash < 1) {
            return Optional.empty();
        }
        try {
            int partition = Integer.parseInt(text, dash + 1, at, 10);
            long offset = Long.parseLong(text, at + 1, text.length(), 10);
            return partition < 0 || offset < 0
                    ? Optional.empty()
                    : Optional.of(new Place(text.substring(0, dash), partition, offset));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return topic + '-' + partition + '@' + offset;
    }
}
