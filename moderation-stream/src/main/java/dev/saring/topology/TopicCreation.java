package dev.saring.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics. */
public final class TopicCreation {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;

    public TopicCreation(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates a topic, and returns when a broker knows it; one that has just been created by somebody else is left as it is.
     *
     * @throws ClusterException where the cluster does not answer or refuses to
     */
    public void create(String name, int partitions, short replication, Map<String, String> settings)
            throws InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(name, partitions, replication).configs(settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ClusterException("topic " + name + " cannot be created", e.getCause());
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isKnown(name) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    /** The controller answers before all brokers have heard of a new topic. */
    private boolean isKnown(String name) throws InterruptedException {
        try {
            admin.describeTopics(List.of(name)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new ClusterException("topic " + name + " cannot be looked at", e.getCause());
        }
    }
}
