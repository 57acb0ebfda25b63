package dev.saring.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.RegistryUnavailableException.Reason;
import dev.saring.serde.UndecodableException.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaRegistryTest {
    private static final String UPLOAD = SchemaText.of(UploadEvent.getClassSchema());

    @TempDir
    private Path folder;

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private StubRegistry server;

    @BeforeEach
    void start() throws IOException {
        server = new StubRegistry();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void knownId_isAskedForOnce() throws Exception {
        int id = server.add(UPLOAD);
        SchemaRegistry registry = connect(null);

        assertThat(registry.schema(id).toString()).isEqualTo(UPLOAD);
        assertThat(registry.schema(id)).isSameAs(registry.schema(id));
        assertThat(server.requests).containsExactly("GET /schemas/ids/1");
    }

    @Test
    void encoder_asksForItsIdOnce() throws Exception {
        SchemaRegistry registry = connect(null);
        AvroEncoder<UploadEvent> encoder = new AvroEncoder<>(registry, UploadEvent.class, "uploads");

        encoder.prepare();
        for (int i = 0; i < 10; i++) {
            encoder.encode(RandomRecords.next(UploadEvent.class, new Random(i)));
        }
        assertThat(server.requests).containsExactly("POST /subjects/uploads-value/versions");
    }

    @Test
    void missingIdAtARegistryThatKnowsUs_isTheRecordsFaultAndRemembered() throws Exception {
        SchemaRegistry registry = connect(null);
        new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        server.requests.clear();

        assertUnknown(registry, 99);
        assertUnknown(registry, 99);
        assertThat(server.requests).containsExactly("GET /schemas/ids/99", "GET /schemas/ids/1");

        assertUnknown(registry, 100);
        assertThat(server.requests).as("recognised a moment ago").hasSize(3);

        advanceSeconds(2);
        assertUnknown(registry, 101);
        assertThat(server.requests).as("recognised too long ago").hasSize(5);
    }

    @Test
    void missingIdThatAppearsLater_isFoundAfterAWhile() throws Exception {
        SchemaRegistry registry = connect(null);
        new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        assertUnknown(registry, 2);
        server.add(UPLOAD);

        assertUnknown(registry, 2);
        advanceSeconds(31);
        assertThat(registry.schema(2).getName()).isEqualTo("UploadEvent");
    }

    @Test
    void missingIdAtARegistryThatLacksOurSchema_isAnOutageAndNotRemembered() throws Exception {
        SchemaRegistry registry = connect(null);
        new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        Map<Integer, String> lost = new HashMap<>(server.schemas);
        lost.put(2, UPLOAD);
        server.forgetAll();

        assertUnavailable(
                () -> registry.schema(2),
                Reason.WRONG_OR_LAGGING,
                "lacks schema 2 and has under the id 1 not what we know as dev.saring.moderation.ModerationDecision");
        server.schemas.putAll(lost);
        assertThat(registry.schema(2).getName()).isEqualTo("UploadEvent");
    }

    @Test
    void registryThatLostTheIdItGaveUs_isAnOutage_andNothingIsRegisteredThere() throws Exception {
        new AvroEncoder<>(connect(folder), ModerationDecision.class, "approved").prepare();
        server.forgetAll();
        server.add(UPLOAD);
        server.requests.clear();

        assertUnavailable(
                () -> new AvroEncoder<>(connect(folder), ModerationDecision.class, "approved").prepare(),
                Reason.WRONG_OR_LAGGING,
                "gave our schema for the subject approved-value the id 1 once, and does not have it there any more");
        assertThat(server.requests).containsExactly("GET /schemas/ids/1");
    }

    @Test
    void missingIdWithNothingOfOursKnown_isAnOutage() {
        SchemaRegistry registry = connect(null);

        assertUnavailable(() -> registry.schema(7), Reason.WRONG_OR_LAGGING, "lacks schema 7");
    }

    @Test
    void missingIdForAReaderOnly_isJudgedByWhatItHasDecodedWith() throws Exception {
        int id = server.add(UPLOAD);
        SchemaRegistry registry = connect(null);
        registry.schema(id);

        assertUnknown(registry, 7);
        advanceSeconds(2);
        server.forgetAll();
        server.add(SchemaText.of(KeywordRule.getClassSchema()));
        assertUnavailable(
                () -> registry.schema(8),
                Reason.WRONG_OR_LAGGING,
                "has under the id 1 not what we know as dev.saring.moderation.UploadEvent");
    }

    @Test
    void failureAfterRecognition_makesTheRegistryProveItselfAgain() throws Exception {
        SchemaRegistry registry = connect(null);
        new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        assertUnknown(registry, 50);
        server.fault = 500;
        assertUnavailable(() -> registry.schema(51), Reason.UNREACHABLE, "status 500");
        server.fault = 0;
        server.forgetAll();

        assertUnavailable(() -> registry.schema(52), Reason.WRONG_OR_LAGGING, "lacks schema 52");
    }

    @Test
    void deniedAccess_isNamed() {
        server.fault = 401;

        assertUnavailable(() -> connect(null).schema(1), Reason.ACCESS_DENIED, "denies access to schema 1");
    }

    @Test
    void notFoundFromSomethingElseThanARegistry_isAnOutage() throws Exception {
        SchemaRegistry registry = connect(null);
        new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        server.fault = 404;

        assertUnavailable(() -> registry.schema(3), Reason.UNREACHABLE, "status 404");
    }

    @Test
    void brokenSchema_isTheRecordsFault() {
        int id = server.add("{\"type\":\"record\"}");
        SchemaRegistry registry = connect(null);

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(UndecodableException.class)
                    .isThrownBy(() -> registry.schema(id))
                    .satisfies(e -> assertThat(e.cause()).isEqualTo(Cause.SCHEMA_MISMATCH));
        }
        assertThat(server.requests).as("asked for once, not at each record").hasSize(1);
        advanceSeconds(31);
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> registry.schema(id));
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void registryWithSomethingElseThanAvroUnderOurId_isAnOutage() throws Exception {
        SchemaRegistry registry = connect(null);
        new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        server.forgetAll();
        server.add("{\"type\":\"record\"}");

        assertUnavailable(() -> registry.schema(2), Reason.WRONG_OR_LAGGING, "lacks schema 2");
    }

    @Test
    void registryThatIsWaitedForInVain_tellsForHowLong() throws Exception {
        SchemaRegistry registry = SchemaRegistry.connect(
                server.settings(),
                null,
                () -> nanoTime.getAndAdd(Duration.ofSeconds(2).toNanos()));
        server.fault = 503;

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> registry.schema(2))
                .satisfies(e -> assertThat(e.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void restartWhileTheRegistryIsAway_worksFromDisk() throws Exception {
        SchemaRegistry before = connect(folder);
        AvroEncoder<ModerationDecision> encoder = new AvroEncoder<>(before, ModerationDecision.class, "approved");
        encoder.prepare();
        int id = server.add(UPLOAD);
        before.schema(id);
        server.close();

        SchemaRegistry after = connect(folder);
        ModerationDecision decision = RandomRecords.next(ModerationDecision.class, new Random(3));
        assertThat(after.schema(id).toString()).isEqualTo(UPLOAD);
        assertThat(new AvroEncoder<>(after, ModerationDecision.class, "approved").encode(decision))
                .isEqualTo(encoder.encode(decision));
        assertUnavailable(() -> after.schema(77), Reason.UNREACHABLE, "cannot be asked for schema 77");
        assertUnavailable(
                () -> new AvroEncoder<>(after, ModerationDecision.class, "blocked").prepare(),
                Reason.UNREACHABLE,
                "blocked-value");
    }

    @Test
    void registryThatLetsQuestionsTimeOut_isWaitedForOnce_andDiskAnswersMeanwhile() throws Exception {
        SchemaRegistry before = connect(folder);
        List<String> topics = List.of("approved", "review", "blocked", "preserved");
        for (String topic : topics) {
            new AvroEncoder<>(before, ModerationDecision.class, topic).prepare();
        }
        int id = server.add(UPLOAD);
        before.schema(id);
        int port = server.port();
        server.close();

        Map<String, String> settings = with("http.read.timeout.ms", "300");
        try (ServerSocket silent = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                SchemaRegistry after = SchemaRegistry.connect(settings, folder, nanoTime::get)) {
            AtomicInteger questions = new AtomicInteger();
            Thread taking = new Thread(() -> take(silent, questions), "silent registry");
            taking.setDaemon(true);
            taking.start();

            // Two tasks, each with encoders of its own.
            for (int task = 0; task < 2; task++) {
                for (String topic : topics) {
                    new AvroEncoder<>(after, ModerationDecision.class, topic).prepare();
                }
            }
            assertThat(after.schema(id).toString()).isEqualTo(UPLOAD);
            assertThat(questions).hasValue(1);

            assertUnavailable(() -> after.schema(77), Reason.UNREACHABLE, "schema 77");
            assertThat(questions).as("what is not on disk must be asked for").hasValue(2);

            advanceSeconds(11);
            new AvroEncoder<>(after, ModerationDecision.class, "approved").prepare();
            assertThat(questions).as("it is tried again after a while").hasValue(3);
        }
    }

    /** Accepts and never answers. */
    private static void take(ServerSocket silent, AtomicInteger questions) {
        List<Socket> open = new ArrayList<>();
        try {
            while (true) {
                open.add(silent.accept());
                questions.incrementAndGet();
            }
        } catch (IOException e) {
            open.forEach(SchemaRegistryTest::closeQuietly);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void idOfOurSchema_isAskedForOnce_howeverManyEncodersThereAre() throws Exception {
        SchemaRegistry registry = connect(folder);
        for (int task = 0; task < 3; task++) {
            new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        }
        assertThat(server.requests).containsExactly("POST /subjects/approved-value/versions");
    }

    @Test
    void answersOfTheRegistry_areTold_thoseOfMemoryAndDiskAreNot() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        int id = server.add(UPLOAD);
        SchemaRegistry registry = connect(folder);
        registry.onAnswer(answers::incrementAndGet);
        registry.schema(id);
        registry.schema(id);
        assertThat(answers).hasValue(1);
        new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare();
        assertThat(answers).hasValue(2);
        assertUnknown(registry, 99);
        assertThat(answers).hasValue(3);

        server.fault = 503;
        SchemaRegistry later = connect(folder);
        later.onAnswer(answers::incrementAndGet);
        later.schema(id);
        new AvroEncoder<>(later, ModerationDecision.class, "approved").prepare();
        assertUnavailable(() -> later.schema(98), Reason.UNREACHABLE, "schema 98");
        assertThat(answers).hasValue(3);
    }

    @Test
    void registryThatAnswers_countsMoreThanDisk() throws Exception {
        int id = server.add(UPLOAD);
        connect(folder).schema(id);
        server.forgetAll();
        server.add(SchemaText.of(KeywordRule.getClassSchema()));

        assertThat(connect(folder).schema(id).getName()).isEqualTo("KeywordRule");
        server.close();
        assertThat(connect(folder).schema(id).getName()).isEqualTo("KeywordRule");
    }

    @Test
    void damagedFiles_areIgnoredAndWrittenAgain() throws Exception {
        int id = server.add(UPLOAD);
        SchemaRegistry before = connect(folder);
        before.schema(id);
        new AvroEncoder<>(before, ModerationDecision.class, "approved").prepare();
        List<Path> files = cached();
        assertThat(files).hasSize(2);
        for (Path file : files) {
            String text = Files.readString(file);
            Files.writeString(file, text.substring(0, text.length() - 1) + '~');
        }

        server.fault = 503;
        assertUnavailable(() -> connect(folder).schema(id), Reason.UNREACHABLE, "status 503");
        assertUnavailable(
                () -> new AvroEncoder<>(connect(folder), ModerationDecision.class, "approved").prepare(),
                Reason.UNREACHABLE,
                "status 503");
        server.fault = 0;
        connect(folder).schema(id);
        server.fault = 503;
        assertThat(connect(folder).schema(id).getName()).isEqualTo("UploadEvent");
        assertThat(cached()).hasSize(2);
    }

    @Test
    void twoRegistries_doNotShareFiles() throws Exception {
        int id = server.add(UPLOAD);
        connect(folder).schema(id);
        try (StubRegistry other = new StubRegistry()) {
            other.fault = 503;
            SchemaRegistry registry = SchemaRegistry.connect(other.settings(), folder);
            assertUnavailable(() -> registry.schema(id), Reason.UNREACHABLE, "status 503");
        }
    }

    @Test
    void unwritableFolder_isNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> connect(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("Name one that this process may write to");
    }

    @Test
    void schemaNotRegisteredAndNotAllowedTo_isNamedWithTheRemedy() {
        SchemaRegistry registry = SchemaRegistry.connect(
                Map.of("schema.registry.url", server.url(), "auto.register.schemas", "false"), null);

        assertUnavailable(
                () -> new AvroEncoder<>(registry, ModerationDecision.class, "approved").prepare(),
                Reason.NOT_REGISTERED,
                "lacks our schema under the subject approved-value, and auto.register.schemas is false. Register it");
    }

    @Test
    void versionThatDiffersInItsDocumentationOnly_isOurs() throws Exception {
        String documented = UPLOAD.replace("\"doc\":\"Whether", "\"doc\":\"Says whether");
        int id = connect(null).id("uploads", SchemaText.parse(documented));
        for (String useLatest : List.of("true", "false")) {
            SchemaRegistry registry = SchemaRegistry.connect(
                    Map.of(
                            "schema.registry.url",
                            server.url(),
                            "auto.register.schemas",
                            "false",
                            "use.latest.version",
                            useLatest),
                    null);
            server.requests.clear();

            assertThat(registry.id("uploads", UploadEvent.getClassSchema())).isEqualTo(id);
            assertThat(server.requests)
                    .endsWith("GET /subjects/uploads-value/versions", "GET /subjects/uploads-value/versions/1")
                    .hasSize(useLatest.equals("true") ? 2 : 3);
            assertUnknown(registry, 99);
            assertUnavailable(
                    () -> registry.id("uploads", KeywordRule.getClassSchema()), Reason.NOT_REGISTERED, "uploads-value");
        }
    }

    @Test
    void subjects_followTheStrategy() throws Exception {
        for (String strategy : List.of("RecordNameStrategy", "TopicRecordNameStrategy")) {
            SchemaRegistry.connect(
                            Map.of(
                                    "schema.registry.url",
                                    server.url(),
                                    "value.subject.name.strategy",
                                    "io.confluent.kafka.serializers.subject." + strategy),
                            null)
                    .id("t", UploadEvent.getClassSchema());
        }

        assertThat(server.requests)
                .containsExactly(
                        "POST /subjects/dev.saring.moderation.UploadEvent/versions",
                        "POST /subjects/t-dev.saring.moderation.UploadEvent/versions");
    }

    @Test
    void wrongSettings_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaRegistry.connect(Map.of(), null))
                .withMessageStartingWith("schema.registry.url is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaRegistry.connect(with("auto.register.schemas", "yes"), null))
                .withMessage("auto.register.schemas must be true or false, not yes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaRegistry.connect(with("value.subject.name.strategy", "com.x.Mine"), null))
                .withMessageContaining("com.x.Mine is not supported");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaRegistry.connect(
                        with("schema.registry.ssl.truststore.location", "/nowhere/to/be/found.jks"), null))
                .withMessageContaining("refused by its client");
    }

    @Test
    void check_tellsWhetherTheRegistryAnswers() throws Exception {
        SchemaRegistry registry = connect(null);

        registry.check();
        assertThat(server.requests).hasSize(1);
        server.close();
        assertUnavailable(registry::check, Reason.UNREACHABLE, server.url());
    }

    @Test
    void credentialsInTheUrl_areNeverShown() {
        SchemaRegistry registry = SchemaRegistry.connect(
                Map.of(
                        "schema.registry.url",
                        server.url().replace("//", "//ani:s3cret@"),
                        "basic.auth.credentials.source",
                        "URL"),
                null);
        server.fault = 401;

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(registry::check)
                .satisfies(e -> {
                    for (Throwable each = e; each != null; each = each.getCause()) {
                        assertThat(each.getMessage()).doesNotContain("s3cret");
                    }
                });
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.put(name, value);
        return settings;
    }

    private SchemaRegistry connect(Path cacheDirectory) {
        return SchemaRegistry.connect(server.settings(), cacheDirectory, nanoTime::get);
    }

    private void advanceSeconds(long seconds) {
        nanoTime.addAndGet(seconds * 1_000_000_000L);
    }

    private List<Path> cached() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertUnknown(SchemaRegistry registry, int id) {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> registry.schema(id))
                .satisfies(e -> assertThat(e.cause()).isEqualTo(Cause.UNKNOWN_SCHEMA));
    }

    private static void assertUnavailable(ThrowingCallable call, Reason reason, String message) {
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
