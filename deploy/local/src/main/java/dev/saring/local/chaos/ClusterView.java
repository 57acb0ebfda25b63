package dev.saring.local.chaos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;

/** What the cluster itself says of its brokers and of the pipeline's members: the evidence that a fault has hit. */
final class ClusterView implements AutoCloseable {
    private final Admin admin;
    private final String group;
    private final boolean streamsGroup;

    /** @param streamsGroup whether the group is one of {@code group.protocol=streams} */
    ClusterView(String bootstrapServers, String group, boolean streamsGroup) {
        this.group = group;
        this.streamsGroup = streamsGroup;
        this.admin = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "3000",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                "6000"));
    }

    /** How many brokers are in the cluster; 0 where it does not answer. */
    int brokers() throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException silent) {
            return 0;
        }
    }

    /** Whether each partition, those of Kafka's own topics included, has all its replicas in sync. */
    boolean isInSync() throws InterruptedException {
        try {
            Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            for (TopicDescription topic :
                    admin.describeTopics(topics).allTopicNames().get().values()) {
                if (topic.partitions().stream()
                        .anyMatch(each -> each.leader() == null
                                || each.isr().size() < each.replicas().size())) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException silent) {
            return false;
        }
    }

    /** How many partitions of uploads the members of an instance have; -1 where the cluster does not answer. */
    int assigned(String instance) throws InterruptedException {
        try {
            return (int) readOwners().values().stream()
                    .filter(client -> client.startsWith(instance + '-'))
                    .count();
        } catch (ExecutionException silent) {
            return -1;
        }
    }

    /** Which client has which partition of uploads; empty where the cluster does not answer. */
    Map<Integer, String> owners() throws InterruptedException {
        try {
            return readOwners();
        } catch (ExecutionException silent) {
            return Map.of();
        }
    }

    private Map<Integer, String> readOwners() throws InterruptedException, ExecutionException {
        Map<Integer, String> owners = new TreeMap<>();
        if (streamsGroup) {
            for (StreamsGroupMemberDescription member : admin.describeStreamsGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()) {
                member.assignment()
                        .activeTasks()
                        .forEach(tasks ->
                                tasks.partitions().forEach(partition -> owners.put(partition, member.clientId())));
            }
        } else {
            for (MemberDescription member : admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()) {
                member.assignment().topicPartitions().forEach(each -> owners.put(each.partition(), member.clientId()));
            }
        }
        return owners;
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }
}
