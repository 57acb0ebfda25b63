package dev.saring.topology;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics. */
public final class TopicCreation {
    private final Admin admin;

    public TopicCreation(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates a topic; one that has just been created by somebody else is left as it is.
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
    }
}
