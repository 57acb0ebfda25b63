package dev.saring.serde;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** A producer with a schema of its own, as another language's would be. */
final class GenericWriter {
    private final Schema schema;
    private final int id;

    GenericWriter(SchemaRegistry registry, Schema schema, String topic) throws RegistryUnavailableException {
        this.schema = schema;
        this.id = registry.id(topic, schema);
    }

    /** Encodes a record with the schema's defaults where nothing else is put. */
    byte[] encode(Consumer<GenericRecord> fields) throws IOException {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            if (field.hasDefaultValue()) {
                record.put(field.pos(), GenericData.get().getDefaultValue(field));
            }
        }
        fields.accept(record);
        return encodeRaw(encoder -> new GenericDatumWriter<GenericRecord>(schema).write(record, encoder));
    }

    /** Encodes what the caller writes, valid or not. */
    byte[] encodeRaw(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeByte(0);
        data.writeInt(id);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        body.write(encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    interface Body {
        void write(BinaryEncoder encoder) throws IOException;
    }
}
