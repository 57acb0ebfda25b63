package dev.saring.bench;

import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces uploads as a platform's backend would. For one thread. */
final class UploadLoader implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroEncoder<UploadEvent> encoder;
    private final BenchUploads uploads;
    private final String topic;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Callback noteFailure = (metadata, exception) -> {
        if (exception != null) {
            failure.compareAndSet(null, exception);
        }
    };

    /**
     * @param client settings of the producer
     * @param bulk whether to fill batches, rather than to send soon
     */
    UploadLoader(
            Map<String, Object> client, SchemaRegistry registry, BenchUploads uploads, String topic, boolean bulk) {
        Map<String, Object> settings = new HashMap<>(client);
        if (bulk) {
            settings.put(ProducerConfig.LINGER_MS_CONFIG, 50);
            settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        }
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.encoder = new AvroEncoder<>(registry, UploadEvent.class, topic);
        this.uploads = uploads;
        this.topic = topic;
    }

    /** The record of an upload. */
    ProducerRecord<byte[], byte[]> record(int number) {
        UploadEvent upload = uploads.upload(number);
        try {
            return new ProducerRecord<>(
                    topic, upload.getContentId().getBytes(StandardCharsets.UTF_8), encoder.encode(upload));
        } catch (RegistryUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same upload under the contentId of another number. */
    static ProducerRecord<byte[], byte[]> renumbered(ProducerRecord<byte[], byte[]> record, int number) {
        byte[] before = record.key();
        byte[] key = BenchUploads.contentId(number).getBytes(StandardCharsets.UTF_8);
        byte[] value = record.value().clone();
        int at = 0;
        while (Arrays.mismatch(value, at, at + before.length, before, 0, before.length) >= 0) {
            at++;
        }
        System.arraycopy(key, 0, value, at, key.length);
        return new ProducerRecord<>(record.topic(), key, value);
    }

    /**
     * Sends a record, in the background.
     *
     * @throws KafkaException where an earlier one failed
     */
    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, noteFailure);
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException("uploads cannot be produced", failed);
        }
    }

    /** Produces the uploads 0 to {@code count} - 1, and gives the bytes of their keys and values. */
    long load(int count) {
        long bytes = 0;
        for (int number = 0; number < count; number++) {
            ProducerRecord<byte[], byte[]> record = record(number);
            bytes += record.key().length + record.value().length;
            send(record);
        }
        producer.flush();
        return bytes;
    }

    @Override
    public void close() {
        producer.close();
    }
}
