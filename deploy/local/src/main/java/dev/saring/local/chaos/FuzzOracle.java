package dev.saring.local.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import java.io.EOFException;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * What must become of a record, whatever it is, found without Saring's own decoder: the registry asked over plain HTTP,
 * the value read with Avro's own reader.
 */
final class FuzzOracle {
    private static final int PREFIX = 5;
    private static final Set<String> BROKEN = Set.of("TRUNCATED", "MALFORMED");
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What must become of a record. With neither upload nor cause: nothing, it is a deletion.
     *
     * @param upload to be decided on; null otherwise
     * @param causes that its dead letter may have; empty otherwise
     * @param refused an upload that could be read and becomes a dead letter all the same; null otherwise
     */
    record Expectation(UploadEvent upload, Set<String> causes, UploadEvent refused) {
        private static Expectation dead(String cause) {
            return refused(null, cause);
        }

        private static Expectation refused(UploadEvent upload, String cause) {
            return new Expectation(null, Set.of(cause), upload);
        }

        boolean isDeletion() {
            return upload == null && causes.isEmpty();
        }
    }

    /** A failure to read, by its cause. */
    private static final class Unreadable extends Exception {
        Unreadable(String cause) {
            super(cause);
        }
    }

    private final URI registry;
    private final Set<Integer> dangerous;
    private final int maxBytes;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<Integer, Optional<Schema>> schemas = new HashMap<>();

    /**
     * @param registry its URL for Confluent's clients
     * @param dangerous ids of schemas that must be refused, though Avro would read with them
     * @param maxBytes the largest value that is read
     */
    FuzzOracle(String registry, Set<Integer> dangerous, int maxBytes) {
        this.registry = URI.create(registry + "/schemas/ids/");
        this.dangerous = Set.copyOf(dangerous);
        this.maxBytes = maxBytes;
    }

    Expectation expect(FuzzRecords.Item item) throws InterruptedException {
        if (item.key() == null) {
            return Expectation.refused(readIfPossible(item.value()), "KEY_MISSING");
        }
        if (item.value() == null) {
            return new Expectation(null, Set.of(), null);
        }
        UploadEvent upload;
        try {
            upload = read(item.value());
        } catch (Unreadable e) {
            // What is broken in the middle both is malformed and ends too early; which is seen first is for a decoder
            // to
            // choose. What was cut off must be told as that.
            return BROKEN.contains(e.getMessage()) && !item.cut()
                    ? new Expectation(null, BROKEN, null)
                    : Expectation.dead(e.getMessage());
        }
        if (!Arrays.equals(item.key(), upload.getContentId().getBytes(StandardCharsets.UTF_8))) {
            return Expectation.refused(upload, "KEY_MISMATCH");
        }
        return new Expectation(upload.getKind() == UploadKind.DELETE ? null : upload, Set.of(), null);
    }

    private UploadEvent readIfPossible(byte[] value) throws InterruptedException {
        try {
            return value == null ? null : read(value);
        } catch (Unreadable e) {
            return null;
        }
    }

    private UploadEvent read(byte[] value) throws Unreadable, InterruptedException {
        if (value.length == 0) {
            throw new Unreadable("EMPTY");
        }
        if (value.length > maxBytes) {
            throw new Unreadable("TOO_LARGE");
        }
        if (value[0] != 0 || value.length < PREFIX) {
            throw new Unreadable("NOT_CONFLUENT_FORMAT");
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        Optional<Schema> found = id < 0 ? Optional.empty() : schemas.get(id);
        if (found == null) {
            found = ask(id);
            schemas.put(id, found);
        }
        Schema writer = found.orElseThrow(() -> new Unreadable("UNKNOWN_SCHEMA"));
        if (dangerous.contains(id) || !canBeRead(writer)) {
            throw new Unreadable("SCHEMA_MISMATCH");
        }
        return read(value, writer);
    }

    private static boolean canBeRead(Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(UploadEvent.getClassSchema(), writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static UploadEvent read(byte[] value, Schema writer) throws Unreadable {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, PREFIX, value.length - PREFIX, null);
        try {
            UploadEvent upload =
                    new SpecificDatumReader<UploadEvent>(writer, UploadEvent.getClassSchema()).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new Unreadable("MALFORMED");
            }
            return upload;
        } catch (EOFException e) {
            throw new Unreadable("TRUNCATED");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new Unreadable("MALFORMED");
        }
    }

    private Optional<Schema> ask(int id) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(registry.resolve(Integer.toString(id)))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK
                    ? Optional.of(new Schema.Parser()
                            .parse(JSON.readTree(answer.body()).get("schema").asText()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The registry does not answer", e);
        }
    }
}
