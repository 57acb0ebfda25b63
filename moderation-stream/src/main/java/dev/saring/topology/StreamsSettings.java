package dev.saring.topology;

import dev.saring.config.Role;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** The settings of Kafka Streams for a role: defaults of ours, then what was passed through, then what must be. */
final class StreamsSettings {
    /** Kafka's own 45 s would leave partitions alone for that long after a thread or an instance has died. */
    private static final int SESSION_MS = 10_000;
    /** Members hear of a rebalance with their next heartbeat; Kafka's own 3 s is most of a partition's pause then. */
    private static final int HEARTBEAT_MS = 1_000;

    /** A named instance is waited for: long enough to stop, start and read a million rules. */
    private static final int NAMED_SESSION_MS = 30_000;

    /**
     * Four times Kafka's own. Each batch has compression buffers of its own, and a transaction's records are spread over
     * every partition of three topics; see RATIONALE.md.
     */
    private static final int BATCH_BYTES = 64 << 10;

    private StreamsSettings() {}

    /** @param deaths where the production edge notes the records that it cannot send */
    static Properties of(Settings settings, Role role, RecordDeaths deaths) {
        Map<String, Object> given = settings.kafkaStreams();
        String instance = settings.get(SettingCatalog.INSTANCE_ID);
        Properties streams = new Properties();
        prefer(streams, given, StreamsConfig.PRODUCER_PREFIX, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        prefer(streams, given, StreamsConfig.PRODUCER_PREFIX, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        prefer(
                streams,
                given,
                StreamsConfig.CONSUMER_PREFIX,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                instance.isEmpty() ? SESSION_MS : NAMED_SESSION_MS);
        prefer(
                streams,
                given,
                StreamsConfig.CONSUMER_PREFIX,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                HEARTBEAT_MS);
        streams.putAll(given);

        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, Topics.of(settings).applicationId(role));
        if (!instance.isEmpty()) {
            // Kafka Streams adds each thread's number.
            streams.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads(settings));
        streams.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.get(SettingCatalog.COMMIT_INTERVAL).toMillis());
        streams.put(
                StreamsConfig.STATE_DIR_CONFIG, DataDirectory.streams(settings).toString());
        streams.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        streams.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                TopicPlan.batchBytes(settings.get(SettingCatalog.DECISION_MAX_BYTES)));

        // One handler for each edge, and each ends the thread: what belongs to a record has become a dead letter
        // before, or does so when it comes again (RecordDeaths).
        streams.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        streams.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        streams.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, ProductionFailures.class);
        streams.put(ProductionFailures.DEATHS, deaths);
        return streams;
    }

    /** Sets a default of ours for one kind of client, unless the setting is given for all. */
    private static void prefer(
            Properties streams, Map<String, Object> given, String prefix, String name, Object value) {
        if (!given.containsKey(name)) {
            streams.put(prefix + name, value);
        }
    }

    private static int threads(Settings settings) {
        int threads = settings.get(SettingCatalog.THREADS);
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
