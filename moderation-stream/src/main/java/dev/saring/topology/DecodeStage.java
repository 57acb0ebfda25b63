package dev.saring.topology;

import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.UndecodableException;
import dev.saring.topology.RecordDeaths.Death;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * From bytes to an upload, a dead letter, or a deletion, which ends here. As the first stage it also sees whatever escapes
 * from the others, and keeps a record from killing thread after thread.
 */
final class DecodeStage implements Processor<byte[], byte[], byte[], Object> {
    private final Topics topics;
    private final StageTools tools;
    private final RestrictedContent restricted;
    private ProcessorContext<byte[], Object> context;
    private RecordGuard guard;
    private TaskWatch watch;
    private DeadLetterShare share;
    private DeadLetters deadLetters;
    private AvroDecoder<UploadEvent> decoder;

    DecodeStage(Topics topics, StageTools tools) {
        this.topics = topics;
        this.tools = tools;
        this.restricted = new RestrictedContent(tools);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.guard = tools.deaths()
                .guard(new TopicPartition(topics.uploads(), context.taskId().partition()));
        guard.learn();
        this.watch = tools.watches().of(context.taskId());
        this.share = tools.shares().of(context.taskId());
        this.deadLetters = new DeadLetters(Stage.DECODE, context, share, tools);
        this.decoder = new AvroDecoder<>(tools.registry(), UploadEvent.class, tools.decodingLimits());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        watch.begin(record.timestamp());
        try {
            workGuarded(record);
        } catch (RuntimeException | Error e) {
            watch.abandon();
            throw e;
        }
        watch.end();
    }

    private void workGuarded(Record<byte[], byte[]> record) {
        long offset = context.recordMetadata().orElseThrow().offset();
        Death death = guard.begin(offset, record.key(), record.value());
        if (death != null) {
            bury(record, death);
            return;
        }
        try {
            work(record);
        } catch (RuntimeException | Error e) {
            guard.died(offset, record.key(), record.value(), e);
            throw e;
        }
    }

    private void bury(Record<byte[], byte[]> record, Death death) {
        String message = death.count() + " threads died of it, the last of " + death.reason();
        if (death.count() > RecordDeaths.LIMIT) {
            deadLetters.sendBare(record, record.value(), DeadLetterCause.FAILURE, message);
        } else if (death.withhold()) {
            deadLetters.sendUnjudged(record, record.value(), DeadLetterCause.FAILURE, message);
        } else {
            deadLetters.send(record, record.value(), DeadLetterCause.FAILURE, message);
        }
    }

    private void work(Record<byte[], byte[]> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        if (key == null || key.length == 0) {
            refuseKey(
                    record,
                    value == null ? null : decodeIfPossible(value),
                    DeadLetterCause.KEY_MISSING,
                    "The record has no key; produce with the contentId as key");
            return;
        }
        if (value == null) {
            delete();
            return;
        }
        UploadEvent upload;
        try {
            upload = decode(value);
        } catch (UndecodableException e) {
            deadLetters.send(record, value, DeadLetterCause.of(e), e.getMessage());
            return;
        }
        if (!Arrays.equals(key, upload.getContentId().getBytes(StandardCharsets.UTF_8))) {
            refuseKey(
                    record,
                    upload,
                    DeadLetterCause.KEY_MISMATCH,
                    "The key differs from the contentId; produce with the contentId as key, in plain UTF-8");
        } else if (upload.getKind() == UploadKind.DELETE) {
            delete();
        } else {
            watch.through(Stage.DECODE);
            context.forward(record.withValue(new DecodedUpload(value, upload)), ModerationTopology.CLASSIFY);
        }
    }

    /** Refuses a record for its key. What it holds may be readable all the same, and be of a kind not to be spread. */
    private void refuseKey(Record<byte[], byte[]> record, UploadEvent upload, DeadLetterCause cause, String message) {
        if (upload != null && restricted.isIn(upload)) {
            deadLetters.sendRestricted(record, record.value(), cause, message);
        } else {
            deadLetters.send(record, record.value(), cause, message);
        }
    }

    private UploadEvent decodeIfPossible(byte[] value) {
        try {
            return decode(value);
        } catch (UndecodableException e) {
            return null;
        }
    }

    private UploadEvent decode(byte[] value) throws UndecodableException {
        try {
            return decoder.decode(value);
        } catch (RegistryUnavailableException e) {
            return tools.patience().retry(() -> decoder.decode(value), e);
        }
    }

    private void delete() {
        tools.metrics().deleted();
        watch.result();
        share.add(false, context.recordMetadata().orElseThrow());
    }

    @Override
    public void close() {
        tools.shares().forget(context.taskId());
        tools.watches().forget(context.taskId());
    }
}
