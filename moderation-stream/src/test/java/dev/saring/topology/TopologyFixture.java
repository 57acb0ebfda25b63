package dev.saring.topology;

import dev.saring.classify.RuleSet;
import dev.saring.classify.Samples;
import dev.saring.config.Role;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.UploadEvent;
import dev.saring.ops.Metrics;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology on a test driver, with a fixed clock and a registry of its own in memory. */
final class TopologyFixture implements AutoCloseable {
    static final Topics TOPICS = new Topics("test.");
    static final long PRODUCED_AT = Samples.NOW.toEpochMilli() - 40;

    /** What may be changed before the driver is made. */
    static final class Setup {
        Supplier<RuleSet> rules = Samples::rules;
        Set<Outcome> embed = EnumSet.of(Outcome.REVIEW, Outcome.BLOCKED);
        int decisionMaxBytes = 3_000_000;
        int uploadMaxBytes = 10_000_000;
        int deadLetterLimit = 100;
        int deadLetterWindow = 100;
        Path deaths = Path.of("target", "deaths-" + UUID.randomUUID());
        String registryUrl = "mock://" + UUID.randomUUID();

        TopologyFixture start() {
            return new TopologyFixture(this);
        }
    }

    final SchemaRegistry registry;
    final Metrics metrics;
    final RegistryPatience patience;
    final StageTools tools;
    final Topology topology;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> uploads;
    private final AvroEncoder<UploadEvent> encoder;
    private final AvroDecoder<ModerationDecision> decoder;

    private TopologyFixture(Setup setup) {
        InstantSource clock = InstantSource.fixed(Samples.NOW);
        registry = SchemaRegistry.connect(Map.of("schema.registry.url", setup.registryUrl), null);
        metrics = new Metrics(List.of("gambling", "hate", "child-safety"), clock);
        patience = new RegistryPatience(Duration.ofMillis(250), time -> true, System::nanoTime, clock, metrics);
        registry.onAnswer(patience::recovered);
        tools = new StageTools(
                registry,
                patience,
                setup.rules,
                clock,
                metrics,
                new DecodingLimits(setup.uploadMaxBytes),
                setup.embed,
                setup.decisionMaxBytes,
                new TaskWatches(metrics, clock),
                new DeadLetterShares(setup.deadLetterLimit, setup.deadLetterWindow),
                new RecordDeaths(setup.deaths, metrics));
        topology = ModerationTopology.build(TOPICS, tools);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, TOPICS.applicationId(Role.CLASSIFY));
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(topology, config, Instant.ofEpochMilli(PRODUCED_AT));
        uploads = driver.createInputTopic(TOPICS.uploads(), new ByteArraySerializer(), new ByteArraySerializer());
        encoder = new AvroEncoder<>(registry, UploadEvent.class, TOPICS.uploads());
        decoder = new AvroDecoder<>(registry, ModerationDecision.class, new DecodingLimits(100_000_000));
    }

    static Setup setup() {
        return new Setup();
    }

    static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return record.headers().lastHeader(name) == null
                ? null
                : text(record.headers().lastHeader(name).value());
    }

    byte[] encode(UploadEvent upload) {
        try {
            return encoder.encode(upload);
        } catch (RegistryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    void produce(UploadEvent.Builder upload) {
        UploadEvent event = upload.build();
        produce(event.getContentId(), encode(event));
    }

    void produce(String key, byte[] value) {
        produce(utf8(key), value, new RecordHeaders());
    }

    void produce(byte[] key, byte[] value, Headers headers) {
        uploads.pipeInput(new TestRecord<>(key, value, headers, PRODUCED_AT));
    }

    List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<ModerationDecision> decisions(String topic) {
        List<ModerationDecision> decisions = new ArrayList<>();
        read(topic).forEach(record -> decisions.add(decode(record.value())));
        return decisions;
    }

    ModerationDecision decode(byte[] value) {
        try {
            return decoder.decode(value);
        } catch (UndecodableException | RegistryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.close();
        metrics.close();
        registry.close();
    }
}
