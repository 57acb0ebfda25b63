package dev.saring.deadletter;

import dev.saring.config.KafkaClient;
import dev.saring.config.Settings;
import dev.saring.topology.Clients;
import dev.saring.topology.Place;
import dev.saring.topology.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the dead letter, as far as it is committed, and single records of it and of uploads. Holds a batch of records at
 * a time. For one thread.
 */
public final class DeadLetterTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a broker lets any transaction of the pipeline stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A part of the topic.
     *
     * @param starts where to begin, by partition
     * @param ends where to end, by partition
     */
    public record Range(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {}

    private final Settings settings;
    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Connects to the cluster of the settings. */
    public DeadLetterTopic(Settings settings) {
        this.settings = settings;
        this.topics = Topics.of(settings);
        Map<String, Object> own = new HashMap<>(settings.kafka(KafkaClient.CONSUMER));
        own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.consumer = new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * What the topic holds now, with what open transactions may add: from the first record of a time on.
     *
     * @param since null for everything
     * @throws DeadLetterException where the topic is not there
     */
    public Range range(Instant since) throws InterruptedException {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = ends(partitions);
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        if (since != null) {
            Map<TopicPartition, Long> times = partitions.stream()
                    .collect(Collectors.toMap(partition -> partition, p -> Math.max(0, since.toEpochMilli())));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            // Open transactions are not searched by time: without a record, begin where the oldest one does.
            partitions.forEach(partition -> {
                OffsetAndTimestamp first = found.get(partition);
                starts.put(
                        partition,
                        first == null ? consumer.endOffsets(List.of(partition)).get(partition) : first.offset());
            });
        }
        return new Range(starts, ends);
    }

    /** Reads all dead letters of a range in the order of their partitions' offsets. */
    public void forEach(Range range, Consumer<DeadLetter> action) {
        read(range, record -> DeadLetter.of(record).ifPresent(action));
    }

    /**
     * Finds out which dead letters of a range were replayed; a marker stands in the same partition, after its dead letter.
     * Takes one bit for each offset.
     */
    public Replayed replayed(Range range) {
        Map<TopicPartition, BitSet> bits = new HashMap<>();
        range.starts().keySet().forEach(partition -> bits.put(partition, new BitSet()));
        read(
                range,
                record -> DeadLetter.replayed(record).ifPresent(place -> {
                    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
                    Long start = range.starts().get(partition);
                    if (start != null && place.offset() >= start) {
                        bits.get(partition).set(Math.toIntExact(place.offset() - start));
                    }
                }));
        return letter -> {
            TopicPartition partition =
                    new TopicPartition(letter.place().topic(), letter.place().partition());
            return bits.get(partition)
                    .get(Math.toIntExact(
                            letter.place().offset() - range.starts().get(partition)));
        };
    }

    /** Tells which dead letters were replayed. */
    @FunctionalInterface
    public interface Replayed {
        /** Whether a dead letter of the range was replayed. */
        boolean test(DeadLetter letter);
    }

    /**
     * Finds a dead letter by its own place, or by that of the upload record that it was, for which all are read.
     *
     * @throws DeadLetterException where the place is in neither topic
     */
    public Optional<DeadLetter> find(Place place) throws InterruptedException {
        if (place.topic().equals(topics.deadLetter())) {
            // Its transaction may be committed while the end of it is not written yet: that is waited for.
            TopicPartition partition = new TopicPartition(place.topic(), place.partition());
            return record(place, ends(List.of(partition)).get(partition)).flatMap(DeadLetter::of);
        }
        if (!place.topic().equals(topics.uploads())) {
            throw new DeadLetterException(place + " is neither in " + topics.deadLetter() + " nor in "
                    + topics.uploads() + "; is saring.topics.prefix right?");
        }
        DeadLetter[] found = new DeadLetter[1];
        forEach(range(null), letter -> found[0] = letter.source().equals(place) ? letter : found[0]);
        return Optional.ofNullable(found[0]);
    }

    /** One record, if it is still there and committed. */
    Optional<ConsumerRecord<byte[], byte[]>> record(Place place) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        return record(place, consumer.endOffsets(List.of(partition)).get(partition));
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(Place place, long end) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        consumer.assign(List.of(partition));
        consumer.resume(List.of(partition));
        long first = consumer.beginningOffsets(List.of(partition)).get(partition);
        if (place.offset() < first || place.offset() >= end) {
            return Optional.empty();
        }
        consumer.seek(partition, place.offset());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) <= place.offset() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == place.offset() ? Optional.of(record) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private void read(Range range, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        Set<TopicPartition> open = new HashSet<>();
        range.starts().forEach((partition, start) -> {
            if (start < range.ends().get(partition)) {
                open.add(partition);
            }
        });
        consumer.assign(open);
        // An earlier reading paused them.
        consumer.resume(open);
        open.forEach(partition -> consumer.seek(partition, range.starts().get(partition)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty()) {
            Map<TopicPartition, Long> before = positions(open);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < range.ends().get(partition)) {
                    action.accept(record);
                }
            }
            Map<TopicPartition, Long> now = positions(open);
            long time = System.nanoTime();
            if (!now.equals(before)) {
                deadline = time + PATIENCE.toNanos();
            } else if (time > deadline) {
                throw new DeadLetterException("Nothing more could be read from " + open + " for " + PATIENCE.toSeconds()
                        + " s; are the brokers up, or does a transaction hang (kafka-transactions.sh find-hanging)?");
            }
            Set<TopicPartition> done = now.entrySet().stream()
                    .filter(each -> each.getValue() >= range.ends().get(each.getKey()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            consumer.pause(done);
            open.removeAll(done);
        }
    }

    private Map<TopicPartition, Long> positions(Set<TopicPartition> partitions) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, consumer::position));
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = consumer.partitionsFor(topics.deadLetter()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new DeadLetterException("There is no topic " + topics.deadLetter()
                    + ", or no right to see it; is saring.topics.prefix right?");
        }
        return partitions;
    }

    /** The ends with what is not committed yet: a marker may stand behind another's open transaction. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) throws InterruptedException {
        try (Admin admin = Clients.admin(settings)) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(
                            partitions.stream()
                                    .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.latest())),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new DeadLetterException(
                    "The ends of " + topics.deadLetter() + " cannot be read: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
