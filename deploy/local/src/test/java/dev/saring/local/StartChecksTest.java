package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.config.Settings;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Clients;
import dev.saring.topology.Finding;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.PipelineStartException;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.StartChecks;
import dev.saring.topology.StartChecks.Result;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code saring doctor} finds is what {@code saring run} ends with; each test has topics of its own. */
class StartChecksTest {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static EmbeddedKafka kafka;

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private Topics topics;
    private SchemaRegistry registry;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.inProcess(Map.of());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void connect() {
        topics = new Topics("checks-" + PREFIXES.incrementAndGet() + ".");
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("schema.registry.url", "mock://" + topics.prefix());
        settings.put("saring.topics.prefix", topics.prefix());
        settings.put("saring.admin.port", "0");
        settings.put("saring.threads", "1");
        settings.put("saring.data.directory", folder.resolve("data").toString());
        registry = SchemaRegistry.connect(Map.of("schema.registry.url", "mock://" + topics.prefix()), null);
    }

    @AfterEach
    void disconnect() {
        registry.close();
    }

    private void createTopics() throws Exception {
        createTopics(topic -> true);
    }

    private void createTopics(Predicate<PlannedTopic> which) throws Exception {
        Settings parsed = Settings.of(settings);
        try (Admin admin = Clients.admin(parsed)) {
            for (PlannedTopic topic : TopicPlan.of(parsed).topics()) {
                if (which.test(topic)) {
                    new TopicCreation(admin).create(topic.name(), 1, (short) 1, topic.settings());
                }
            }
        }
    }

