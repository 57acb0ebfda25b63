package dev.saring.local;

import java.time.Duration;
import java.util.HashMap;
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
        await(bootstrapServers, Map.of(), brokers, timeout, stillAlive);
    }

    /**
     * The same, where clients need settings.
     *
     * @param client security settings
     */
    static void await(
            String bootstrapServers, Map<String, String> client, int brokers, Duration timeout, Runnable stillAlive) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "1000");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "1000");
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "50");
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "200");
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
