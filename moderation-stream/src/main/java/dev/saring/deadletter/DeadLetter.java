package dev.saring.deadletter;

import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One dead letter.
 *
 * @param place where it stands
 * @param source the upload record that it was
 * @param sourceTime that record's time, in milliseconds since 1970
 * @param time when it was written
 * @param cause a {@link dev.saring.topology.DeadLetterCause}, or what a later version writes
 * @param stage a {@link dev.saring.topology.Stage}, or what a later version writes
 * @param message the cause in words
 * @param version the version of Saring that gave up
 * @param leftOut what was left out; null where the record is whole
 * @param key the original key, or null
 * @param value the original value, or null
 * @param headers the original headers
 */
public record DeadLetter(
        Place place,
        Place source,
        long sourceTime,
        Instant time,
        String cause,
        String stage,
        String message,
        String version,
        String leftOut,
        byte[] key,
        byte[] value,
        Headers headers) {

    /** Reads a record of the dead-letter topic; empty where it is no dead letter, such as a marker. */
    static Optional<DeadLetter> of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String cause = text(headers, DeadLetterHeaders.CAUSE);
        Optional<Place> source = Place.ofDeadLetter(headers);
        if (cause == null || source.isEmpty()) {
            return Optional.empty();
        }
        Headers original = new RecordHeaders();
        for (Header each : headers) {
            if (!DeadLetterHeaders.all().contains(each.key())) {
                original.add(each);
            }
        }
        return Optional.of(new DeadLetter(
                Place.of(record),
                source.get(),
                number(text(headers, DeadLetterHeaders.TIMESTAMP)),
                Instant.ofEpochMilli(record.timestamp()),
                cause,
                orEmpty(text(headers, DeadLetterHeaders.STAGE)),
                orEmpty(text(headers, DeadLetterHeaders.MESSAGE)),
                orEmpty(text(headers, DeadLetterHeaders.VERSION)),
                text(headers, DeadLetterHeaders.LEFT_OUT),
                record.key(),
                record.value(),
                original));
    }

    /** The dead letter that a marker says was replayed; empty where the record is no marker. */
    static Optional<Place> replayed(ConsumerRecord<byte[], byte[]> record) {
        return DeadLetterHeaders.isMarker(record.headers())
                ? Place.parse(text(record.headers(), DeadLetterHeaders.REPLAYED))
                : Optional.empty();
    }

    /** The key as text; null where there is none. */
    public String keyText() {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static long number(String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
