package dev.saring.serde.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records as JSON objects on one line, and reads them back: fields by name in the schema's order, nulls left
 * out, bytes as hex in lower case, times as ISO 8601 in UTC. Safe for use by several threads.
 */
public final class RecordJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final RecordJson WHOLE = new RecordJson(Set.of());

    private final Set<String> omitted;

    private RecordJson(Set<String> omitted) {
        this.omitted = omitted;
    }

    /** Returns JSON with all fields. */
    public static RecordJson whole() {
        return WHOLE;
    }

    /** Returns JSON without a field of the outermost record, such as {@code upload}. */
    public RecordJson without(String field) {
        Set<String> all = new HashSet<>(omitted);
        all.add(field);
        return new RecordJson(Set.copyOf(all));
    }

    /** Writes a record. A lone surrogate in a string is written as an escape, so that it survives UTF-8. */
    public String write(SpecificRecord record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writeRecord(json, record, omitted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return escapeLoneSurrogates(text.getBuffer());
    }

    /**
     * Makes a reader of what {@link #write} gives. Fields that are left out take the schema's defaults.
     *
     * @param type one of the generated classes, without unions of several records in it
     */
    public static <T extends SpecificRecord> Reader<T> reader(Class<T> type) {
        return new RecordReader<>(type, Map.of())::read;
    }

    /** Reads records of one kind. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads one record.
         *
         * @param json one JSON object
         * @throws InvalidRecordException where it is no such record
         */
        T read(String json) throws InvalidRecordException;
    }

    private static void writeRecord(JsonGenerator json, SpecificRecord record, Set<String> omitted) throws IOException {
        json.writeStartObject();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value != null && !omitted.contains(field.name())) {
                json.writeFieldName(field.name());
                writeValue(json, value);
            }
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof CharSequence text) {
            json.writeString(text.toString());
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Enum<?> symbol) {
            json.writeString(symbol.name());
        } else if (value instanceof Instant time) {
            json.writeString(time.toString());
        } else if (value instanceof ByteBuffer bytes) {
            json.writeString(hex(bytes));
        } else if (value instanceof SpecificRecord record) {
            writeRecord(json, record, Set.of());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                writeValue(json, each);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> each : map.entrySet()) {
                json.writeFieldName(each.getKey().toString());
                writeValue(json, each.getValue());
            }
            json.writeEndObject();
        } else {
            throw new IllegalArgumentException("no value of our records: " + value.getClass());
        }
    }

    private static String escapeLoneSurrogates(StringBuffer json) {
        StringBuilder escaped = null;
        int done = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < json.length()
                        && Character.isLowSurrogate(json.charAt(i + 1))) {
                    i++;
                } else {
                    escaped = escaped == null ? new StringBuilder(json.length() + 64) : escaped;
                    escaped.append(json, done, i)
                            .append("\\u")
                            .append(HexFormat.of().toHexDigits(c));
                    done = i + 1;
                }
            }
        }
        return escaped == null
                ? json.toString()
                : escaped.append(json, done, json.length()).toString();
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
