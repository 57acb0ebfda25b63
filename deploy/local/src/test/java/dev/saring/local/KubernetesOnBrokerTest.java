package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.saring.config.KafkaClient;
import dev.saring.config.Settings;
import dev.saring.moderation.TextField;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.AccessRole;
import dev.saring.topology.Clients;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.RunningPipeline;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The topics, the users' rights, the settings files and the mounted secrets of {@code deploy/kubernetes} together, on a
 * broker that asks for TLS, SCRAM and rights as Strimzi's does. Not Kubernetes: what it would mount and create is put in
 * place by hand.
 */
class KubernetesOnBrokerTest {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final String REGISTRY = "mock://kubernetes";
    private static final String USER_PREFIX = "saring-";
    private static final Topics TOPICS = new Topics("moderation.");

    private final Manifests manifests = new Manifests();

    @TempDir
    Path keys;

    @TempDir
    Path folder;

    @Test
    void whatTheManifestsCreateAndMount_makesAPipelineThatDecides() throws Exception {
        TrustedRecords.register();
        try (SecureKafka kafka = SecureKafka.start(keys);
                Admin admin = Clients.admin(Settings.of(kafka.adminSettings()));
                SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", REGISTRY), null)) {
            createTopics(admin);
            createRights(admin);
            publishStarterRules(kafka, registry);

            Settings settings = mounted(kafka, AccessRole.PIPELINE, "kubernetes/base/saring.properties");
            try (RunningPipeline pipeline = new PipelineApp(settings, InstantSource.system()).start()) {
                await().atMost(WAIT).until(() -> pipeline.ready().well());
                produce(kafka, registry);
                assertThat(blocked(kafka)).isEqualTo("first-upload");
            }
        }
    }

    private void createTopics(Admin admin) throws Exception {
        for (Map.Entry<String, JsonNode> topic : manifests.objects("KafkaTopic").entrySet()) {
            Map<String, String> settings = new HashMap<>();
            topic.getValue()
                    .at("/spec/config")
                    .properties()
                    .forEach(setting ->
                            settings.put(setting.getKey(), setting.getValue().asText()));
            // There is one broker.
            settings.put("min.insync.replicas", "1");
            int partitions = topic.getValue().at("/spec/partitions").asInt();
            new TopicCreation(admin).create(topic.getKey(), partitions, (short) 1, settings);
        }
    }

    /** As Strimzi's user operator makes them of a KafkaUser. */
    private void createRights(Admin admin) throws Exception {
        List<AclBinding> rights = new ArrayList<>();
        manifests.objects("KafkaUser").forEach((name, user) -> {
            String principal = "User:" + name.substring(USER_PREFIX.length());
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                JsonNode resource = acl.path("resource");
                ResourcePattern pattern = new ResourcePattern(
                        ResourceType.fromString(constant(resource.path("type").asText())),
                        resource.path("name").asText(),
                        resource.path("patternType").asText().equals("prefix")
                                ? PatternType.PREFIXED
                                : PatternType.LITERAL);
                acl.path("operations")
                        .forEach(operation -> rights.add(new AclBinding(
                                pattern,
                                new AccessControlEntry(
                                        principal,
                                        "*",
                                        AclOperation.fromString(constant(operation.asText())),
                                        AclPermissionType.ALLOW))));
            }
        });
        admin.createAcls(rights).all().get();
    }

    /** {@code transactionalId} as Kafka's enums have it. */
    private static String constant(String word) {
        return word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private void publishStarterRules(SecureKafka kafka, SchemaRegistry registry) throws Exception {
        Settings settings = mounted(kafka, AccessRole.RULE_PUBLISHER, "kubernetes/rules/publisher.properties");
        try (RulePublisher publisher = RulePublisher.connect(
                settings.kafka(KafkaClient.CONSUMER),
                settings.kafka(KafkaClient.PRODUCER),
                TOPICS.rulePublisher(),
                RuleTopics.of(TOPICS.prefix()),
                registry)) {
            publisher.publish(
                    new RuleDirectory(Checkout.ofWorkingDirectory().starterRules(), null).rules(false),
                    new PublishOrder("a test", "", Set.of()));
        }
    }

    /** Reads a settings file where this user's secrets are mounted. */
    private Settings mounted(SecureKafka kafka, AccessRole role, String file) throws Exception {
        Map<String, String> client = kafka.settings(role);
        Path secrets = Files.createDirectory(folder.resolve(role.toString()));
        write(secrets.resolve("kafka-user/sasl.jaas.config"), client.get("kafka.sasl.jaas.config"));
        write(
                secrets.resolve("kafka-ca/ca.crt"),
                Files.readString(Path.of(client.get("kafka.ssl.truststore.location"))));
        write(secrets.resolve("admin/token"), "a-token-for-this-test");
        Path settings = secrets.resolve("saring.properties");
        write(settings, manifests.text(file).replace("/run/secrets", secrets.toString()));
        return Settings.load(
                settings,
                Map.of("POD_NAME", "saring-classify-0"),
                Map.of(
                        "kafka.bootstrap.servers",
                        client.get("kafka.bootstrap.servers"),
                        "schema.registry.url",
                        REGISTRY,
                        "saring.admin.port",
                        "0",
                        "saring.data.directory",
                        secrets.resolve("data").toString()));
    }

    private static void write(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void produce(SecureKafka kafka, SchemaRegistry registry) throws Exception {
        UploadEvent upload = UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("first-upload")
                .setUploaderId("u")
                .setUploadedAt(Instant.now())
                .setTexts(List.of(new UploadText(TextField.CAPTION, null, "daftar slot gacor sekarang")))
                .build();
        byte[] value = new AvroEncoder<>(registry, UploadEvent.class, TOPICS.uploads()).encode(upload);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Settings.of(kafka.settings(AccessRole.PRODUCER)).kafka(KafkaClient.PRODUCER),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPICS.uploads(), "first-upload", value))
                    .get();
        }
    }

    /** The key of the first decision that the consumer of blocked uploads sees. */
    private static String blocked(SecureKafka kafka) {
        Map<String, Object> client =
                Settings.of(kafka.settings(AccessRole.BLOCKED_CONSUMER)).kafka(KafkaClient.CONSUMER);
        client.put("group.id", TOPICS.blocked() + "-of-a-test");
        client.put("auto.offset.reset", "earliest");
        client.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPICS.blocked()));
            List<String> keys = new ArrayList<>();
            await().pollInSameThread().atMost(WAIT).until(() -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    keys.add(record.key());
                }
                return !keys.isEmpty();
            });
            return keys.get(0);
        }
    }
}
