package dev.saring.serde;

import dev.saring.moderation.ModerationDecision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes records for one topic in Confluent's wire format, see {@link AvroDecoder}. Not for use by several threads at
 * a time.
 *
 * @param <T> the generated class of the records
 */
public final class AvroEncoder<T extends SpecificRecord> {
    /** A buffer that has grown beyond it is given back. */
    private static final int KEPT_BUFFER = 1 << 20;

    private static final int UNRESOLVED = -1;

    private final SchemaRegistry registry;
    private final Schema schema;
    private final String topic;
    private final DatumWriter<T> writer;
    private ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
    private BinaryEncoder spareEncoder;
    private int id = UNRESOLVED;

    /**
     * Makes an encoder. The registry is not asked yet.
     *
     * @param type one of the generated classes of {@code dev.saring.moderation}
     * @param topic the topic that the records are for, with its prefix
     */
    public AvroEncoder(SchemaRegistry registry, Class<T> type, String topic) {
        OwnRecords records = new OwnRecords(type);
        this.registry = Objects.requireNonNull(registry);
        this.schema = records.getSchema(type);
        this.topic = Objects.requireNonNull(topic);
        this.writer = writer(type, records);
    }

    @SuppressWarnings("unchecked") // T is the type compared with
    private DatumWriter<T> writer(Class<T> type, OwnRecords records) {
        return type == ModerationDecision.class
                ? (DatumWriter<T>) new DecisionDatumWriter()
                : new SpecificDatumWriter<>(schema, records);
    }

    /**
     * Finds or registers the schema's id, unless that is done. Calling it at the start shows early what is wrong with
     * the registry, and tells the registry's schemas that are ours from others.
     *
     * @throws RegistryUnavailableException where the registry cannot be asked and the id was never found before, or
     *     where it refuses
     */
    public void prepare() throws RegistryUnavailableException {
        if (id == UNRESOLVED) {
            id = registry.id(topic, schema);
        }
    }

    /**
     * Encodes a record.
     *
     * @throws RegistryUnavailableException from {@link #prepare}, at the first use only
     * @throws org.apache.avro.AvroRuntimeException or {@link NullPointerException} where the record lacks a field that
     *     may not be null
     */
    public byte[] encode(T record) throws RegistryUnavailableException {
        prepare();
        buffer.reset();
        buffer.write(0);
        buffer.write(id >>> 24);
        buffer.write(id >>> 16);
        buffer.write(id >>> 8);
        buffer.write(id);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, spareEncoder);
        // One that failed half way holds bytes of that record: it is not taken again.
        spareEncoder = null;
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spareEncoder = encoder;
        byte[] bytes = buffer.toByteArray();
        if (bytes.length > KEPT_BUFFER) {
            buffer = new ByteArrayOutputStream(1024);
        }
        return bytes;
    }
}
