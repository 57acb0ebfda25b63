package dev.saring.bench;

import dev.saring.topology.TopicCreation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of one run on the cluster, and what can be seen of them from outside. Removes them when it is closed, or
 * when the process is told to end.
 */
final class BenchCluster implements AutoCloseable {
    /** So that space comes back soon after records are deleted. */
    private static final Map<String, String> SMALL_SEGMENTS =
            Map.of("segment.bytes", Integer.toString(64 << 20), "file.delete.delay.ms", "1000");

    private static final long EVERYTHING = -1;
    private static final int ATTEMPTS = 100;
    /** A process that is told to end does not wait longer for a cluster that is gone. */
    private static final int REMOVAL_MS = 10_000;

    private final Admin admin;
    private final int partitions;
    private final short replication;
    private final Set<String> topics = new ConcurrentSkipListSet<>();
    private final Set<String> groups = new TreeSet<>();
    private final Thread atExit = new Thread(this::deleteTopics, "bench-cleanup");

    BenchCluster(Admin admin, int partitions, short replication) {
        this.admin = admin;
        this.partitions = partitions;
        this.replication = replication;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Creates a topic, to be removed at the end. */
    void create(String topic, Map<String, String> settings) throws InterruptedException {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(SMALL_SEGMENTS);
        topics.add(topic);
        new TopicCreation(admin).create(topic, partitions, replication, all);
    }

    /** The partitions of a topic. */
    List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Where the partitions of a topic end. */
    Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions(topic).stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Lets a group begin anew, from the beginning of a topic or from offsets given. */
    void reset(String group, Map<TopicPartition, Long> offsets) throws InterruptedException {
        groups.add(group);
        for (int attempt = 1; ; attempt++) {
            try {
                get(admin.deleteConsumerGroups(List.of(group)).all());
                break;
            } catch (GroupIdNotFoundException e) {
                break;
            } catch (GroupNotEmptyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        if (!offsets.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
            offsets.forEach((partition, offset) -> places.put(partition, new OffsetAndMetadata(offset)));
            get(admin.alterConsumerGroupOffsets(group, places).all());
        }
    }

    /** How many records a group has committed, over all partitions. */
    long committed(String group) throws InterruptedException {
        long sum = 0;
        for (OffsetAndMetadata offset : get(admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata())
                .values()) {
            sum += offset == null ? 0 : offset.offset();
        }
        return sum;
    }

    /** Bytes on the disk of one replica, by topic. */
    Map<String, Long> bytes(Collection<String> of) throws InterruptedException {
        List<Integer> brokers = get(admin.describeCluster().nodes()).stream()
                .map(node -> node.id())
                .toList();
        Map<TopicPartition, Long> largest = new HashMap<>();
        for (Map<String, LogDirDescription> folders :
                get(admin.describeLogDirs(brokers).allDescriptions()).values()) {
            for (LogDirDescription folder : folders.values()) {
                for (Map.Entry<TopicPartition, ReplicaInfo> replica :
                        folder.replicaInfos().entrySet()) {
                    largest.merge(replica.getKey(), replica.getValue().size(), Math::max);
                }
            }
        }
        Map<String, Long> bytes = new HashMap<>();
        of.forEach(topic -> bytes.put(topic, 0L));
        largest.forEach((partition, size) -> bytes.computeIfPresent(partition.topic(), (topic, sum) -> sum + size));
        return bytes;
    }

    /** Deletes the records of topics. */
    void empty(Collection<String> of) throws InterruptedException {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (String topic : of) {
            partitions(topic).forEach(partition -> all.put(partition, RecordsToDelete.beforeOffset(EVERYTHING)));
        }
        get(admin.deleteRecords(all).all());
    }

    @Override
    public void close() {
        try {
            deleteTopics();
            for (String group : groups) {
                reset(group, Map.of());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().removeShutdownHook(atExit);
            admin.close();
        }
    }

    private void deleteTopics() {
        try {
            for (KafkaFuture<Void> deletion : admin.deleteTopics(
                            topics, new DeleteTopicsOptions().timeoutMs(REMOVAL_MS))
                    .topicNameValues()
                    .values()) {
                try {
                    get(deletion);
                } catch (UnknownTopicOrPartitionException e) {
                    // It could not be created.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        }
    }
}