    private void publishRule(String expression) throws Exception {
        KeywordRule rule = KeywordRule.newBuilder()
                .setRuleId(expression)
                .setExpression(expression)
                .setPolicy("gambling")
                .setAction(RuleAction.BLOCK)
                .build();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            byte[] value = new AvroEncoder<>(registry, KeywordRule.class, topics.rules()).encode(rule);
            producer.send(new ProducerRecord<>(topics.rules(), rule.getRuleId(), value))
                    .get();
        }
    }

    private List<Result> doctor() throws InterruptedException {
        return StartChecks.all(Settings.of(settings), result -> {});
    }

    private List<String> findings(boolean stopping) throws InterruptedException {
        return doctor().stream()
                .flatMap(result -> result.findings().stream())
                .filter(finding -> finding.stops() == stopping)
                .map(Finding::text)
                .toList();
    }

    /** Doctor and run both say this and nothing else. */
    private void assertStops(String... words) throws Exception {
        assertThat(findings(true)).singleElement().asString().contains(words);
        assertThatThrownBy(() -> new PipelineApp(Settings.of(settings), InstantSource.system()).start())
                .isInstanceOf(PipelineStartException.class)
                .hasMessageContainingAll(words)
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
    }

    @Test
    void nothingWrong_isSaidOfEach_andNothingIsMade() throws Exception {
        createTopics(topic -> !topic.name().equals(topics.ruleChanges()));
        publishRule("katalarang");
        assertThat(doctor())
                .allMatch(Result::looked)
                .allMatch(result -> result.findings().isEmpty())
                .extracting(Result::subject)
                .containsExactly("policies", "data", "registry", "kafka", "clock", "rights", "topics", "rules");
        assertThat(folder.resolve("data")).doesNotExist();
        assertThatThrownBy(() -> registeredForApproved()).isInstanceOf(Exception.class);
        new PipelineApp(Settings.of(settings), InstantSource.system()).start().close();
        assertThat(folder.resolve("data")).isDirectory();
        assertThat(doctor()).allMatch(result -> result.findings().isEmpty());
    }

    private void registeredForApproved() throws Exception {
        try (SchemaRegistry reader = SchemaRegistry.connect(
                Map.of("schema.registry.url", "mock://" + topics.prefix(), "auto.register.schemas", "false"), null)) {
            new AvroEncoder<>(reader, ModerationDecision.class, topics.approved()).prepare();
        }
    }

    @Test
    void missingTopic() throws Exception {
        createTopics(topic -> !topic.name().equals(topics.preserved()));
        publishRule("katalarang");
        assertStops("topic " + topics.preserved() + " is missing", "saring topics create");
        assertThat(doctor())
                .filteredOn(result -> !result.looked())
                .extracting(Result::subject)
                .containsExactly("rules");
    }

    @Test
    void noRules_unlessThatIsAllowed() throws Exception {
        createTopics();
        assertStops("there are no live rules", "saring rules publish", "saring.rules.allow-empty=true");
        settings.put("saring.rules.allow-empty", "true");
        assertThat(findings(true)).isEmpty();
    }

    @Test
    void ruleThatCannotBeTaken_isAWarning() throws Exception {
        createTopics();
        publishRule("katalarang");
        publishRule("judi & (");
        assertThat(findings(true)).isEmpty();
        assertThat(findings(false)).singleElement().asString().contains("1 live rules", topics.rulesRejected());
    }

    @Test
    void topicWithSchemaThatOursCannotRead() throws Exception {
        createTopics();
        publishRule("katalarang");
        new AvroEncoder<>(registry, KeywordRule.class, topics.uploads()).prepare();
        assertStops(topics.uploads(), "cannot be read with ours", "subject " + topics.uploads() + "-value");
    }

    @Test
    void topicWithSchemaThatRefusesOurs_onARealRegistry() throws Exception {
        try (RegistryServer server =
                        RegistryServer.start(Checkout.ofWorkingDirectory().registry());
                SchemaRegistry real = SchemaRegistry.connect(Map.of("schema.registry.url", server.url()), null)) {
            settings.put("schema.registry.url", server.url());
            settings.put("saring.rules.allow-empty", "true");
            createTopics();
            assertThat(findings(true)).isEmpty();
            new AvroEncoder<>(real, UploadEvent.class, topics.approved()).prepare();
            demandCompatibility(server.url(), topics.approved() + "-value");
            assertStops(topics.approved(), "incompatible with ours");
            settings.put("auto.register.schemas", "false");
            assertThat(findings(true)).isNotEmpty().allMatch(text -> text.contains("auto.register.schemas is false"));
        }
    }

    private static void demandCompatibility(String registry, String subject) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(registry + "/config/" + subject))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"FULL_TRANSITIVE\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void registryAway_isAWarning_andItsSettings_areNot() throws Exception {
        createTopics();
        settings.put("saring.rules.allow-empty", "true");
        settings.put("schema.registry.url", "http://127.0.0.1:1");
        assertThat(findings(true)).isEmpty();
        assertThat(findings(false)).singleElement().asString().contains("127.0.0.1:1", "kept on disk");
        settings.put("value.subject.name.strategy", "Nonsense");
        assertThat(findings(true)).isNotEmpty().allMatch(text -> text.contains("value.subject.name.strategy"));
    }

    @Test
    void dataDirectory() throws Exception {
        createTopics();
        settings.put("saring.rules.allow-empty", "true");
        Path data = folder.resolve("data");
        Files.writeString(data, "a file");
        assertStops(data.toString(), "is a file; name a folder");
        Files.delete(data);
        Files.createDirectory(data);
        Files.writeString(data.resolve("thesis.doc"), "not ours");
        assertStops(data.toString(), "thesis.doc", "name a folder of its own");
        Files.delete(data.resolve("thesis.doc"));
        Files.writeString(data.resolve("layout"), "2\n");
        assertStops(data.toString(), "laid out by another release (layout 2, ours is 1)", "delete this one");
        settings.put("saring.data.directory", "/proc/saring");
        assertStops("/proc/saring", "name one that this user may write to");
    }

    @Test
    void brokenPolicies() throws Exception {
        createTopics();
        settings.put("saring.rules.allow-empty", "true");
        Path file = Files.writeString(folder.resolve("policies.yaml"), "policies: 7\n");
        settings.put("saring.policies.file", file.toString());
        assertThat(findings(true)).isNotEmpty().allMatch(text -> text.contains("policies.yaml"));
    }

    @Test
    void kafkaSettingsThatMakeNoClient() throws Exception {
        settings.put("kafka.security.protocol", "NONSENSE");
        assertStops("Kafka's settings cannot be used", "NONSENSE");
    }
}
