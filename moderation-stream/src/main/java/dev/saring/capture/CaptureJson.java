package dev.saring.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RuleChange;
import dev.saring.serde.json.InvalidRecordException;
import dev.saring.serde.json.RecordJson;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** The lines of a capture: bytes in hex, times in ISO 8601, our records as {@link RecordJson} writes them. */
final class CaptureJson {
    /** The largest upload that settings allow, in hex. */
    private static final int LONGEST_STRING = 200_000_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_STRING)
                    .build())
            .build());
    private static final RecordJson RECORDS = RecordJson.whole();
    private static final RecordJson DECISIONS = RecordJson.whole().without("upload");
    private static final RecordJson.Reader<KeywordRule> KEYWORD = RecordJson.reader(KeywordRule.class);
    private static final RecordJson.Reader<HashRule> HASH = RecordJson.reader(HashRule.class);
    private static final RecordJson.Reader<ModerationDecision> DECISION = RecordJson.reader(ModerationDecision.class);

    private CaptureJson() {}

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string takes everything", e);
        }
        return text.toString();
    }

    static String write(CaptureManifest manifest) {
        return object(json -> {
            json.writeNumberField("format", manifest.format());
            json.writeStringField("release", manifest.release());
            json.writeStringField("engine", manifest.engine());
            json.writeStringField("capturedAt", manifest.capturedAt().toString());
            json.writeStringField("topic", manifest.topic());
            json.writeNumberField("partition", manifest.partition());
            json.writeNumberField("from", manifest.from());
            json.writeNumberField("to", manifest.to());
            json.writeNumberField("records", manifest.records());
            json.writeNumberField("withheld", manifest.withheld());
            json.writeNumberField("rules", manifest.rules());
            json.writeNumberField("changes", manifest.changes());
            json.writeNumberField("rulesLeftOut", manifest.rulesLeftOut());
            json.writeObjectField("settings", manifest.settings());
        });
    }

    /** @throws CaptureException where it is of a later format, or none */
    static CaptureManifest manifest(String text) {
        JsonNode json = tree(text);
        int format = json.path("format").asInt();
        if (format != CaptureManifest.FORMAT) {
            throw new CaptureException("the capture has format " + format + ", and this release reads "
                    + CaptureManifest.FORMAT + "; take the release that wrote it, "
                    + json.path("release").asText("unknown"));
        }
        TreeMap<String, String> settings = new TreeMap<>();
        json.path("settings")
                .properties()
                .forEach(each -> settings.put(each.getKey(), each.getValue().asText()));
        return new CaptureManifest(
                format,
                required(json, "release").asText(),
                required(json, "engine").asText(),
                time(json, "capturedAt"),
                required(json, "topic").asText(),
                required(json, "partition").asInt(),
                required(json, "from").asLong(),
                required(json, "to").asLong(),
                required(json, "records").asLong(),
                required(json, "withheld").asLong(),
                required(json, "rules").asLong(),
                required(json, "changes").asLong(),
                required(json, "rulesLeftOut").asLong(),
                settings);
    }

    static String schema(int id, String schema) {
        return object(json -> {
            json.writeNumberField("id", id);
            json.writeFieldName("schema");
            json.writeRawValue(schema);
        });
    }

    static int schemaId(JsonNode line) {
        return required(line, "id").asInt();
    }

    static String schemaText(JsonNode line) {
        return required(line, "schema").toString();
    }

    static String write(KeywordRule rule) {
        return object(json -> write(json, "keyword", RECORDS.write(rule)));
    }

    static String write(HashRule rule) {
        return object(json -> write(json, "hash", RECORDS.write(rule)));
    }

    static String write(RuleChange change) {
        return object(json -> {
            json.writeStringField("at", change.getChangedAt().toString());
            json.writeStringField("by", change.getChangedBy());
            json.writeStringField("why", change.getWhy());
            json.writeStringField("publishId", change.getPublishId());
            if (change.getAfter() instanceof KeywordRule rule) {
                write(json, "keyword", RECORDS.write(rule));
            } else if (change.getAfter() instanceof HashRule rule) {
                write(json, "hash", RECORDS.write(rule));
            } else {
                json.writeStringField(
                        change.getBefore() instanceof KeywordRule ? "retiredKeyword" : "retiredHash",
                        change.getRuleId());
            }
        });
    }

    /** What stands for a change that nothing else may be told of. */
    static String withheldChange(Instant at) {
        return object(json -> json.writeStringField("at", at.toString()));
    }

    private static void write(JsonGenerator json, String name, String record) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(record);
    }

    static CapturedRule rule(String text) {
        JsonNode line = tree(text);
        return new CapturedRule(
                line.has("at") ? time(line, "at") : null,
                line.has("keyword") ? record(KEYWORD, line, "keyword") : null,
                line.has("hash") ? record(HASH, line, "hash") : null,
                line.path("retiredKeyword").textValue(),
                line.path("retiredHash").textValue());
    }

    static String write(CapturedRecord record) {
        return object(json -> {
            json.writeNumberField("offset", record.offset());
            json.writeNumberField("timestamp", record.timestamp());
            bytes(json, "key", record.key());
            if (!record.headers().isEmpty()) {
                json.writeArrayFieldStart("headers");
                for (CapturedHeader header : record.headers()) {
                    json.writeStartObject();
                    json.writeStringField("key", header.key());
                    bytes(json, "value", header.value());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            bytes(json, "value", record.value());
            if (record.withheld() != null) {
                json.writeObjectFieldStart("withheld");
                json.writeStringField("sha256", record.withheld().sha256());
                json.writeNumberField("bytes", record.withheld().bytes());
                json.writeEndObject();
            }
            json.writeNumberField("rulesAt", record.rulesAt());
            json.writeBooleanField("exact", record.exact());
            if (record.result() != null) {
                write(json, record.result());
            }
        });
    }

    private static void write(JsonGenerator json, CapturedResult result) throws IOException {
        if (result.decision() != null) {
            write(json, "decision", DECISIONS.write(result.decision()));
        } else {
            json.writeObjectFieldStart("deadLetter");
            json.writeStringField("cause", result.cause());
            json.writeStringField("message", result.message());
            json.writeStringField("at", result.at().toString());
            json.writeEndObject();
        }
    }

    static CapturedRecord record(String text) {
        JsonNode line = tree(text);
        List<CapturedHeader> headers = new ArrayList<>();
        line.path("headers")
                .forEach(each ->
                        headers.add(new CapturedHeader(required(each, "key").asText(), bytes(each, "value"))));
        JsonNode withheld = line.get("withheld");
        return new CapturedRecord(
                required(line, "offset").asLong(),
                required(line, "timestamp").asLong(),
                bytes(line, "key"),
                headers,
                bytes(line, "value"),
                withheld == null
                        ? null
                        : new CapturedRecord.Withheld(
                                required(withheld, "sha256").asText(),
                                required(withheld, "bytes").asInt()),
                result(line),
                required(line, "rulesAt").asInt(),
                required(line, "exact").asBoolean());
    }

    private static CapturedResult result(JsonNode line) {
        if (line.has("decision")) {
            return CapturedResult.of(record(DECISION, line, "decision"));
        }
        JsonNode letter = line.get("deadLetter");
        return letter == null
                ? null
                : CapturedResult.deadLetter(
                        required(letter, "cause").asText(),
                        required(letter, "message").asText(),
                        time(letter, "at"));
    }

    private static void bytes(JsonGenerator json, String name, byte[] bytes) throws IOException {
        if (bytes != null) {
            json.writeStringField(name, HexFormat.of().formatHex(bytes));
        }
    }

    private static byte[] bytes(JsonNode object, String name) {
        String hex = object.path(name).textValue();
        try {
            return hex == null ? null : HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new CaptureException("the capture is damaged: " + name + " holds no hex", e);
        }
    }

    private static Instant time(JsonNode object, String name) {
        try {
            return Instant.parse(required(object, name).asText());
        } catch (DateTimeException e) {
            throw new CaptureException("the capture is damaged: " + name + " is no time", e);
        }
    }

    private static <T> T record(RecordJson.Reader<T> reader, JsonNode object, String name) {
        try {
            return reader.read(required(object, name).toString());
        } catch (InvalidRecordException e) {
            throw new CaptureException("the capture is damaged: " + name + ": " + e.getMessage(), e);
        }
    }

    /** Reads one line. */
    static JsonNode tree(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ObjectNode) {
                return node;
            }
            throw new CaptureException("the capture is damaged: a line is no JSON object");
        } catch (JsonProcessingException e) {
            throw new CaptureException("the capture is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode required(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            throw new CaptureException("the capture is damaged: " + name + " is missing");
        }
        return value;
    }
}
