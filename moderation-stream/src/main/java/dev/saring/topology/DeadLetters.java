package dev.saring.topology;

import dev.saring.config.ApplicationVersion;
import dev.saring.ops.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends what one stage of one task cannot work on to the dead letter. */
final class DeadLetters {
    private static final int MOST_MESSAGE = 500;
    /** More than our own headers and the record's frame take. */
    private static final int OWN_BYTES = 2_000;

    private final Stage stage;
    private final ProcessorContext<byte[], Object> context;
    private final DeadLetterShare share;
    private final Metrics metrics;
    private final InstantSource clock;
    private final int maxBytes;

    DeadLetters(Stage stage, ProcessorContext<byte[], Object> context, DeadLetterShare share, Tools tools) {
        this.stage = stage;
        this.context = context;
        this.share = share;
        this.metrics = tools.metrics();
        this.clock = tools.clock();
        this.maxBytes = tools.decisionMaxBytes();
    }

    /**
     * Sends a record with its original key, value and headers.
     *
     * @param record the record as this stage got it
     * @param value the original value
     * @throws DeadLetterShareExceededException where there have been too many
     */
    void send(Record<byte[], ?> record, byte[] value, DeadLetterCause cause, String message) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        share.add(true, source);
        metrics.deadLetter(cause, stage);

        Headers headers = new RecordHeaders(record.headers());
        DeadLetterHeaders.ALL.forEach(headers::remove);
        byte[] key = record.key();
        StringBuilder leftOut = new StringBuilder();
        int room = maxBytes - OWN_BYTES - 4 * Math.min(message.length(), MOST_MESSAGE);
        if (size(key, value, headers) > room && value != null) {
            leftOut.append("value of ").append(value.length).append(" bytes ");
            value = null;
        }
        if (size(key, value, headers) > room) {
            leftOut.append("headers ");
            headers = new RecordHeaders();
        }
        if (size(key, value, headers) > room) {
            leftOut.append("key of ").append(key.length).append(" bytes");
            key = null;
        }
        add(headers, DeadLetterHeaders.CAUSE, cause.name());
        add(headers, DeadLetterHeaders.STAGE, stage.name());
        add(headers, DeadLetterHeaders.MESSAGE, message.substring(0, Math.min(message.length(), MOST_MESSAGE)));
        add(headers, DeadLetterHeaders.TOPIC, source.topic());
        add(headers, DeadLetterHeaders.PARTITION, Integer.toString(source.partition()));
        add(headers, DeadLetterHeaders.OFFSET, Long.toString(source.offset()));
        add(headers, DeadLetterHeaders.TIMESTAMP, Long.toString(record.timestamp()));
        add(headers, DeadLetterHeaders.VERSION, ApplicationVersion.get());
        if (!leftOut.isEmpty()) {
            add(headers, DeadLetterHeaders.LEFT_OUT, leftOut.toString().strip());
        }
        context.forward(new Record<>(key, (Object) value, clock.millis(), headers), ModerationTopology.DEAD_LETTER);
    }

    private static long size(byte[] key, byte[] value, Headers headers) {
        long size = length(key) + length(value);
        for (Header header : headers) {
            size += 3L * header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
