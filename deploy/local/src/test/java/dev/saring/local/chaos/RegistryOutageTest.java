package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.saring.config.Settings;
import dev.saring.local.Checkout;
import dev.saring.local.EmbeddedKafka;
import dev.saring.local.RegistryServer;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Clients;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.RunningPipeline;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is away while uploads with a schema not seen before arrive, and comes back. */
class RegistryOutageTest {
    private static final Duration WAIT = Duration.ofSeconds(120);
    private static final Topics TOPICS = new Topics("outage.");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private EmbeddedKafka kafka;
    private RegistryServer server;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        TrustedRecords.register();
        kafka = EmbeddedKafka.inProcess(Map.of());
        server = RegistryServer.start(Checkout.ofWorkingDirectory().registry());
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("schema.registry.url", server.url());
        settings.put("saring.topics.prefix", TOPICS.prefix());
        settings.put("saring.admin.port", "0");
        settings.put("saring.threads", "1");
        settings.put("saring.rules.allow-empty", "true");
        settings.put("saring.data.directory", folder.resolve("data").toString());
        Settings parsed = Settings.of(settings);
        admin = Clients.admin(parsed);
        for (PlannedTopic topic : TopicPlan.of(parsed).topics()) {
            new TopicCreation(admin).create(topic.name(), 1, (short) 1, topic.settings());
        }
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
        kafka.close();
    }

    /**
     * Pauses have grown to sixteen seconds by then, and the session time-out is a minute: neither must be waited for
     * once the registry is back.
     */
    @Test
    void registryBack_uploadsGoOnAtOnce_howeverLongItWasAway() throws Exception {
        settings.put("saring.registry.wait-ms", "200");
        settings.put("kafka.session.timeout.ms", "60000");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", server.url()), null);
                RunningPipeline running = new PipelineApp(Settings.of(settings), InstantSource.system()).start()) {
            byte[] ours = new AvroEncoder<>(registry, UploadEvent.class, TOPICS.uploads()).encode(upload());
            SchemaGenerations.Generation later = new SchemaGenerations(server.url(), TOPICS.uploads()).register();
            send(producer, ours);
            await().atMost(WAIT).until(() -> decided() > 0);

            server.kill();
            send(producer, later.encode(ours));
            send(producer, ours);
            await().dontCatchUncaughtExceptions()
                    .atMost(WAIT)
                    .until(() -> running.ready()
                            .reasons()
                            .getOrDefault("registry", "")
                            .startsWith("waiting"));
            await().dontCatchUncaughtExceptions().atMost(WAIT).until(() -> threadsReplaced(running) >= 5);
            long before = decided();
            server.restart();
            long back = System.nanoTime();

            await().dontCatchUncaughtExceptions().atMost(WAIT).until(() -> decided() >= before + 3);
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(30));
            await().dontCatchUncaughtExceptions()
                    .atMost(WAIT)
                    .until(() -> running.ready().well());
        }
    }

    private static UploadEvent upload() {
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("c")
                .setUploaderId("u")
                .setUploadedAt(Instant.now())
                .build();
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(TOPICS.uploads(), "c".getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    /** How far the approved uploads reach that everyone can see. Two uploads and a commit are three. */
    private long decided() throws Exception {
        TopicPartition partition = new TopicPartition(TOPICS.approved(), 0);
        return admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static double threadsReplaced(RunningPipeline running) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + running.adminAddress().getPort() + "/metrics");
        return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("saring_threads_replaced_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
