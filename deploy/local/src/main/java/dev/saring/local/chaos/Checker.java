package dev.saring.local.chaos;

import dev.saring.classify.RuleSet;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Checks every committed result against what the pure classifier says about the same upload under the rule set that the
 * decision names, every preserved copy likewise, and every dead letter against what was wrong with its record.
 */
final class Checker {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LISTED = 20;

    private final Workload workload;
    private final Sent sent;
    private final Topics topics;
    private final DecisionComparison comparison;
    private final AvroDecoder<ModerationDecision> decoder;
    private final AvroEncoder<UploadEvent> encoder;
    private final List<String> examples = new ArrayList<>();
    private int checked;
    private int copies;
    private int wrong;

    /** @param versions every rule set that was live, by its version */
    Checker(Workload workload, Sent sent, Map<String, RuleSet> versions, SchemaRegistry registry, Topics topics) {
        this.workload = workload;
        this.sent = sent;
        this.topics = topics;
        this.comparison = new DecisionComparison(versions, topics);
        this.decoder = new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());
        this.encoder = new AvroEncoder<>(registry, UploadEvent.class, topics.uploads());
    }

    /** Reads all results that are there now and checks them. */
    void check(String bootstrapServers) throws RegistryUnavailableException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(
                    topics.approved(), topics.review(), topics.blocked(), topics.preserved(), topics.deadLetter())) {
                consumer.partitionsFor(topic)
                        .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (!DeadLetterHeaders.isMarker(record.headers())) {
                        check(record);
                    }
                }
            }
        }
    }

    private void check(ConsumerRecord<byte[], byte[]> record) throws RegistryUnavailableException {
        boolean copy = record.topic().equals(topics.preserved());
        boolean deadLetter = record.topic().equals(topics.deadLetter());
        String fault = deadLetter ? faultOfDeadLetter(record) : faultOfDecision(record, copy);
        if (copy) {
            copies++;
        } else {
            checked++;
        }
        if (fault != null) {
            wrong++;
            if (examples.size() < LISTED) {
                examples.add(record.topic() + '-' + record.partition() + '@' + record.offset() + ": " + fault);
            }
        }
    }

    /** How many results were checked, without copies. */
    int checked() {
        return checked;
    }

    /** How many copies among the evidence were checked. */
    int copies() {
        return copies;
    }

    /** How many of them are wrong. */
    int wrong() {
        return wrong;
    }

    /** What is wrong with the first few. */
    List<String> examples() {
        return List.copyOf(examples);
    }

    private String faultOfDecision(ConsumerRecord<byte[], byte[]> record, boolean copy)
            throws RegistryUnavailableException {
        ModerationDecision decision;
        try {
            decision = decoder.decode(record.value());
        } catch (UndecodableException e) {
            return e.getMessage();
        }
        String source = Arrivals.header(record, DecisionHeaders.SOURCE);
        int number = sent.number(
                decision.getSource().getPartition(), decision.getSource().getOffset());
        if (number < 0) {
            return "nothing was sent to " + source;
        }
        Workload.Item item = workload.item(number);
        if (item.kind() != Workload.Kind.UPLOAD) {
            return "record " + number + " at " + source + " is no upload but " + item.kind();
        }
        String difference = copy
                ? comparison.differenceOfCopy(record, decision, item.upload())
                : comparison.difference(record, decision, item.upload());
        return difference == null ? null : "record " + number + " at " + source + ": " + difference;
    }

    private String faultOfDeadLetter(ConsumerRecord<byte[], byte[]> record) throws RegistryUnavailableException {
        int partition = Integer.parseInt(Arrivals.header(record, DeadLetterHeaders.PARTITION));
        long offset = Long.parseLong(Arrivals.header(record, DeadLetterHeaders.OFFSET));
        String cause = Arrivals.header(record, DeadLetterHeaders.CAUSE);
        int number = sent.number(partition, offset);
        if (number < 0) {
            return "nothing was sent to partition " + partition + " offset " + offset;
        }
        Workload.Item item = workload.item(number);
        if (!cause.equals(item.kind().cause())) {
            return "record " + number + " (" + item.kind() + ") has the cause " + cause + ": "
                    + Arrivals.header(record, DeadLetterHeaders.MESSAGE);
        }
        byte[] key = item.key() == null ? null : item.key().getBytes(StandardCharsets.UTF_8);
        boolean whole = record.headers().lastHeader(DeadLetterHeaders.LEFT_OUT) == null;
        if (!whole && !item.kind().isReadable()) {
            return "record " + number + " (" + item.kind() + ") lacks its value for no reason";
        }
        String withholding = item.kind().isReadable() ? comparison.withholding(item.upload(), whole) : null;
        if (withholding != null) {
            return "record " + number + " (" + item.kind() + ") " + withholding;
        }
        byte[] value = whole ? workload.value(number, item.kind(), encoder.encode(item.upload())) : null;
        boolean asSent = Arrays.equals(record.value(), value) && Arrays.equals(record.key(), key);
        return asSent ? null : "record " + number + " (" + item.kind() + ") is not what was sent";
    }
}
