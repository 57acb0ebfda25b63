package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.saring.config.Role;
import dev.saring.config.Settings;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Clients;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.DecisionHeaders;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.PipelineStartException;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.RunningPipeline;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the pipeline starts, refuses to start, stops and goes on, on a real broker; each test has topics of its own. */
class PipelineLifeCycleTest {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static EmbeddedKafka kafka;

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private Topics topics;
    private SchemaRegistry registry;
    private KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void startKafka() {
        TrustedRecords.register();
        kafka = EmbeddedKafka.inProcess(Map.of());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void connect() {
        topics = new Topics("life-cycle-" + PREFIXES.incrementAndGet() + ".");
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("schema.registry.url", "mock://" + topics.prefix());
        settings.put("saring.topics.prefix", topics.prefix());
        settings.put("saring.admin.port", "0");
        settings.put("saring.threads", "1");
        settings.put("saring.data.directory", folder.resolve("data").toString());
        registry = SchemaRegistry.connect(Map.of("schema.registry.url", "mock://" + topics.prefix()), null);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void disconnect() {
        producer.close();
        registry.close();
    }

    private RunningPipeline start() throws Exception {
        return start(settings);
    }

    private static RunningPipeline start(Map<String, String> settings) throws Exception {
        return new PipelineApp(Settings.of(settings), InstantSource.system()).start();
    }

    private void createTopics() throws Exception {
        createTopics(PlannedTopic::settings, topic -> topic.single() ? 1 : 2);
    }

    private void createTopics(
            Function<PlannedTopic, Map<String, String>> configs, Function<PlannedTopic, Integer> partitions)
            throws Exception {
        Settings parsed = Settings.of(settings);
        try (Admin admin = Clients.admin(parsed)) {
            TopicCreation creation = new TopicCreation(admin);
            for (PlannedTopic topic : TopicPlan.of(parsed).topics()) {
                creation.create(topic.name(), partitions.apply(topic), (short) 1, configs.apply(topic));
            }
        }
    }

    private void publishARule() throws Exception {
        KeywordRule rule = KeywordRule.newBuilder()
                .setRuleId("r1")
                .setExpression("katalarang")
                .setPolicy("gambling")
                .setAction(RuleAction.BLOCK)
                .build();
        byte[] value = new AvroEncoder<>(registry, KeywordRule.class, topics.rules()).encode(rule);
        producer.send(new ProducerRecord<>(topics.rules(), "r1", value)).get();
    }

    private void produce(int from, int to) throws Exception {
        produceTo(null, from, to);
    }

    private void produceTo(Integer partition, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            produce(partition, "c" + i);
        }
        producer.flush();
    }

    private void produce(Integer partition, String contentId) throws Exception {
        UploadEvent upload = UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId(contentId)
                .setUploaderId("u")
                .setUploadedAt(Instant.now())
                .build();
        byte[] value = new AvroEncoder<>(registry, UploadEvent.class, topics.uploads()).encode(upload);
        producer.send(new ProducerRecord<>(topics.uploads(), partition, contentId, value));
    }

    private int count(String topic) {
        return read(topic).size();
    }

    /** The sources of all committed records of a topic. */
    private List<String> sources(String topic) {
        return read(topic).stream()
                .map(record -> text(record, DecisionHeaders.SOURCE))
                .toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    /** All committed records of a topic, which has two partitions. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(this::start)
                .isInstanceOf(PipelineStartException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void missingTopics_endTheStart_eachWithTheRemedy() {
        assertRefused(
                "topic " + topics.uploads() + " is missing; create it with `saring topics create`",
                "topic " + topics.deadLetter() + " is missing; create it with `saring topics create`");
    }

    @Test
    void topicsThatWouldLoseOrStopRecords_endTheStart() throws Exception {
        createTopics(
                topic -> {
                    Map<String, String> configs = new HashMap<>(topic.settings());
                    if (topic.name().equals(topics.uploads())) {
                        configs.put("cleanup.policy", "compact");
                    }
                    if (topic.name().equals(topics.review())) {
                        configs.put("max.message.bytes", "1000000");
                    }
                    if (topic.name().equals(topics.approved())) {
                        configs.put("retention.ms", "3600000");
                    }
                    return configs;
                },
                topic -> 2);
        assertRefused(
                "topic " + topics.uploads() + " has cleanup.policy=compact, needed is delete",
                "topic " + topics.review() + " has max.message.bytes=1000000, needed is at least 3032000",
                "topic " + topics.rules() + " has 2 partitions and must have one",
                "topic " + topics.hashes() + " has 2 partitions and must have one");
        assertThatThrownBy(this::start).hasMessageNotContaining("retention.ms");
    }

    @Test
    void pipelineBesideAnother_decidesOnTheSameUploads_onTopicsOfItsOwn() throws Exception {
        createTopics();
        publishARule();
        Map<String, String> given = new HashMap<>(settings);
        given.put("saring.topics.prefix", "beside-" + topics.prefix());
        given.put("saring.topics.input-prefix", topics.prefix());
        given.put("saring.data.directory", folder.resolve("beside").toString());
        Settings beside = Settings.of(given);
        Topics own = Topics.of(beside);
        try (Admin admin = Clients.admin(beside)) {
            for (PlannedTopic topic : TopicPlan.of(beside).topics()) {
                if (topic.name().startsWith(own.prefix())) {
                    new TopicCreation(admin).create(topic.name(), topic.single() ? 1 : 2, (short) 1, topic.settings());
                }
            }
        }
        try (RunningPipeline first = start();
                RunningPipeline second = new PipelineApp(beside, InstantSource.system()).start()) {
            await().atMost(WAIT)
                    .until(() -> first.ready().well() && second.ready().well());
            produce(0, 50);
            await().atMost(WAIT).until(() -> count(topics.approved()) == 50 && count(own.approved()) == 50);
        }
        assertThat(sources(own.approved())).containsExactlyInAnyOrderElementsOf(sources(topics.approved()));
    }

    @Test
    void noRules_endTheStart_unlessThatIsAllowed() throws Exception {
        createTopics();
        assertRefused("there are no live rules", "saring rules publish", "saring.rules.allow-empty=true");
        settings.put("saring.rules.allow-empty", "true");
        try (RunningPipeline running = start()) {
            await().atMost(WAIT).until(() -> running.ready().well());
        }
    }

    @Test
    void brokenPolicyFile_endsTheStart() throws Exception {
        settings.put(
                "saring.policies.file",
                Files.writeString(folder.resolve("policies.yaml"), "policies: 7\n")
                        .toString());
        assertRefused("policies.yaml");
        settings.put("saring.policies.file", folder.resolve("none.yaml").toString());
        assertRefused("none.yaml", "saring.policies.file");
    }

    @Test
    void adminPortInUse_endsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            settings.put("saring.admin.port", Integer.toString(taken.getLocalPort()));
            assertRefused("127.0.0.1:" + taken.getLocalPort(), "saring.admin.port");
        }
    }

    @Test
    void interruption_endsAStart() throws Exception {
        createTopics();
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::start).isInstanceOf(InterruptedException.class);
    }

    @Test
    void stop_leavesEverythingCommitted_andTheNextStartGoesOnFromThere() throws Exception {
        createTopics();
        publishARule();
        try (RunningPipeline running = start()) {
            await().atMost(WAIT).until(() -> running.ready().well());
            produce(0, 300);
            await().atMost(WAIT).until(() -> !sources(topics.approved()).isEmpty());
        }
        produce(300, 600);
        try (RunningPipeline running = start()) {
            await().atMost(WAIT).until(() -> running.ready().well());
            await().atMost(WAIT).until(() -> sources(topics.approved()).size() >= 600);
        }
        assertThat(sources(topics.approved())).hasSize(600).doesNotHaveDuplicates();
    }

    @Test
    void namedInstance_comesBackToItsPartitions_whileThoseOfOthersStay() throws Exception {
        createTopics();
        publishARule();
        try (RunningPipeline a = start(instance("a"));
                RunningPipeline b = start(instance("b"))) {
            Map<Integer, String> owners = awaitTwoOwners();
            stop(a);
            try (RunningPipeline back = start(instance("a"))) {
                eventually().until(() -> back.ready().well());
                assertThat(owners().values()).containsExactlyInAnyOrder("a-1", "b-1");
                assertThat(owners()).isEqualTo(owners);
                assertThat(b.ready().well()).isTrue();
                produceTo(0, 0, 50);
                produceTo(1, 50, 100);
                eventually().until(() -> sources(topics.approved()).size() == 100);
            }
        }
    }

    @Test
    void namelessInstance_leavesItsPartitionsToOthersAsItStops() throws Exception {
        createTopics();
        publishARule();
        try (RunningPipeline a = start(instance(""));
                RunningPipeline b = start(instance(""))) {
            awaitTwoOwners();
            stop(a);
            eventually().until(() -> Set.copyOf(owners().values()).size() == 1 && owners().size() == 2);
            assertThat(b.ready().well()).isTrue();
        }
    }

    private static void stop(RunningPipeline instance) {
        instance.close();
    }

    /** The settings of an instance of this name, with a data directory of its own. */
    private Map<String, String> instance(String name) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("saring.instance.id", name);
        own.put(
                "saring.data.directory",
                folder.resolve("data-" + PREFIXES.incrementAndGet()).toString());
        return own;
    }

    private Map<Integer, String> awaitTwoOwners() throws Exception {
        eventually().until(() -> Set.copyOf(owners().values()).size() == 2);
        return owners();
    }

    /** Who has which partition of uploads: the member's name, or where it has none, Kafka's id of it. */
    private Map<Integer, String> owners() throws Exception {
        String group = topics.applicationId(Role.CLASSIFY);
        Map<Integer, String> owners = new HashMap<>();
        try (Admin admin = Clients.admin(Settings.of(settings))) {
            for (MemberDescription member : admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members()) {
                member.assignment()
                        .topicPartitions()
                        .forEach(partition -> owners.put(
                                partition.partition(), member.groupInstanceId().orElse(member.consumerId())));
            }
        }
        return owners;
    }

    @Test
    void deadLettersAboveTheLimit_stopThePartitionOnly_andARestartTakesItUpAgain() throws Exception {
        createTopics();
        publishARule();
        settings.put("saring.dead-letter.window", "200");
        try (RunningPipeline running = start()) {
            eventually().until(() -> running.ready().well());
            for (int i = 0; i < 500; i++) {
                producer.send(new ProducerRecord<>(topics.uploads(), 0, "bad", new byte[] {7}));
            }
            producer.flush();
            eventually().until(() -> running.ready().reasons().containsKey("partitions"));
            produceTo(1, 0, 100);
            eventually().until(() -> sources(topics.approved()).size() == 100);

            assertThat(running.ready().well()).isTrue();
            assertThat(running.ready().reasons().get("partitions"))
                    .contains(topics.uploads() + "-0 is stopped", "of the last 20 records", "50 percent");
            assertThat(metrics(running)).contains("saring_partitions_stopped 1.0");
            assertThat(count(topics.deadLetter())).isLessThan(20);
        }
        settings.put("saring.dead-letter.limit-percent", "100");
        try (RunningPipeline running = start()) {
            eventually().until(() -> count(topics.deadLetter()) == 500);
            assertThat(running.ready().reasons()).doesNotContainKey("partitions");
        }
    }

    @Test
    void decisionThatItsTopicRefuses_isADeadLetterAfterTheSecondDeath_andTheNextIsDecided() throws Exception {
        createTopics();
        publishARule();
        try (RunningPipeline running = start()) {
            eventually().until(() -> running.ready().well());
            alter(topics.approved(), "max.message.bytes", "1500");
            produce(0, incompressible(1_500));
            eventually().until(() -> count(topics.deadLetter()) == 1);
            produce(0, "next");
            eventually().until(() -> sources(topics.approved()).equals(List.of(topics.uploads() + "-0@1")));

            assertThat(metrics(running))
                    .contains("saring_record_deaths_total 2.0")
                    .contains("saring_dead_letters_total{cause=\"failure\",stage=\"decode\"} 1.0");
            assertThat(folder.resolve("data/deaths/" + topics.uploads() + "-0.tsv"))
                    .content()
                    .contains("RecordTooLarge");
        }
    }

    @Test
    void refusedDecisionAmongManyInFlight_isTheOnlyDeadLetter_andTheJvmPrintsNoDeath() throws Exception {
        createTopics();
        publishARule();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        List<Throwable> printed = new CopyOnWriteArrayList<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> printed.add(thrown));
        try (RunningPipeline running = start()) {
            eventually().until(() -> running.ready().well());
            alter(topics.approved(), "max.message.bytes", "1500");
            for (int i = 0; i < 20; i++) {
                produce(0, i == 10 ? incompressible(1_500) : "c" + i);
            }
            producer.flush();
            eventually().until(() -> count(topics.deadLetter()) == 1 && count(topics.approved()) == 19);

            assertThat(text(read(topics.deadLetter()).get(0), DeadLetterHeaders.OFFSET))
                    .isEqualTo("10");
            assertThat(sources(topics.approved())).doesNotHaveDuplicates();
            assertThat(metrics(running)).contains("saring_threads_replaced_total 2.0");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(printed).isEmpty();
    }

    @Test
    void recordThatTheProducerItselfRefuses_evenAsADeadLetter_isABareOne_andTheNextIsDecided() throws Exception {
        createTopics();
        publishARule();
        settings.put("kafka.producer.buffer.memory", "131072");
        try (RunningPipeline running = start()) {
            eventually().until(() -> running.ready().well());
            produce(0, incompressible(200_000));
            produce(0, "next");
            producer.flush();
            eventually().until(() -> count(topics.deadLetter()) == 1 && count(topics.approved()) == 1);

            assertThat(sources(topics.approved())).containsExactly(topics.uploads() + "-0@1");
            ConsumerRecord<byte[], byte[]> dead = read(topics.deadLetter()).get(0);
            assertThat(dead.key()).isNull();
            assertThat(text(dead, DeadLetterHeaders.OFFSET)).isEqualTo("0");
            assertThat(text(dead, DeadLetterHeaders.LEFT_OUT)).endsWith("key of 200000 bytes");
            assertThat(metrics(running)).contains("saring_record_deaths_total 3.0");
        }
    }

    private static String incompressible(int length) {
        return new Random(20261124)
                .ints(length, 'a', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Threads are meant to die here, which Awaitility would take for a failure. */
    private static ConditionFactory eventually() {
        return await().dontCatchUncaughtExceptions().atMost(WAIT.multipliedBy(2));
    }

    private void alter(String topic, String setting, String value) throws Exception {
        try (Admin admin = Clients.admin(Settings.of(settings))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static String metrics(RunningPipeline running) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + running.adminAddress().getPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
