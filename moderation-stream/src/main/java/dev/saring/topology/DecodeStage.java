package dev.saring.topology;

import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** From bytes to an upload, a dead letter, or a deletion, which ends here. */
final class DecodeStage implements Processor<byte[], byte[], byte[], Object> {
    private final StageTools tools;
    private ProcessorContext<byte[], Object> context;
    private DeadLetterShare share;
    private DeadLetters deadLetters;
    private AvroDecoder<UploadEvent> decoder;
    private boolean provenSinceStart;

    DecodeStage(StageTools tools) {
        this.tools = tools;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.share = tools.shares().of(context.taskId());
        this.deadLetters = new DeadLetters(Stage.DECODE, context, share, tools);
        this.decoder = new AvroDecoder<>(tools.registry(), UploadEvent.class, tools.decodingLimits());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        if (key == null) {
            deadLetters.send(
                    record,
                    value,
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
            deadLetters.send(
                    record,
                    value,
                    DeadLetterCause.KEY_MISMATCH,
                    "The key differs from the contentId; produce with the contentId as key, in plain UTF-8");
        } else if (upload.getKind() == UploadKind.DELETE) {
            delete();
        } else {
            context.forward(record.withValue(new DecodedUpload(value, upload)), ModerationTopology.CLASSIFY);
        }
    }

    private UploadEvent decode(byte[] value) throws UndecodableException {
        UploadEvent upload;
        try {
            upload = decoder.decode(value);
        } catch (RegistryUnavailableException e) {
            upload = tools.patience().retry(() -> decoder.decode(value), e);
        }
        if (!provenSinceStart) {
            tools.patience().recovered();
            provenSinceStart = true;
        }
        return upload;
    }

    private void delete() {
        tools.metrics().deleted();
        share.add(false, context.recordMetadata().orElseThrow());
    }

    @Override
    public void close() {
        tools.shares().forget(context.taskId());
    }
}
