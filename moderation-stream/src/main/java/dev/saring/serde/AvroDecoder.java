package dev.saring.serde;

import dev.saring.moderation.UploadEvent;
import dev.saring.serde.UndecodableException.Cause;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes Confluent's wire format: a byte 0, the id of the writer's schema in four bytes, the record in Avro's binary
 * encoding. Not for use by several threads at a time.
 *
 * @param <T> the generated class of the records
 */
public final class AvroDecoder<T extends SpecificRecord> {
    private static final int PREFIX = 1 + Integer.BYTES;
    /** Far more schemas than one record has had; beyond it, all are resolved anew. */
    private static final int MAX_WRITERS = 1_000;

    /** How records of one writer's schema are read: by a reader, or not, and why. */
    private record Resolution<T>(DatumReader<T> reader, String mismatch) {}

    private final SchemaLookup schemas;
    private final Class<T> type;
    private final Schema schema;
    private final OwnRecords records;
    private final DecodingLimits limits;
    private final Map<Integer, Resolution<T>> resolutions = new HashMap<>();
    private final BoundedDecoder decoder = new BoundedDecoder();
    private int latestId = -1;
    private Resolution<T> latest;

    /**
     * Makes a decoder. No schema is asked for before the first record.
     *
     * @param type one of the generated classes of {@code dev.saring.moderation}
     */
    public AvroDecoder(SchemaLookup schemas, Class<T> type, DecodingLimits limits) {
        this.schemas = Objects.requireNonNull(schemas);
        this.limits = Objects.requireNonNull(limits);
        this.type = type;
        this.records = new OwnRecords(type);
        this.schema = records.getSchema(type);
    }

    /**
     * Decodes a record.
     *
     * @param data the record's value; null counts as empty
     * @return a new record
     * @throws UndecodableException where it is the record's fault
     * @throws RegistryUnavailableException where the writer's schema is not known yet and the registry cannot be asked
     *     for it, or does not seem to be the right one
     */
    public T decode(byte[] data) throws UndecodableException, RegistryUnavailableException {
        Resolution<T> resolution = resolution(schemaId(data));
        if (resolution.mismatch != null) {
            throw new UndecodableException(Cause.SCHEMA_MISMATCH, resolution.mismatch);
        }
        decoder.reset(data, PREFIX);
        T record;
        try {
            record = resolution.reader.read(null, decoder);
        } catch (EOFException e) {
            throw new UndecodableException(
                    Cause.TRUNCATED, "The record of " + data.length + " bytes ends too early: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(Cause.MALFORMED, "The record cannot be decoded: " + e);
        } catch (StackOverflowError e) {
            resolutions.remove(latestId);
            latestId = -1;
            throw new UndecodableException(Cause.MALFORMED, "The record is nested too deeply");
        }
        int left = decoder.remainingBytes();
        if (left > 0) {
            throw new UndecodableException(Cause.MALFORMED, left + " bytes follow after the end of the record");
        }
        return record;
    }

    private int schemaId(byte[] data) throws UndecodableException {
        if (data == null || data.length == 0) {
            throw new UndecodableException(Cause.EMPTY, "The record has no value");
        }
        if (data.length > limits.maxRecordBytes()) {
            throw new UndecodableException(
                    Cause.TOO_LARGE,
                    "The record has " + data.length + " bytes, more than the limit of " + limits.maxRecordBytes());
        }
        if (data[0] != 0 || data.length < PREFIX) {
            throw new UndecodableException(
                    Cause.NOT_CONFLUENT_FORMAT,
                    "The record does not start with a byte 0 and a schema id of four bytes, but with "
                            + hex(data, PREFIX));
        }
        return id(data);
    }

    private Resolution<T> resolution(int id) throws UndecodableException, RegistryUnavailableException {
        if (id != latestId) {
            Resolution<T> found = resolutions.get(id);
            if (found == null) {
                found = resolve(id, schemas.schema(id));
                if (resolutions.size() >= MAX_WRITERS) {
                    resolutions.clear();
                }
                resolutions.put(id, found);
            }
            latest = found;
            latestId = id;
        }
        return latest;
    }

    private Resolution<T> resolve(int id, Schema writer) {
        Optional<String> danger = WriterSchemas.danger(writer);
        if (danger.isPresent()) {
            return new Resolution<>(null, "Schema " + id + " is refused as unsafe: " + danger.get());
        }
        SchemaCompatibility.SchemaCompatibilityResult result = SchemaCompatibility.checkReaderWriterCompatibility(
                        schema, writer)
                .getResult();
        if (result.getCompatibility() != SchemaCompatibilityType.COMPATIBLE) {
            return new Resolution<>(
                    null,
                    "Schema " + id + ", " + writer.getFullName() + ", cannot be read as " + schema.getFullName() + ": "
                            + result.getIncompatibilities().stream()
                                    .map(each -> each.getLocation() + ' ' + each.getMessage())
                                    .limit(3)
                                    .collect(Collectors.joining("; ")));
        }
        return new Resolution<>(reader(writer), null);
    }

    @SuppressWarnings("unchecked") // T is the type compared with
    private DatumReader<T> reader(Schema writer) {
        boolean own = type == UploadEvent.class
                && SchemaNormalization.toParsingForm(writer).equals(SchemaNormalization.toParsingForm(schema));
        return own ? (DatumReader<T>) new UploadDatumReader() : new SpecificDatumReader<>(writer, schema, records);
    }

    /** The id that a value of Confluent's wire format begins with; empty where it does not. */
    public static OptionalInt schemaIdOf(byte[] data) {
        return data == null || data.length < PREFIX || data[0] != 0 ? OptionalInt.empty() : OptionalInt.of(id(data));
    }

    private static int id(byte[] data) {
        return (data[1] & 0xff) << 24 | (data[2] & 0xff) << 16 | (data[3] & 0xff) << 8 | data[4] & 0xff;
    }

    private static String hex(byte[] data, int length) {
        return HexFormat.of().formatHex(data, 0, Math.min(length, data.length));
    }
}
