package dev.saring.topology;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the topics of a cluster with the plan. */
public final class TopicInspection {

    /** How grave a difference is. */
    public enum Gravity {
        /** The topic is missing. */
        MISSING,
        /** The topic, or its settings, may not be looked at. */
        HIDDEN,
        /** Records would be lost, or the pipeline would stop. */
        WRONG,
        /** Other than planned, which may be the operator's choice. */
        DIFFERENT
    }

    /**
     * @param text which topic, what differs, and the remedy
     */
    public record Difference(Gravity gravity, String topic, String text) {}

    private final Admin admin;

    public TopicInspection(Admin admin) {
        this.admin = admin;
    }

    /**
     * All differences, in the plan's order.
     *
     * @throws ClusterException where the cluster does not answer or refuses to
     */
    public List<Difference> compare(TopicPlan plan) throws InterruptedException {
        Set<String> hidden = new HashSet<>();
        Map<String, TopicDescription> found = describe(plan, hidden);
        Map<String, Config> configs = configs(found.keySet(), hidden);
        List<Difference> differences = new ArrayList<>();
        for (PlannedTopic planned : plan.topics()) {
            TopicDescription topic = found.get(planned.name());
            if (hidden.contains(planned.name())) {
                differences.add(new Difference(
                        Gravity.HIDDEN,
                        planned.name(),
                        "topic " + planned.name() + " may not be looked at; the principal needs Describe and"
                                + " DescribeConfigs on it (`saring topics acls`)"));
            } else if (topic == null) {
                differences.add(new Difference(
                        Gravity.MISSING,
                        planned.name(),
                        "topic " + planned.name() + " is missing; create it with `saring topics create`"));
            } else {
                compare(planned, topic, configs.get(planned.name()), differences);
            }
        }
        return differences;
    }

    private static void compare(
            PlannedTopic planned, TopicDescription topic, Config config, List<Difference> differences) {
        String name = planned.name();
        int partitions = topic.partitions().size();
        if (planned.single() && partitions != 1) {
            differences.add(new Difference(
                    Gravity.WRONG,
                    name,
                    "topic " + name + " has " + partitions
                            + " partitions and must have one; delete it and create it anew"));
        }
        new TreeMap<>(planned.settings()).forEach((setting, value) -> {
            ConfigEntry entry = config.get(setting);
            String actual = entry == null ? "" : entry.value();
            if (!actual.equals(value)) {
                differences.add(difference(planned, setting, value, actual));
            }
        });
    }

    private static Difference difference(PlannedTopic planned, String setting, String value, String actual) {
        boolean wrong = setting.equals(CLEANUP_POLICY_CONFIG) && planned.cleanup() != null
                || setting.equals(MAX_MESSAGE_BYTES_CONFIG) && Long.parseLong(actual) < planned.leastRecordBytes();
        String needed =
                setting.equals(MAX_MESSAGE_BYTES_CONFIG) && wrong ? "at least " + planned.leastRecordBytes() : value;
        return new Difference(
                wrong ? Gravity.WRONG : Gravity.DIFFERENT,
                planned.name(),
                "topic " + planned.name() + " has " + setting + "=" + actual
                        + (wrong ? ", needed is " : ", planned is ") + needed
                        + (wrong ? "; change it with kafka-configs --alter" : ""));
    }

    private Map<String, TopicDescription> describe(TopicPlan plan, Set<String> hidden) throws InterruptedException {
        Map<String, TopicDescription> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        plan.topics().stream().map(PlannedTopic::name).toList())
                .topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> each : asked.entrySet()) {
            try {
                found.put(each.getKey(), each.getValue().get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicAuthorizationException) {
                    hidden.add(each.getKey());
                } else if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new ClusterException("topic " + each.getKey() + " cannot be looked at", e.getCause());
                }
            }
        }
        return found;
    }

    private Map<String, Config> configs(Collection<String> topics, Set<String> hidden) throws InterruptedException {
        Map<String, Config> configs = new HashMap<>();
        Map<ConfigResource, KafkaFuture<Config>> asked = admin.describeConfigs(topics.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> each : asked.entrySet()) {
            try {
                configs.put(each.getKey().name(), each.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicAuthorizationException)) {
                    throw new ClusterException("the settings of topics cannot be read", e.getCause());
                }
                hidden.add(each.getKey().name());
            }
        }
        return configs;
    }
}
