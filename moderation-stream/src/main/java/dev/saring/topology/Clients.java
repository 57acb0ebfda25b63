package dev.saring.topology;

import dev.saring.config.KafkaClient;
import dev.saring.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Makes plain Kafka clients from settings. */
public final class Clients {
    private static final int ADMIN_PATIENCE_MS = 15_000;

    private Clients() {}

    /**
     * An admin client that gives up after 15 seconds, unless set otherwise.
     *
     * @throws org.apache.kafka.common.KafkaException where the settings cannot be used
     */
    public static Admin admin(Settings settings) {
        Map<String, Object> admin = new HashMap<>();
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_PATIENCE_MS);
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_PATIENCE_MS);
        admin.putAll(settings.kafka(KafkaClient.ADMIN));
        return Admin.create(admin);
    }
}
