package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.RejectedRule;
import dev.saring.moderation.TextField;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.RegistryUnavailableException.Reason;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import dev.saring.serde.UndecodableException.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The serde package against a real registry over HTTP. */
class RegistryOverHttpTest {
    private static RegistryServer server;

    @TempDir
    private Path cache;

    @BeforeAll
    static void start() {
        TrustedRecords.register();
        server = RegistryServer.start(Checkout.ofWorkingDirectory().registry());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void record_goesThroughTheRegistryAndBack() throws Exception {
        byte[] bytes = encoder(connect(), UploadEvent.class, "uploads").encode(upload());

        assertThat(decoder(connect()).decode(bytes)).isEqualTo(upload());
        assertThat(schemaOf(bytes)).contains("\\\"name\\\":\\\"UploadEvent\\\"").doesNotContain("avro.java.string");
    }

    @Test
    void sameSchema_hasOneIdUnderAllSubjects() throws Exception {
        SchemaRegistry registry = connect();
        byte[] approved = encoder(registry, UploadEvent.class, "one").encode(upload());
        byte[] blocked = encoder(connect(), UploadEvent.class, "two").encode(upload());

        assertThat(id(approved)).isEqualTo(id(blocked));
    }

    @Test
    void releasedFileRegisteredByHand_isFoundAsOurs() throws Exception {
        String file = "/dev/saring/schemas/released/UploadEvent/v1.avsc";
        int id;
        try (InputStream released = UploadEvent.class.getResourceAsStream(file)) {
            String schema = new String(released.readAllBytes(), StandardCharsets.UTF_8);
            id = register("by-hand-value", new ObjectMapper().writeValueAsString(Map.of("schema", schema)));
        }

        SchemaRegistry registry = SchemaRegistry.connect(
                Map.of("schema.registry.url", server.url(), "auto.register.schemas", "false"), null);
        byte[] bytes = encoder(registry, UploadEvent.class, "by-hand").encode(upload());

        assertThat(id(bytes)).isEqualTo(id);
        assertThat(decoder(registry).decode(bytes)).isEqualTo(upload());
    }

    @Test
    void idThatTheRegistryLacks_isTheRecordsFault() throws Exception {
        SchemaRegistry registry = connect();
        byte[] bytes = encoder(registry, UploadEvent.class, "uploads").encode(upload());

        assertUndecodable(
                () -> decoder(registry).decode(withId(bytes, 123_456)), Cause.UNKNOWN_SCHEMA, "of the id 123456");
    }

    @Test
    void schemaOfAnotherKind_isAMismatch() throws Exception {
        SchemaRegistry registry = connect();
        byte[] bytes = encoder(registry, UploadEvent.class, "uploads").encode(upload());
        int protobuf = register("proto", """
                {"schemaType": "PROTOBUF", "schema": "syntax = \\"proto3\\"; message Upload { string id = 1; }"}""");
        int other = id(encoder(registry, RejectedRule.class, "rules-rejected").encode(rejected()));

        assertUndecodable(
                () -> decoder(registry).decode(withId(bytes, protobuf)),
                Cause.SCHEMA_MISMATCH,
                "is no valid Avro schema");
        assertUndecodable(
                () -> decoder(registry).decode(withId(bytes, other)),
                Cause.SCHEMA_MISMATCH,
                "RejectedRule, cannot be read as dev.saring.moderation.UploadEvent");
    }

    @Test
    void emptyRegistryInPlaceOfOurs_isAnOutage() throws Exception {
        try (RegistryServer replaced =
                RegistryServer.start(Checkout.ofWorkingDirectory().registry())) {
            SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", replaced.url()), null);
            AvroEncoder<UploadEvent> encoder = encoder(registry, UploadEvent.class, "uploads");
            byte[] bytes = encoder.encode(upload());
            assertUndecodable(() -> decoder(registry).decode(withId(bytes, 54)), Cause.UNKNOWN_SCHEMA, "of the id 54");
            replaced.stop();
            replaced.erase();
            replaced.restart();

            assertUnavailable(
                    () -> decoder(registry).decode(withId(bytes, 55)),
                    Reason.WRONG_OR_LAGGING,
                    "lacks schema 55 and has under the id 1 not what we know as dev.saring.moderation.UploadEvent");
        }
    }

    @Test
    void registryAway_knownSchemasGoOnAndNewOnesWait() throws Exception {
        SchemaRegistry registry = connect();
        AvroEncoder<UploadEvent> encoder = encoder(registry, UploadEvent.class, "uploads");
        AvroDecoder<UploadEvent> decoder = decoder(registry);
        byte[] bytes = encoder.encode(upload());
        decoder.decode(bytes);
        byte[] rule = encoder(connect(), RejectedRule.class, "rules-rejected").encode(rejected());
        AvroDecoder<RejectedRule> newcomer = new AvroDecoder<>(
                SchemaRegistry.connect(settings(), null), RejectedRule.class, DecodingLimits.defaults());

        server.kill();
        try {
            assertUnavailable(() -> connect().check(), Reason.UNREACHABLE, server.url());
            assertThat(decoder.decode(encoder.encode(upload()))).isEqualTo(upload());
            assertUnavailable(
                    () -> newcomer.decode(rule), Reason.UNREACHABLE, "cannot be asked for schema " + id(rule));

            SchemaRegistry restarted = connect();
            assertThat(encoder(restarted, UploadEvent.class, "uploads").encode(upload()))
                    .isEqualTo(bytes);
            assertThat(decoder(restarted).decode(bytes)).isEqualTo(upload());
        } finally {
            server.restart();
        }

        connect().check();
        assertThat(newcomer.decode(rule)).isEqualTo(rejected());
    }

    @Test
    void registryThatDoesNotAnswer_isGivenUpWithinTheTransactionTimeOut() throws Exception {
        SchemaRegistry registry = connect();
        byte[] bytes = encoder(registry, UploadEvent.class, "uploads").encode(upload());
        AvroDecoder<UploadEvent> decoder = decoder(registry);

        server.pause();
        try {
            long start = System.nanoTime();
            assertUnavailable(() -> decoder.decode(withId(bytes, 4_711)), Reason.UNREACHABLE, "timed out");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        } finally {
            server.resume();
        }
    }

    @Test
    void schemaNotRegisteredAndNotAllowedTo_isNamedWithTheRemedy() {
        SchemaRegistry registry = SchemaRegistry.connect(
                Map.of("schema.registry.url", server.url(), "auto.register.schemas", "false"), null);

        assertUnavailable(
                () -> encoder(registry, UploadEvent.class, "never-registered").prepare(),
                Reason.NOT_REGISTERED,
                "lacks our schema under the subject never-registered-value, and auto.register.schemas is false."
                        + " Register it there, or allow us to");
    }

    @Test
    void incompatibleSchemaUnderOurSubject_isNamed() throws Exception {
        register(
                "taken-value",
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Other\\\",\\\"fields\\\":[]}\"}");
        send(HttpRequest.newBuilder(URI.create(server.url() + "/config/taken-value"))
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"FULL_TRANSITIVE\"}")));

