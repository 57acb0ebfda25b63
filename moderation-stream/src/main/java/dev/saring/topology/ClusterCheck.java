package dev.saring.topology;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Whether Kafka answers and takes our credentials. */
final class ClusterCheck implements StartCheck {
    static final String SUBJECT = "kafka";

    private final Admin admin;

    ClusterCheck(Admin admin) {
        this.admin = admin;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get();
            return List.of();
        } catch (ExecutionException e) {
            return List.of(Finding.stopping(new ClusterException("Kafka cannot be asked", e.getCause()).getMessage()));
        }
    }
}
