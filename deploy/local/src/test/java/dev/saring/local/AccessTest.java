package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.saring.audit.Audit;
import dev.saring.audit.AuditOptions;
import dev.saring.capture.CaptureOrder;
import dev.saring.capture.UploadCapture;
import dev.saring.cli.InProcessCommand;
import dev.saring.config.KafkaClient;
import dev.saring.config.Settings;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.TextField;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.AccessPlan;
import dev.saring.topology.AccessRole;
import dev.saring.topology.Clients;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.Finding;
import dev.saring.topology.Grant;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.PipelineStartException;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.RunningPipeline;
import dev.saring.topology.StartChecks;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * {@link AccessPlan} against a broker with TLS, SASL and the authorizer of KRaft: each role works with exactly what the
 * plan lists for it, and is refused without each single one.
 */
class AccessTest {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String REGISTRY = "mock://access";
    private static final Topics TOPICS = new Topics("access.");
    private static final AccessPlan PLAN = new AccessPlan(TOPICS);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @TempDir
    static Path keys;

    private static SecureKafka kafka;
    private static Admin admin;
    private static SchemaRegistry registry;

    @TempDir
    Path folder;

    /** What a role does. */
    private interface Work {
        void run() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        TrustedRecords.register();
        kafka = SecureKafka.start(keys);
        Settings settings = settings(kafka.adminSettings());
        admin = Clients.admin(settings);
        registry = SchemaRegistry.connect(Map.of("schema.registry.url", REGISTRY), null);
        for (PlannedTopic topic : TopicPlan.of(settings).topics()) {
            new TopicCreation(admin).create(topic.name(), 1, (short) 1, topic.settings());
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
        admin.close();
        kafka.close();
    }

    private static Settings settings(Map<String, String> kafkaSettings) {
        Map<String, String> all = new HashMap<>(kafkaSettings);
        all.put("schema.registry.url", REGISTRY);
        all.put("saring.topics.prefix", TOPICS.prefix());
        return Settings.of(all);
    }

    private static Settings settings(AccessRole role) {
        return settings(kafka.settings(role));
    }

    /** Makes these, and no others, the rights of a role's user, and waits until the broker goes by them. */
    private static void allow(AccessRole role, Collection<Grant> grants) throws Exception {
        String principal = "User:" + role;
        Set<AclBinding> wanted = grants.stream()
                .map(grant -> new AclBinding(
                        grant.resource(),
                        new AccessControlEntry(principal, "*", grant.operation(), AclPermissionType.ALLOW)))
                .collect(Collectors.toSet());
        AclBindingFilter ofRole = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
        List<AclBinding> found =
                new ArrayList<>(admin.describeAcls(ofRole).values().get());
        admin.deleteAcls(found.stream()
                        .filter(binding -> !wanted.contains(binding))
                        .map(AclBinding::toFilter)
                        .toList())
                .all()
                .get();
        admin.createAcls(wanted.stream()
                        .filter(binding -> !found.contains(binding))
                        .toList())
                .all()
                .get();
        await().atMost(WAIT)
                .until(() ->
                        Set.copyOf(admin.describeAcls(ofRole).values().get()).equals(wanted));
    }

    /** Does the work with all rights, and must not be refused; then without each single one, and must. */
    private static void assertNeedsEach(AccessRole role, Work work) throws Exception {
        List<Grant> grants = PLAN.grants(role);
        allow(role, grants);
        work.run();
        for (Grant dropped : grants) {
            allow(role, grants.stream().filter(grant -> grant != dropped).toList());
            Throwable failure = catchThrowable(work::run);
            assertThat(isRefusal(failure))
                    .as("%s without %s: %s", role, dropped, failure)
                    .isTrue();
        }
    }

