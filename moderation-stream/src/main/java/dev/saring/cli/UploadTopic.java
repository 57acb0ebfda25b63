package dev.saring.cli;

import dev.saring.audit.AuditException;
import dev.saring.audit.TopicReader;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import dev.saring.topology.Topics;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Reads the uploads of the topic from a time to its end of the moment, once, and writes nothing. */
final class UploadTopic {
    private final Settings settings;
    private long unreadable;

    UploadTopic(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads; deletions are left out, and what cannot be decoded is counted.
     *
     * @param since null for all that is there
     * @param uploads takes each upload and the time of its record
     */
    void read(Instant since, BiConsumer<UploadEvent, Instant> uploads) {
        try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry(), null);
                TopicReader reader = TopicReader.connect(settings, List.of(name()))) {
            AvroDecoder<UploadEvent> decoder = new AvroDecoder<>(
                    registry, UploadEvent.class, new DecodingLimits(settings.get(SettingCatalog.UPLOAD_MAX_BYTES)));
            reader.range(
                    since == null ? reader.beginnings() : reader.offsetsAt(Math.max(0, since.toEpochMilli())),
                    reader.ends());
            Progress progress = new Progress("uploads", reader.left());
            while (!reader.isAtEnd()) {
                reader.poll(record -> take(decoder, record, uploads), (partition, position) -> {});
                progress.left(reader.left());
            }
        } catch (AuditException | KafkaException e) {
            throw new CommandFailure("the uploads cannot be read: " + e.getMessage(), e);
        }
    }

    private void take(
            AvroDecoder<UploadEvent> decoder,
            ConsumerRecord<byte[], byte[]> record,
            BiConsumer<UploadEvent, Instant> uploads) {
        if (record.value() == null) {
            return;
        }
        try {
            UploadEvent upload = decoder.decode(record.value());
            if (upload.getKind() != UploadKind.DELETE) {
                uploads.accept(upload, Instant.ofEpochMilli(record.timestamp()));
            }
        } catch (UndecodableException e) {
            unreadable++;
        } catch (RegistryUnavailableException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** The topic's whole name. */
    String name() {
        return Topics.of(settings).uploads();
    }

    /** How many records could not be decoded. */
    long unreadable() {
        return unreadable;
    }
}
