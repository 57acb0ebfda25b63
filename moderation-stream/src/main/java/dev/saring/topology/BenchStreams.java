package dev.saring.topology;

import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.Policy;
import dev.saring.config.Role;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.ops.Metrics;
import dev.saring.serde.SchemaRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Kafka Streams for benchmarks: clients and settings as {@code saring run} has them, around the pipeline's topology or
 * around a bare copy. Without what waits beside the stream of uploads: start checks, the rule follower, the admin server.
 */
public final class BenchStreams implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final Closer closer;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private BenchStreams(Topology topology, Properties settings, StoppedPartitions stopped, Closer closer) {
        this.streams = new KafkaStreams(topology, settings, new StreamsClients(stopped));
        this.closer = closer;
        streams.setUncaughtExceptionHandler(thrown -> {
            failure.compareAndSet(null, thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        closer.add(() -> streams.close(
                CloseOptions.timeout(PATIENCE).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)));
        streams.start();
    }

    /** Copies uploads as they are: what Kafka Streams costs by itself. */
    public static BenchStreams copy(Settings settings, String target) {
        Closer closer = new Closer();
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        "uploads",
                        new UploadTimestamps(),
                        in,
                        in,
                        Topics.of(settings).uploads())
                .addSink("copy", target, out, out, "uploads");
        Properties streams = StreamsSettings.of(settings, Role.CLASSIFY, deaths(settings, metrics(closer)));
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, copyGroup(settings));
        return new BenchStreams(topology, streams, new StoppedPartitions(), closer);
    }

    /** The pipeline's topology, on rules that stay as they are. */
    public static BenchStreams moderation(Settings settings, RuleSet rules) {
        Closer closer = new Closer();
        InstantSource clock = InstantSource.system();
        Metrics metrics = closer.add(
                new Metrics(rules.policies().all().stream().map(Policy::code).toList(), clock));
        SchemaRegistry registry = closer.add(SchemaRegistry.connect(settings.registry(), null));
        RegistryPatience patience = new RegistryPatience(
                settings.get(SettingCatalog.REGISTRY_WAIT), pause -> false, System::nanoTime, clock, metrics);
        RecordDeaths deaths = deaths(settings, metrics);
        Topology topology = ModerationTopology.build(
                Topics.of(settings),
                StageTools.of(
                        settings,
                        registry,
                        patience,
                        () -> rules,
                        clock,
                        metrics,
                        new TaskWatches(metrics, clock),
                        deaths));
        return new BenchStreams(
                topology, StreamsSettings.of(settings, Role.CLASSIFY, deaths), new StoppedPartitions(), closer);
    }

    /** The consumer group, and application.id, of the pipeline. */
    public static String moderationGroup(Settings settings) {
        return Topics.of(settings).applicationId(Role.CLASSIFY);
    }

    /** The same of a copy. */
    public static String copyGroup(Settings settings) {
        return moderationGroup(settings) + "-copy";
    }

    /** How Kafka Streams would set the producers of these settings, for plain ones to be compared with. */
    public static Map<String, Object> producer(Settings settings) {
        Closer closer = new Closer();
        Properties streams = StreamsSettings.of(settings, Role.CLASSIFY, deaths(settings, metrics(closer)));
        closer.close();
        return new StreamsConfig(streams).getProducerConfigs("raw-copy");
    }

    private static Metrics metrics(Closer closer) {
        return closer.add(new Metrics(List.of(), InstantSource.system()));
    }

    private static RecordDeaths deaths(Settings settings, Metrics metrics) {
        return new RecordDeaths(new DataDirectory(settings).deaths(), metrics);
    }

    /**
     * Makes sure that it goes on.
     *
     * @throws IllegalStateException where it has stopped; the cause says why
     */
    public void requireRunning() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("Kafka Streams has stopped: " + Causes.of(thrown), thrown);
        }
    }

    @Override
    public void close() {
        closer.close();
    }
}
