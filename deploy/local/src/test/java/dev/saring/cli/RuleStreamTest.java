package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.config.Settings;
import dev.saring.local.EmbeddedKafka;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleFileWriter;
import dev.saring.rules.RuleHistory;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.json.UploadJson;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.RunningPipeline;
import dev.saring.topology.Topics;
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
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, rules that change while uploads flow. */
class RuleStreamTest {
    private static final String PREFIX = "stream.";
    private static final String REGISTRY = "mock://RuleStreamTest";
    private static final int PARTITIONS = 4;
    private static final int PUBLISHES = 12;
    private static final int UPLOADS_A_BURST = 40;
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Topics topics = new Topics(PREFIX);
    private final List<ModerationDecision> decisions = new ArrayList<>();
    private int sent;

    @Test
    void versionsOnlyMoveForward_andEachDecisionIsThatOfTheRulesExportedAsOfItsVersion() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of());
                SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", REGISTRY), null)) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
            assertThat(Saring.commandLine()
                            .execute(
                                    "topics",
                                    "create",
                                    "--config",
                                    config(kafka, "admin").toString(),
                                    "--partitions",
                                    Integer.toString(PARTITIONS),
                                    "--replication-factor",
                                    "1"))
                    .isZero();
            List<Instant> published = new ArrayList<>();
            try (RulePublisher publisher = RulePublisher.connect(
                            client, client, topics.rulePublisher(), RuleTopics.of(PREFIX), registry);
                    KafkaProducer<byte[], byte[]> producer =
                            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
                    KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
                publish(publisher, 0);
                published.add(Instant.now());
                try (RunningPipeline first = start(kafka, "first");
                        RunningPipeline second = start(kafka, "second")) {
                    assertThat(first.adminAddress()).isNotEqualTo(second.adminAddress());
                    AvroEncoder<UploadEvent> encoder = new AvroEncoder<>(registry, UploadEvent.class, topics.uploads());
                    AvroDecoder<ModerationDecision> decoder =
                            new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());
                    for (int number = 1; number <= PUBLISHES; number++) {
                        burst(producer, encoder);
                        publish(publisher, number);
                        published.add(Instant.now());
                        burst(producer, encoder);
                        String version = exported(client, registry, published.get(number))
                                .version();
                        await().atMost(WAIT).until(() -> {
                            burst(producer, encoder);
                            read(consumer, decoder);
                            return decisions.stream()
                                            .filter(each ->
                                                    each.getRuleSetVersion().equals(version))
                                            .map(each -> each.getSource().getPartition())
                                            .distinct()
                                            .count()
                                    == PARTITIONS;
                        });
                    }
                    await().atMost(WAIT).until(() -> {
                        read(consumer, decoder);
                        return decisions.size() == sent;
                    });
                }
            }

            Map<String, Integer> order = new HashMap<>();
            Map<String, RuleSet> rules = new HashMap<>();
            for (int number = 0; number < published.size(); number++) {
                RuleSet exported = exported(client, registry, published.get(number));
                order.put(exported.version(), number);
                rules.put(exported.version(), exported);
            }
            assertThat(order).hasSize(PUBLISHES + 1);
            assertVersionsMoveForward(order);
            for (ModerationDecision decision : decisions) {
                ModerationDecision again = new Classifier()
                        .classify(
                                decision.getUpload(),
                                rules.get(decision.getRuleSetVersion()),
                                Context.at(decision.getDecidedAt()));
                assertThat(DecisionDifference.between(decision, again)).isEmpty();
                assertThat(again.getRuleSetVersion()).isEqualTo(decision.getRuleSetVersion());
            }
        }
    }

    /** A partition belongs to one instance, since none comes or goes. */
    private void assertVersionsMoveForward(Map<String, Integer> order) {
        Map<Integer, TreeMap<Long, Integer>> byPartition = new HashMap<>();
        for (ModerationDecision decision : decisions) {
            assertThat(order).containsKey(decision.getRuleSetVersion());
            byPartition
                    .computeIfAbsent(decision.getSource().getPartition(), p -> new TreeMap<>())
                    .put(decision.getSource().getOffset(), order.get(decision.getRuleSetVersion()));
        }
        assertThat(byPartition).hasSize(PARTITIONS);
        byPartition
                .values()
                .forEach(versions -> assertThat(List.copyOf(versions.values())).isSorted());
    }

    private void publish(RulePublisher publisher, int number) throws Exception {
        Path files = Files.createDirectories(folder.resolve("publish-" + number));
        StringBuilder rows = new StringBuilder("rule_id,expression,policy,action,mode,source\n");
        rows.append("k-always,togel,gambling,REVIEW,ENFORCE,s\n");
        rows.append("k-turn,judi,gambling,")
                .append(number % 2 == 0 ? "BLOCK" : "REVIEW")
                .append(number % 3 == 0 ? ",SHADOW,s\n" : ",ENFORCE,s\n");
        rows.append("k-").append(number).append(",slot").append(number).append(",gambling,BLOCK,ENFORCE,s\n");
        Files.writeString(files.resolve("keywords.csv"), rows);
        publisher.publish(
                new RuleDirectory(files, null).rules(false), new PublishOrder("test", "step " + number, Set.of("s")));
    }

    private RuleSet exported(Map<String, Object> client, SchemaRegistry registry, Instant at) throws Exception {
        Path files = Files.createDirectories(folder.resolve("export-" + at.toEpochMilli()));
        try (RuleHistory history = RuleHistory.connect(client, RuleTopics.of(PREFIX), registry);
                RuleFileWriter writer = new RuleFileWriter(files)) {
            history.at(at).forEach(writer, problem -> assertThat(problem).isNull());
            writer.finish();
        }
        return new RuleDirectory(files, null).compile(Limits.DEFAULT, false);
    }

    private void burst(KafkaProducer<byte[], byte[]> producer, AvroEncoder<UploadEvent> encoder) throws Exception {
        for (int i = 0; i < UPLOADS_A_BURST; i++) {
            String id = "c" + sent++;
            UploadEvent upload =
                    new UploadJson().read("{\"contentId\":\"" + id + "\",\"texts\":[{\"text\":\"" + text(i) + "\"}]}");
            producer.send(new ProducerRecord<>(
                    topics.uploads(), id.getBytes(StandardCharsets.UTF_8), encoder.encode(upload)));
        }
        producer.flush();
    }

    private static String text(int number) {
        return switch (number % 4) {
            case 0 -> "judi di sini";
            case 1 -> "togel dan judi";
            case 2 -> "main slot" + number % 13;
            default -> "halo semua";
        };
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, AvroDecoder<ModerationDecision> decoder)
            throws Exception {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
            decisions.add(decoder.decode(each.value()));
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(EmbeddedKafka kafka) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(topics.approved(), topics.review(), topics.blocked()).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private RunningPipeline start(EmbeddedKafka kafka, String name) throws Exception {
        return new PipelineApp(Settings.load(config(kafka, name), Map.of(), Map.of()), InstantSource.system()).start();
    }

    private Path config(EmbeddedKafka kafka, String name) throws Exception {
        return Files.write(
                folder.resolve(name + ".properties"),
                List.of(
                        "kafka.bootstrap.servers=" + kafka.bootstrapServers(),
                        "kafka.client.id=" + name,
                        "kafka.state.dir=" + folder.resolve(name + "-state"),
                        "schema.registry.url=" + REGISTRY,
                        "saring.topics.prefix=" + PREFIX,
                        "saring.admin.port=0",
                        "saring.threads=1",
                        "saring.data.directory=" + folder.resolve(name + "-data"),
                        "saring.decision.embed-upload=approved,review,blocked"));
    }
}
