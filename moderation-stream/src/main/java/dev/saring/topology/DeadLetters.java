package dev.saring.topology;

import dev.saring.config.ApplicationVersion;
import dev.saring.ops.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends what one stage of one task cannot work on to the dead letter. */
final class DeadLetters {
    private static final int MOST_MESSAGE = 500;
    /** More than our own headers and the record's frame take. */
    private static final int OWN_BYTES = 2_000;

    private static final int MOST_BYTES_A_CHAR = 3;

    private final Stage stage;
    private final ProcessorContext<byte[], Object> context;
    private final DeadLetterShare share;
    private final TaskWatch watch;
    private final Metrics metrics;
    private final InstantSource clock;
    private final int maxBytes;

    DeadLetters(Stage stage, ProcessorContext<byte[], Object> context, DeadLetterShare share, StageTools tools) {
        this.stage = stage;
        this.context = context;
        this.share = share;
        this.watch = tools.watches().of(context.taskId());
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
        send(record, new OriginalRecord(record, value), cause, message);
    }

    /**
     * Sends a record that is under a restricted policy: without its value, which stays where only few may read it.
     *
     * @param message quotes nothing of the value
     */
    void sendRestricted(Record<byte[], ?> record, byte[] value, DeadLetterCause cause, String message) {
        sendWithout(record, value, DeadLetterHeaders.RESTRICTED, cause, message);
    }

    /**
     * Sends a record of which nobody can tell whether it is under a restricted policy: likewise without its value.
     *
     * @param message quotes nothing of the value
     */
    void sendUnjudged(Record<byte[], ?> record, byte[] value, DeadLetterCause cause, String message) {
        sendWithout(record, value, DeadLetterHeaders.PERHAPS + DeadLetterHeaders.RESTRICTED, cause, message);
    }

    /**
     * Sends as little of a record as names it: its dead letter, too, was refused.
     *
     * @param message quotes nothing of the value
     */
    void sendBare(Record<byte[], ?> record, byte[] value, DeadLetterCause cause, String message) {
        OriginalRecord original = new OriginalRecord(record, value);
        original.withoutValue(DeadLetterHeaders.PERHAPS + DeadLetterHeaders.RESTRICTED);
        original.fit(0);
        send(record, original, cause, message);
    }

    private void sendWithout(
            Record<byte[], ?> record, byte[] value, String why, DeadLetterCause cause, String message) {
        OriginalRecord original = new OriginalRecord(record, value);
        original.withoutValue(why);
        send(record, original, cause, message);
    }

    private void send(Record<byte[], ?> record, OriginalRecord original, DeadLetterCause cause, String message) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        share.add(true, source);

        String shortMessage = message.substring(0, Math.min(message.length(), MOST_MESSAGE));
        original.fit(maxBytes - OWN_BYTES - MOST_BYTES_A_CHAR * shortMessage.length());
        Headers headers = original.headers();
        add(headers, DeadLetterHeaders.CAUSE, cause.name());
        add(headers, DeadLetterHeaders.STAGE, stage.name());
        add(headers, DeadLetterHeaders.MESSAGE, shortMessage);
        add(headers, DeadLetterHeaders.TOPIC, source.topic());
        add(headers, DeadLetterHeaders.PARTITION, Integer.toString(source.partition()));
        add(headers, DeadLetterHeaders.OFFSET, Long.toString(source.offset()));
        add(headers, DeadLetterHeaders.TIMESTAMP, Long.toString(record.timestamp()));
        add(headers, DeadLetterHeaders.VERSION, ApplicationVersion.get());
        if (!original.leftOut().isEmpty()) {
            add(headers, DeadLetterHeaders.LEFT_OUT, original.leftOut());
        }
        context.forward(
                new Record<>(original.key(), (Object) original.value(), clock.millis(), headers),
                ModerationTopology.DEAD_LETTER);
        metrics.deadLetter(cause, stage);
        watch.result();
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
