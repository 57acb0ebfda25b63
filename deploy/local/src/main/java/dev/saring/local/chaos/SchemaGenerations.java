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

/**
 * Later versions of the schema of uploads, as a platform's backend may come to use them: each adds one more optional
 * field at the end. So a record of a later version is one of ours with a few bytes more.
 */
final class SchemaGenerations {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
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
        try {
            ObjectNode schema =
                    (ObjectNode) JSON.readTree(UploadEvent.getClassSchema().toString());
            for (int field = 1; field <= latest; field++) {
                ((ArrayNode) schema.get("fields"))
                        .addObject()
                        .put("name", "later" + field)
                        .putNull("default")
                        .putArray("type")
                        .add("null")
                        .add("string");
            }
            String body = JSON.writeValueAsString(JSON.createObjectNode().put("schema", schema.toString()));
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(versions)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode id = JSON.readTree(answer.body()).get("id");
            if (answer.statusCode() != 200 || id == null) {
                throw new IllegalStateException("The registry refuses version " + latest + " of the schema of uploads: "
                        + answer.statusCode() + ' ' + answer.body());
            }
            return new Generation(id.intValue(), latest);
        } catch (IOException e) {
            throw new UncheckedIOException("The registry does not take version " + latest, e);
        }
    }
}
