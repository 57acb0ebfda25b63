package dev.saring.local;

import dev.saring.moderation.ModerationDecision;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.DecisionHeaders;
import dev.saring.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what becomes of uploads, from the outcome topics and the dead letter, beginning where they end now. Markers of
 * replays are passed by.
 */
final class OutcomeReader implements AutoCloseable {
    /**
     * What became of one upload.
     *
     * @param topic where it stands
     * @param source the upload's record, as {@link OffsetLedger} names it
     * @param decision the decision; null for a dead letter
     * @param record the record itself
     */
    record Result(String topic, String source, ModerationDecision decision, ConsumerRecord<byte[], byte[]> record) {
        /** The text of a header, or null. */
        String header(String name) {
            return OutcomeReader.header(record, name);
        }
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDecoder<ModerationDecision> decoder;
    private final Topics topics;

    /** On a cluster that lets everybody in. */
    OutcomeReader(String bootstrapServers, SchemaRegistry registry, Topics topics) {
        this(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), registry, topics);
    }

    /** @param client settings of a Kafka consumer */
    OutcomeReader(Map<String, Object> client, SchemaRegistry registry, Topics topics) {
        Map<String, Object> all = new HashMap<>(client);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.decoder = new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());
        this.topics = topics;
        Collection<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(topics.approved(), topics.review(), topics.blocked(), topics.deadLetter())) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Asks for the ends, which would else be taken at the first poll.
        partitions.forEach(consumer::position);
    }

    /** What has been committed since the last call; waits up to {@code timeout} for it. */
    List<Result> poll(Duration timeout) {
        List<Result> results = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            if (!record.topic().equals(topics.deadLetter())) {
                results.add(new Result(record.topic(), header(record, DecisionHeaders.SOURCE), decode(record), record));
            } else if (!DeadLetterHeaders.isMarker(record.headers())) {
                results.add(new Result(record.topic(), sourceOfDeadLetter(record), null, record));
            }
        }
        return results;
    }

    private ModerationDecision decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(record.value());
        } catch (UndecodableException | RegistryUnavailableException e) {
            throw new IllegalStateException(
                    "The decision at " + OffsetLedger.source(record.topic(), record.partition(), record.offset())
                            + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static String sourceOfDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        return OffsetLedger.source(
                header(record, DeadLetterHeaders.TOPIC),
                Integer.parseInt(header(record, DeadLetterHeaders.PARTITION)),
                Long.parseLong(header(record, DeadLetterHeaders.OFFSET)));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
