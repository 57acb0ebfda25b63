package dev.saring.serde.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.saring.moderation.TrustedRecords;
import dev.saring.words.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Reads JSON objects as records of one schema, in one pass. */
final class RecordReader<T extends SpecificRecord> {
    /** Four times the largest record that any topic takes, since hex and escapes make it longer. */
    private static final int MAX_CHARS = 16 << 20;
    /** Records nest less than half as deep. */
    private static final int MAX_DEPTH = 32;

    private static final int SHOWN = 40;
    private static final int NO_INDEX = -1;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_CHARS)
                    .build())
            .build();

    private final Class<T> type;
    private final SpecificData model;
    private final Schema schema;
    private final Map<String, IntFunction<Object>> defaults;

    /**
     * Makes a reader.
     *
     * @param defaults values for missing fields that have no default in the schema, by Record.field, given the index
     *     of the record within its array
     */
    RecordReader(Class<T> type, Map<String, IntFunction<Object>> defaults) {
        TrustedRecords.register();
        this.type = type;
        this.model = SpecificData.getForClass(type);
        this.schema = model.getSchema(type);
        this.defaults = defaults;
    }

    T read(String json) throws InvalidRecordException {
        if (json.length() > MAX_CHARS) {
            throw new InvalidRecordException(
                    "", "the object has " + json.length() + " characters, more than " + MAX_CHARS);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidRecordException("", "not a JSON object, but " + shown(parser));
            }
            T record = type.cast(readRecord(parser, schema, NO_INDEX));
            if (parser.nextToken() != null) {
                throw new InvalidRecordException("", "something follows after the end of the object");
            }
            return record;
        } catch (JsonProcessingException e) {
            String column = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            throw new InvalidRecordException("", "not valid JSON" + column + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SpecificRecord readRecord(JsonParser parser, Schema record, int index)
            throws IOException, InvalidRecordException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        SpecificRecord result = (SpecificRecord) SpecificData.newInstance(model.getClass(record), record);
        boolean[] given = new boolean[record.getFields().size()];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Schema.Field field = record.getField(parser.currentName());
            if (field == null) {
                throw new InvalidRecordException(
                        place(parser), "no field of that name" + fieldHint(parser.currentName(), record));
            }
            if (given[field.pos()]) {
                throw new InvalidRecordException(place(parser), "given twice");
            }
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                result.put(field.pos(), readValue(parser, field.schema(), NO_INDEX));
                given[field.pos()] = true;
            }
        }
        for (Schema.Field field : record.getFields()) {
            if (!given[field.pos()]) {
                result.put(field.pos(), missing(parser, record, field, index));
            }
        }
        return result;
    }

    private Object missing(JsonParser parser, Schema record, Schema.Field field, int index)
            throws InvalidRecordException {
        IntFunction<Object> own = defaults.get(record.getName() + '.' + field.name());
        if (own != null) {
            return own.apply(index);
        }
        if (field.hasDefaultValue()) {
            return model.deepCopy(field.schema(), model.getDefaultValue(field));
        }
        String place = place(parser);
        throw new InvalidRecordException(place.isEmpty() ? field.name() : place + '.' + field.name(), "missing");
    }

    private Object readValue(JsonParser parser, Schema value, int index) throws IOException, InvalidRecordException {
        return switch (value.getType()) {
            case UNION -> readValue(parser, onlyBranch(value), index);
            case RECORD -> readRecord(parser, value, index);
            case ARRAY -> readArray(parser, value.getElementType());
            case MAP -> readMap(parser, value.getValueType());
            case ENUM -> readSymbol(parser, value);
            case STRING -> {
                expect(parser, JsonToken.VALUE_STRING, "a string");
                yield parser.getText();
            }
            case BYTES -> readHex(parser);
            case BOOLEAN -> {
                if (!parser.currentToken().isBoolean()) {
                    throw unexpected(parser, "true or false");
                }
                yield parser.getBooleanValue();
            }
            case INT -> (int) readInteger(parser, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG ->
                value.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? readTime(parser)
                        : (Object) readInteger(parser, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> {
                if (!parser.currentToken().isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
                    throw unexpected(parser, "a number");
                }
                yield parser.getDoubleValue();
            }
            default -> throw new IllegalStateException("not used in our records: " + value);
        };
    }

    private static Schema onlyBranch(Schema union) {
        List<Schema> branches = union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() != 1) {
            throw new IllegalStateException("JSON does not tell the branches of a union apart: " + union);
        }
        return branches.get(0);
    }

    private List<Object> readArray(JsonParser parser, Schema element) throws IOException, InvalidRecordException {
        expect(parser, JsonToken.START_ARRAY, "an array");
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(readValue(parser, element, list.size()));
        }
        return list;
    }

    private Map<String, Object> readMap(JsonParser parser, Schema value) throws IOException, InvalidRecordException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (map.put(key, readValue(parser, value, NO_INDEX)) != null) {
                throw new InvalidRecordException(place(parser), "given twice");
            }
        }
        return map;
    }

    private static String fieldHint(String name, Schema record) {
        List<String> known = record.getFields().stream().map(Schema.Field::name).toList();
        String hint = NearestName.hint(name, known);
        return hint.isEmpty() ? "; the fields are " + String.join(", ", known) : hint;
    }

    private Object readSymbol(JsonParser parser, Schema symbols) throws IOException, InvalidRecordException {
        expect(parser, JsonToken.VALUE_STRING, "one of " + symbols.getEnumSymbols());
        String symbol = parser.getText();
        if (!symbols.hasEnumSymbol(symbol)) {
            throw new InvalidRecordException(
                    place(parser),
                    "expected one of " + symbols.getEnumSymbols() + ", not " + shown(parser)
                            + NearestName.hint(symbol, symbols.getEnumSymbols()));
        }
        return model.createEnum(symbol, symbols);
    }

    private static ByteBuffer readHex(JsonParser parser) throws IOException, InvalidRecordException {
        expect(parser, JsonToken.VALUE_STRING, "hex digits");
        try {
            return ByteBuffer.wrap(HexFormat.of().parseHex(parser.getText()));
        } catch (IllegalArgumentException e) {
            throw unexpected(parser, "an even number of hex digits and nothing else");
        }
    }

    private static Instant readTime(JsonParser parser) throws IOException, InvalidRecordException {
        expect(parser, JsonToken.VALUE_STRING, "a time such as \"2026-01-31T18:30:00Z\"");
        try {
            Instant time = Instant.parse(parser.getText()).truncatedTo(ChronoUnit.MILLIS);
            time.toEpochMilli();
            return time;
        } catch (DateTimeException | ArithmeticException e) {
            throw unexpected(parser, "a time such as \"2026-01-31T18:30:00Z\" or \"2026-02-01T01:30:00+07:00\"");
        }
    }

    private static long readInteger(JsonParser parser, long least, long most)
            throws IOException, InvalidRecordException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw unexpected(parser, "a whole number from " + least + " to " + most);
    }

    private static void expect(JsonParser parser, JsonToken token, String what)
            throws IOException, InvalidRecordException {
        if (parser.currentToken() != token) {
            throw unexpected(parser, what);
        }
    }

    private static InvalidRecordException unexpected(JsonParser parser, String what) throws IOException {
        return new InvalidRecordException(place(parser), "expected " + what + ", not " + shown(parser));
    }

    private static String shown(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> '"' + cut(parser.getText()) + '"';
            default -> cut(parser.getText());
        };
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** Returns where the parser stands, such as media[0].hashes[1].value; empty for the outermost object. */
    private static String place(JsonParser parser) {
        JsonStreamContext context = parser.getParsingContext();
        return place(parser.currentToken().isStructStart() ? context.getParent() : context);
    }

    private static String place(JsonStreamContext context) {
        if (context.inRoot()) {
            return "";
        }
        String outer = place(context.getParent());
        if (context.inArray()) {
            return outer + '[' + context.getCurrentIndex() + ']';
        }
        return outer.isEmpty() ? context.getCurrentName() : outer + '.' + context.getCurrentName();
    }
}
