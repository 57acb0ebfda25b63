package dev.saring.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Whether a cluster serves clients. */
final class ClusterReadiness {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private ClusterReadiness() {}

    /**
     * Returns when all brokers are there for clients.
     *
     * @param stillAlive called again and again while waiting; throws when waiting has become pointless
     * @throws IllegalStateException if they are not there within {@code timeout}
     */
    static void await(String bootstrapServers, int brokers, Duration timeout, Runnable stillAlive) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "1000",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "1000",
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "50",
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "200");
        try (Admin admin = Admin.create(settings)) {
            while (registeredBrokers(admin) < brokers) {
                stillAlive.run();
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Kafka at " + bootstrapServers + " was not ready within " + timeout.toSeconds() + " s");
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Kafka at " + bootstrapServers, e);
        }
    }

    private static int registeredBrokers(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException notYet) {
            return 0;
        }
    }
}