        assertUnavailable(
                () -> encoder(connect(), UploadEvent.class, "taken").prepare(),
                Reason.SCHEMA_REFUSED,
                "refuses our schema for the subject taken-value");
    }

    private SchemaRegistry connect() {
        return SchemaRegistry.connect(settings(), cache);
    }

    private static Map<String, String> settings() {
        return Map.of("schema.registry.url", server.url());
    }

    private static AvroDecoder<UploadEvent> decoder(SchemaRegistry registry) {
        return new AvroDecoder<>(registry, UploadEvent.class, DecodingLimits.defaults());
    }

    private static <T extends SpecificRecord> AvroEncoder<T> encoder(
            SchemaRegistry registry, Class<T> type, String topic) {
        return new AvroEncoder<>(registry, type, topic);
    }

    private static int id(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }

    private static byte[] withId(byte[] bytes, int id) {
        return ByteBuffer.wrap(bytes.clone()).putInt(1, id).array();
    }

    private static String schemaOf(byte[] bytes) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + "/schemas/ids/" + id(bytes))));
    }

    private static int register(String subject, String request) throws Exception {
        String answer = send(HttpRequest.newBuilder(URI.create(server.url() + "/subjects/" + subject + "/versions"))
                .POST(HttpRequest.BodyPublishers.ofString(request)));
        return Integer.parseInt(answer.replaceAll("\\D", ""));
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(request.header("Content-Type", "application/json").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void assertUndecodable(ThrowingCallable call, Cause cause, String message) {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.cause()).isEqualTo(cause));
    }

    private static void assertUnavailable(ThrowingCallable call, Reason reason, String message) {
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static UploadEvent upload() {
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("c1")
                .setUploaderId("u1")
                .setUploadedAt(Instant.parse("2026-11-24T00:00:00Z"))
                .setTexts(List.of(new UploadText(TextField.CAPTION, "id", "Selamat pagi \uD83C\uDF1E")))
                .setMedia(List.of(UploadMedia.newBuilder()
                        .setMediaId("m1")
                        .setKind(MediaKind.IMAGE)
                        .setHashes(List.of(new MediaHash(HashAlgorithm.MD5, ByteBuffer.wrap(new byte[16]), null)))
                        .build()))
                .build();
    }

    private static RejectedRule rejected() {
        return RejectedRule.newBuilder()
                .setRuleId("r")
                .setTopic("rules")
                .setPartition(0)
                .setOffset(7)
                .setReason("none")
                .setRejectedAt(Instant.EPOCH)
                .build();
    }
}
