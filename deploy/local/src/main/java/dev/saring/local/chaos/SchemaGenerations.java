package dev.saring.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saring.moderation.UploadEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.avro.Schema;

/**
 * Later versions of the schema of uploads, as a platform's backend may come to use them: each adds one more optional
 * field at the end. So a record of a later version is one of ours with a few bytes more.
 */
final class SchemaGenerations {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI versions;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private int latest;

    /** @param registry the registry's URL for Confluent's clients */
    SchemaGenerations(String registry, String uploadsTopic) {
        this.versions = URI.create(registry + "/subjects/" + uploadsTopic + "-value/versions");
    }

    /**
     * A registered version.
     *
     * @param id its id in the registry
     * @param fields how many fields it has more than ours
     */
    record Generation(int id, int fields) {
        /** A record in Confluent's wire format under this version, from one under ours. */
        byte[] encode(byte[] ours) {
            byte[] text = ("generation " + fields).getBytes(StandardCharsets.UTF_8);
            ByteBuffer later = ByteBuffer.allocate(ours.length + fields + 1 + text.length);
            later.put(withId(ours, id));
            for (int field = 1; field < fields; field++) {
                later.put((byte) 0); // the union's first branch, null
            }
            later.put((byte) 2).put((byte) (2 * text.length)).put(text); // its second branch, a string
            return later.array();
        }
    }

    /** A copy of a record in Confluent's wire format with another schema id. */
    static byte[] withId(byte[] record, int id) {
        byte[] copy = Arrays.copyOf(record, record.length);
        ByteBuffer.wrap(copy).putInt(1, id);
        return copy;
    }

    /** Registers one more version. */
    Generation register() throws InterruptedException {
        latest++;
        ObjectNode schema = ours();
        for (int field = 1; field <= latest; field++) {
            addOptional(schema, "later" + field, JSON.getNodeFactory().textNode("string"));
        }
        return new Generation(post(versions, schema), latest);
    }

    /** Registers a version with one optional field of another type instead, and returns its id. */
    int registerWith(String field, String type) throws InterruptedException {
        ObjectNode schema = ours();
        try {
            addOptional(schema, field, JSON.readTree(type));
        } catch (IOException e) {
            throw new IllegalArgumentException(type, e);
        }
        return post(versions, schema);
    }

    /** The id of the schema of records on one of our topics, which is registered already. */
    int idOf(Schema schema, String topic) throws InterruptedException {
        try {
            return post(
                    versions.resolve("../" + topic + "-value/versions"), (ObjectNode) JSON.readTree(schema.toString()));
        } catch (IOException e) {
            throw new IllegalArgumentException(schema.getFullName(), e);
        }
    }

    private static ObjectNode ours() {
        try {
            return (ObjectNode) JSON.readTree(UploadEvent.getClassSchema().toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addOptional(ObjectNode schema, String field, JsonNode type) {
        ((ArrayNode) schema.get("fields"))
                .addObject()
                .put("name", field)
                .putNull("default")
                .putArray("type")
                .add("null")
                .add(type);
    }

    private int post(URI where, ObjectNode schema) throws InterruptedException {
        try {
            String body = JSON.writeValueAsString(JSON.createObjectNode().put("schema", schema.toString()));
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(where)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode id = JSON.readTree(answer.body()).get("id");
            if (answer.statusCode() != OK || id == null) {
                throw new IllegalStateException(
                        "The registry refuses a schema at " + where + ": " + answer.statusCode() + ' ' + answer.body());
            }
            return id.intValue();
        } catch (IOException e) {
            throw new UncheckedIOException("The registry does not take a schema at " + where, e);
        }
    }
}