    private static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException) {
                return true;
            }
        }
        return false;
    }

    private static KafkaProducer<String, byte[]> producer(AccessRole role, Map<String, Object> more) {
        Map<String, Object> all = settings(role).kafka(KafkaClient.PRODUCER);
        all.putAll(more);
        return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<String, byte[]> consumer(AccessRole role, String group) {
        Map<String, Object> all = settings(role).kafka(KafkaClient.CONSUMER);
        all.put("group.id", group);
        all.put("auto.offset.reset", "earliest");
        all.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static void send(KafkaProducer<String, byte[]> producer, String topic, byte[] value) throws Exception {
        try {
            producer.send(new ProducerRecord<>(topic, "key", value)).get();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static byte[] upload(String text) throws Exception {
        UploadEvent upload = UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("key")
                .setUploaderId("u")
                .setUploadedAt(Instant.now())
                .setTexts(List.of(new UploadText(TextField.CAPTION, null, text)))
                .build();
        return new AvroEncoder<>(registry, UploadEvent.class, TOPICS.uploads()).encode(upload);
    }

    /** Sends an upload as whoever may do anything. */
    private static void upload(byte[]... values) throws Exception {
        try (KafkaProducer<String, byte[]> producer = adminProducer()) {
            for (byte[] value : values) {
                send(producer, TOPICS.uploads(), value);
            }
        }
    }

    @Test
    void producer() throws Exception {
        byte[] value = upload("selamat pagi");
        assertNeedsEach(AccessRole.PRODUCER, () -> {
            try (KafkaProducer<String, byte[]> producer = producer(AccessRole.PRODUCER, Map.of())) {
                send(producer, TOPICS.uploads(), value);
            }
        });
    }

    @Test
    void consumersOfEachOutcome() throws Exception {
        Map<AccessRole, String> topics = Map.of(
                AccessRole.APPROVED_CONSUMER, TOPICS.approved(),
                AccessRole.REVIEW_CONSUMER, TOPICS.review(),
                AccessRole.BLOCKED_CONSUMER, TOPICS.blocked(),
                AccessRole.PRESERVED_CONSUMER, TOPICS.preserved(),
                AccessRole.DEAD_LETTER_CONSUMER, TOPICS.deadLetter());
        for (Map.Entry<AccessRole, String> each : topics.entrySet()) {
            assertNeedsEach(each.getKey(), () -> {
                try (KafkaConsumer<String, byte[]> consumer = consumer(each.getKey(), each.getValue() + "-of-a-test")) {
                    consumer.subscribe(List.of(each.getValue()));
                    join(consumer);
                    TopicPartition partition = new TopicPartition(each.getValue(), 0);
                    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
                }
            });
            allow(each.getKey(), PLAN.grants(each.getKey()));
            Throwable failure = catchThrowable(() -> {
                try (KafkaConsumer<String, byte[]> consumer = consumer(each.getKey(), "another-group")) {
                    consumer.subscribe(List.of(each.getValue()));
                    join(consumer);
                }
            });
            assertThat(isRefusal(failure))
                    .as("%s in a group of another name", each.getKey())
                    .isTrue();
        }
    }

    private static void join(KafkaConsumer<?, ?> consumer) {
        await().pollInSameThread().pollDelay(Duration.ZERO).atMost(WAIT).until(() -> {
            consumer.poll(POLL);
            return !consumer.assignment().isEmpty();
        });
    }

    @Test
    void rulePublisher() throws Exception {
        RuleTopics topics = RuleTopics.of(TOPICS.prefix());
        Settings settings = settings(AccessRole.RULE_PUBLISHER);
        assertNeedsEach(AccessRole.RULE_PUBLISHER, () -> {
            // Each time others, since nothing is written where nothing has changed.
            int number = NUMBERS.incrementAndGet();
            Files.writeString(
                    folder.resolve("keywords.csv"),
                    "rule_id,expression,policy,action\nk,kata terlarang " + number + ",gambling,BLOCK\n");
            Files.writeString(
                    folder.resolve("hashes.csv"),
                    "rule_id,algorithm,value,policy,action\nh,MD5,%032x,gambling,BLOCK\n".formatted(number));
            try (RulePublisher publisher = RulePublisher.connect(
                    settings.kafka(KafkaClient.CONSUMER),
                    settings.kafka(KafkaClient.PRODUCER),
                    TOPICS.rulePublisher(),
                    topics,
                    registry)) {
                publisher.publish(
                        new RuleDirectory(folder, null).rules(false), new PublishOrder("a test", "", Set.of()));
            }
        });
    }

    @Test
    void ruleReader() throws Exception {
        publishRulesAsAdmin();
        try (KafkaProducer<String, byte[]> producer = adminProducer()) {
            HashRule hash = HashRule.newBuilder()
                    .setRuleId("key")
                    .setAlgorithm(HashAlgorithm.MD5)
                    .setValues(List.of(ByteBuffer.wrap(new byte[16])))
                    .setPolicy("gambling")
                    .setAction(RuleAction.BLOCK)
                    .build();
            send(producer, TOPICS.hashes(), new AvroEncoder<>(registry, HashRule.class, TOPICS.hashes()).encode(hash));
            RuleChange change = new RuleChange(
                    "key", null, rule("key", "kataragu", "gambling", RuleAction.REVIEW), "ani", Instant.now(), "", "p");
            send(
                    producer,
                    TOPICS.ruleChanges(),
                    new AvroEncoder<>(registry, RuleChange.class, TOPICS.ruleChanges()).encode(change));
        }
        String config = config(AccessRole.RULE_READER);
        AtomicInteger exports = new AtomicInteger();
        assertNeedsEach(AccessRole.RULE_READER, () -> {
            InProcessCommand.run("rules", "log", "key", "--config", config);
            Path to = folder.resolve("export-" + exports.incrementAndGet());
            InProcessCommand.run("rules", "export", "--config", config, "--to", to.toString());
        });
    }

    @Test
    void backtester() throws Exception {
        upload(upload("selamat pagi"));
        Files.writeString(folder.resolve("keywords.csv"), "rule_id,expression,policy,action\nk,kata,gambling,BLOCK\n");
        String config = config(AccessRole.BACKTESTER);
        assertNeedsEach(
                AccessRole.BACKTESTER,
                () -> InProcessCommand.run(
                        "backtest",
                        "--config",
                        config,
                        "--rules",
                        folder.toString(),
                        "--against",
                        folder.toString(),
                        "--from-topic"));
    }

    @Test
    void explainer() throws Exception {
        String config = config(AccessRole.EXPLAINER);
        assertNeedsEach(
                AccessRole.EXPLAINER,
                () -> InProcessCommand.run("explain", "--config", config, "--content-id", "never-seen"));
    }

    @Test
    void evidenceAuditor() throws Exception {
        String config = config(AccessRole.EVIDENCE_AUDITOR);
        assertNeedsEach(
                AccessRole.EVIDENCE_AUDITOR,
                () -> InProcessCommand.run("audit", "--config", config, "--preserved", "--patience", "0"));
    }

    @Test
    void deadLetterConsumer_listsAndShowsWithoutAGroup() throws Exception {
        deadLetter("listed");
        List<Grant> topicOnly = PLAN.grants(AccessRole.DEAD_LETTER_CONSUMER).stream()
                .filter(grant -> grant.resource().resourceType() == ResourceType.TOPIC)
                .toList();
        allow(AccessRole.DEAD_LETTER_CONSUMER, topicOnly);
        InProcessCommand.run("dead-letter", "list", "--config", config(AccessRole.DEAD_LETTER_CONSUMER));
        InProcessCommand.run(
                "dead-letter",
                "show",
                "--config",
                config(AccessRole.DEAD_LETTER_CONSUMER),
                TOPICS.deadLetter() + "-0@0");
    }

    @Test
    void deadLetterReplayer() throws Exception {
        String config = config(AccessRole.DEAD_LETTER_REPLAYER);
        assertNeedsEach(AccessRole.DEAD_LETTER_REPLAYER, () -> {
            // Each time another, since none is replayed twice.
            String key = "replayed-" + NUMBERS.incrementAndGet();
            deadLetter(key);
            InProcessCommand.run("dead-letter", "replay", "--config", config, "--key", key);
        });
    }

    /** A dead letter that is not whole, so that its original must be read. */
    private static void deadLetter(String key) throws Exception {
        try (KafkaProducer<String, byte[]> producer = adminProducer()) {
            RecordMetadata original = producer.send(new ProducerRecord<>(TOPICS.uploads(), key, new byte[] {7}))
                    .get();
            ProducerRecord<String, byte[]> letter = new ProducerRecord<>(TOPICS.deadLetter(), key, null);
            Map.of(
                            DeadLetterHeaders.CAUSE, "FAILURE",
                            DeadLetterHeaders.STAGE, "DECODE",
                            DeadLetterHeaders.TOPIC, original.topic(),
                            DeadLetterHeaders.PARTITION, Integer.toString(original.partition()),
                            DeadLetterHeaders.OFFSET, Long.toString(original.offset()),
                            DeadLetterHeaders.TIMESTAMP, Long.toString(original.timestamp()),
                            DeadLetterHeaders.LEFT_OUT, "value of 1 bytes")
                    .forEach((name, text) -> letter.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(letter).get();
        }
    }

    private static KafkaProducer<String, byte[]> adminProducer() {
        return new KafkaProducer<>(
                settings(kafka.adminSettings()).kafka(KafkaClient.PRODUCER),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A settings file of a role's user. */
    private String config(AccessRole role) throws Exception {
        return config(role.toString(), kafka.settings(role));
    }

    private String config(String user, Map<String, String> settings) throws Exception {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put("schema.registry.url", REGISTRY);
        properties.put("saring.topics.prefix", TOPICS.prefix());
        Path file = folder.resolve(user + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file.toString();
    }

    @Test
    void auditor() throws Exception {
        AuditOptions options = new AuditOptions(null, null, Duration.ZERO, 1);
        assertNeedsEach(AccessRole.AUDITOR, () -> {
            try (Audit audit = new Audit(settings(AccessRole.AUDITOR), options, progress -> {})) {
                audit.run();
            }
        });
    }

    @Test
    void capturer() throws Exception {
        upload(upload("selamat pagi"));
        Path file = folder.resolve("capture.zip");
        assertNeedsEach(AccessRole.CAPTURER, () -> {
            try (UploadCapture capture = new UploadCapture(
                    settings(AccessRole.CAPTURER),
                    PolicyFile.standardText(),
                    PolicyFile.standard(),
                    new CaptureOrder(0, 0, 1, false),
                    Instant.now())) {
                capture.write(file);
            }
        });
    }

    /** What Kafka Streams and the rule follower ask of the broker, without the checks that come before. */
    @Test
    void pipeline_isRefusedByTheBrokerWithoutEachRight() throws Exception {
        upload(upload("selamat pagi"));
        String application = "access.classify";
        assertNeedsEach(AccessRole.PIPELINE, () -> {
            describeConfigs();
            try (KafkaConsumer<String, byte[]> rules = consumer(AccessRole.PIPELINE, "unused");
                    KafkaProducer<String, byte[]> rejections = producer(AccessRole.PIPELINE, Map.of())) {
                List<TopicPartition> partitions =
                        List.of(new TopicPartition(TOPICS.rules(), 0), new TopicPartition(TOPICS.hashes(), 0));
                for (TopicPartition partition : partitions) {
                    rules.assign(List.of(partition));
                    rules.seekToBeginning(List.of(partition));
                    rules.poll(Duration.ofMillis(500));
                }
                send(rejections, TOPICS.rulesRejected(), new byte[1]);
            }
            copy(application);
        });
    }

    private static void describeConfigs() throws Exception {
        try (Admin asPipeline = Clients.admin(settings(AccessRole.PIPELINE))) {
            asPipeline
                    .describeConfigs(PLAN.grants(AccessRole.PIPELINE).stream()
                            .map(Grant::resource)
                            .filter(resource -> resource.resourceType() == ResourceType.TOPIC)
                            .map(resource -> resource.name())
                            .distinct()
                            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Takes an upload and writes to every topic in one transaction, as a stream thread does. */
    private static void copy(String application) throws Exception {
        try (KafkaConsumer<String, byte[]> uploads = consumer(AccessRole.PIPELINE, application);
                KafkaProducer<String, byte[]> producer =
                        producer(AccessRole.PIPELINE, Map.of("transactional.id", application + "-test-1"))) {
            uploads.subscribe(List.of(TOPICS.uploads()));
            join(uploads);
            uploads.seekToBeginning(uploads.assignment());
            ConsumerRecord<String, byte[]> record = await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .atMost(WAIT)
                    .until(() -> uploads.poll(POLL), records -> !records.isEmpty())
                    .iterator()
                    .next();
            producer.initTransactions();
            producer.beginTransaction();
            for (String topic : List.of(
                    TOPICS.approved(), TOPICS.review(), TOPICS.blocked(), TOPICS.preserved(), TOPICS.deadLetter())) {
                send(producer, topic, record.value());
            }
            producer.sendOffsetsToTransaction(
                    Map.of(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset())),
                    uploads.groupMetadata());
            // What was written is not for others to read.
            producer.abortTransaction();
        }
    }

    @Test
    void pipeline_startsAndDecidesWithExactlyTheseRights_andSaysAtOnceWhichIsMissing() throws Exception {
        publishRulesAsAdmin();
        Map<String, String> given = new HashMap<>(kafka.settings(AccessRole.PIPELINE));
        given.put("saring.admin.port", "0");
        given.put("saring.threads", "1");
        given.put("saring.data.directory", folder.resolve("data").toString());
        Settings settings = settings(given);

        List<Grant> grants = PLAN.grants(AccessRole.PIPELINE);
        for (Grant dropped : grants) {
            allow(
                    AccessRole.PIPELINE,
                    grants.stream().filter(grant -> grant != dropped).toList());
            Throwable failure = catchThrowable(() ->
                    new PipelineApp(settings, InstantSource.system()).start().close());
            assertThat(failure)
                    .as("without %s", dropped)
                    .isInstanceOf(PipelineStartException.class)
                    .hasMessageContaining("lacks the right " + dropped.operation() + " on "
                            + dropped.resource().resourceType() + " "
                            + dropped.resource().name());
        }

        allow(AccessRole.PIPELINE, grants);
        assertThat(StartChecks.all(settings, result -> {}))
                .as("what doctor says with the same rights")
                .noneMatch(StartChecks.Result::stops);
        Map<String, Long> before = ends();
        try (RunningPipeline running = new PipelineApp(settings, InstantSource.system()).start()) {
            await().atMost(WAIT).until(() -> running.ready().well());
            upload(upload("selamat pagi"), upload("kataragu"), upload("katalarang"), upload("katajahat"), new byte[] {7
            });
            for (String topic : List.of(
                    TOPICS.approved(),
                    TOPICS.review(),
                    TOPICS.blocked(),
                    TOPICS.preserved(),
                    TOPICS.deadLetter(),
                    TOPICS.rulesRejected())) {
                await("something on " + topic).atMost(WAIT).until(() -> ends().get(topic) > before.get(topic));
            }
            assertThat(running.ready().reasons())
                    .as("a hint at the rule that is rejected here, and nothing else")
                    .containsOnlyKeys("rules-left-out");
        }
    }

    @Test
    void uploadSh_sendsAndReads_withTheCredentialsOfItsConfig() throws Exception {
        Map<String, String> given = new HashMap<>(kafka.adminSettings());
        given.put("saring.admin.port", "0");
        given.put("saring.threads", "1");
        given.put("saring.data.directory", folder.resolve("data").toString());
        given.put("saring.rules.allow-empty", "true");
        try (RunningPipeline running = new PipelineApp(settings(given), InstantSource.system()).start()) {
            await().atMost(WAIT).until(() -> running.ready().well());

            int status = new CommandLine(new Upload())
                    .execute(
                            "--root",
                            folder.toString(),
                            "--config",
                            config("admin", kafka.adminSettings()),
                            "selamat pagi");

            assertThat(status).isZero();
        }
    }

    @Test
    void clock_thatThePipelineMayNotCompareWithTheControllers_isToldByDecisionsFromTheFuture() throws Exception {
        Map<String, String> given = new HashMap<>(kafka.settings(AccessRole.PIPELINE));
        given.put("saring.data.directory", folder.resolve("data").toString());
        allow(AccessRole.PIPELINE, PLAN.grants(AccessRole.PIPELINE));
        assertThat(findings("clock", settings(given))).isEmpty();
        try (KafkaProducer<String, byte[]> producer = adminProducer()) {
            long future = Instant.now().plusSeconds(300).toEpochMilli();
            producer.send(new ProducerRecord<>(TOPICS.approved(), 0, future, "key", new byte[1]))
                    .get();
        }
        assertThat(findings("clock", settings(given))).singleElement().satisfies(finding -> {
            assertThat(finding.stops()).isFalse();
            assertThat(finding.text()).contains("s in the future");
        });
    }

    private static List<Finding> findings(String subject, Settings settings) throws InterruptedException {
        return StartChecks.all(settings, result -> {}).stream()
                .filter(result -> result.subject().equals(subject))
                .flatMap(result -> result.findings().stream())
                .toList();
    }

    private static void publishRulesAsAdmin() throws Exception {
        try (KafkaProducer<String, byte[]> producer = adminProducer()) {
            AvroEncoder<KeywordRule> encoder = new AvroEncoder<>(registry, KeywordRule.class, TOPICS.rules());
            for (KeywordRule rule : List.of(
                    rule("reviews", "kataragu", "gambling", RuleAction.REVIEW),
                    rule("blocks", "katalarang", "gambling", RuleAction.BLOCK),
                    rule("preserves", "katajahat", "child-safety", RuleAction.BLOCK),
                    rule("is-rejected", "judi & (", "gambling", RuleAction.BLOCK))) {
                producer.send(new ProducerRecord<>(TOPICS.rules(), rule.getRuleId(), encoder.encode(rule)))
                        .get();
            }
        }
    }

    private static KeywordRule rule(String id, String expression, String policy, RuleAction action) {
        return KeywordRule.newBuilder()
                .setRuleId(id)
                .setExpression(expression)
                .setPolicy(policy)
                .setAction(action)
                .build();
    }

    /** Where each topic ends, whatever is committed. */
    private static Map<String, Long> ends() throws Exception {
        Map<String, Long> ends = new HashMap<>();
        for (PlannedTopic topic : TopicPlan.of(settings(kafka.adminSettings())).topics()) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            ends.put(
                    topic.name(),
                    admin.listOffsets(
                                    Map.of(partition, OffsetSpec.latest()),
                                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                            .partitionResult(partition)
                            .get()
                            .offset());
        }
        return ends;
    }

    @Test
    void bearerToken_fromTheSettings_isWhoComes() throws Exception {
        allow(AccessRole.AUDITOR, PLAN.grants(AccessRole.AUDITOR));
        try (Admin asAuditor = Clients.admin(settings(kafka.bearerSettings(AccessRole.AUDITOR)))) {
            assertThat(asAuditor.listTopics().names().get())
                    .containsExactlyInAnyOrder(
                            TOPICS.uploads(),
                            TOPICS.approved(),
                            TOPICS.review(),
                            TOPICS.blocked(),
                            TOPICS.deadLetter());
        }
    }

    @Test
    void wrongPassword_isRefused() {
        Map<String, String> given = new HashMap<>(kafka.settings(AccessRole.AUDITOR));
        given.computeIfPresent(
                "kafka.sasl.jaas.config", (name, jaas) -> jaas.replace(SecureKafka.password(AccessRole.AUDITOR), "no"));
        try (Admin asNobody = Clients.admin(settings(given))) {
            assertThat(catchThrowable(() -> asNobody.listTopics().names().get()))
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }
}
