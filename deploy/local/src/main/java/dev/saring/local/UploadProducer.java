package dev.saring.local;

import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces uploads as a platform's backend does. Not for use by several threads at a time. */
final class UploadProducer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroEncoder<UploadEvent> encoder;
    private final String topic;

    /** On a cluster that lets everybody in. */
    UploadProducer(String bootstrapServers, SchemaRegistry registry, String topic) {
        this(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), registry, topic);
    }

    /** @param client settings of a Kafka producer */
    UploadProducer(Map<String, Object> client, SchemaRegistry registry, String topic) {
        Map<String, Object> all = new HashMap<>();
        // Some of what is sent on purpose is larger than the client's default of 1 MiB.
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
        all.putAll(client);
        this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        this.encoder = new AvroEncoder<>(registry, UploadEvent.class, topic);
        this.topic = topic;
    }

    /** Sends an upload under its contentId. */
    Future<RecordMetadata> send(UploadEvent upload) {
        return send(upload.getContentId().getBytes(StandardCharsets.UTF_8), encode(upload));
    }

    /** Sends a record as it is; key and value may be null. */
    Future<RecordMetadata> send(byte[] key, byte[] value) {
        return producer.send(new ProducerRecord<>(topic, key, value));
    }

    /** The value of an upload's record. */
    byte[] encode(UploadEvent upload) {
        try {
            return encoder.encode(upload);
        } catch (RegistryUnavailableException e) {
            throw new IllegalStateException("The schema of uploads cannot be registered: " + e.getMessage(), e);
        }
    }

    /** Returns when all that was sent has been written or has failed. */
    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
