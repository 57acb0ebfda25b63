package dev.saring.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The folders of one cluster's brokers, formatted and ready to start: for each a {@code server.properties} and a log
 * folder. Each broker is also a controller.
 */
record BrokerFiles(List<Path> properties, String bootstrapServers) {
    private static final String HOST = "127.0.0.1";

    /** Writes and formats the folders of {@code brokers} brokers under {@code folder}, with ports of {@code ports}. */
    static BrokerFiles create(
            Path folder, int brokers, FreePorts ports, Map<String, String> settings, ListenerSecurity security) {
        List<String> listeners = addresses(brokers, ports);
        List<String> controllers = addresses(brokers, ports);
        String voters = IntStream.range(0, brokers)
                .mapToObj(i -> (i + 1) + "@" + controllers.get(i))
                .collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            Properties properties = forClusterOf(brokers);
            Path home = folder.resolve("broker-" + (i + 1));
            properties.setProperty("node.id", Integer.toString(i + 1));
            properties.setProperty("process.roles", "broker,controller");
            properties.setProperty("controller.quorum.voters", voters);
            properties.setProperty("controller.listener.names", "CONTROLLER");
            properties.setProperty(
                    "listeners",
                    security.protocol() + "://" + listeners.get(i) + ",CONTROLLER://" + controllers.get(i));
            properties.setProperty(
                    "listener.security.protocol.map",
                    security.protocol() + ":" + security.protocol() + ",CONTROLLER:PLAINTEXT");
            properties.setProperty("security.inter.broker.protocol", security.protocol());
            properties.setProperty("log.dirs", home.resolve("log").toString());
            properties.putAll(security.broker());
            properties.putAll(settings);
            files.add(write(home, properties));
        }
        files.forEach(file -> format(file, clusterId, security.scramUsers()));
        return new BrokerFiles(List.copyOf(files), String.join(",", listeners));
    }

    private static List<String> addresses(int count, FreePorts ports) {
        return IntStream.range(0, count)
                .mapToObj(i -> HOST + ":" + ports.next())
                .toList();
    }

    private static Properties forClusterOf(int brokers) {
        String minIsr = Integer.toString(Math.min(2, brokers));
        String replicas = Integer.toString(brokers);
        Properties properties = new Properties();
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("default.replication.factor", replicas);
        properties.setProperty("min.insync.replicas", minIsr);
        properties.setProperty("offsets.topic.replication.factor", replicas);
        properties.setProperty("offsets.topic.num.partitions", "8");
        properties.setProperty("transaction.state.log.replication.factor", replicas);
        properties.setProperty("transaction.state.log.min.isr", minIsr);
        properties.setProperty("transaction.state.log.num.partitions", "8");
        properties.setProperty("share.coordinator.state.topic.replication.factor", replicas);
        properties.setProperty("share.coordinator.state.topic.min.isr", minIsr);
        // Kafka waits 3 s for more members of a new group: right for a large cluster, a nuisance here.
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        // The default of 128 MiB is taken from the heap that an embedded broker shares.
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        return properties;
    }

    private static Path write(Path home, Properties properties) {
        Path file = home.resolve("server.properties");
        try {
            Files.createDirectories(home);
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        return file;
    }

    private static void format(Path properties, String clusterId, List<String> scramUsers) {
        List<String> arguments =
                new ArrayList<>(List.of("format", "--cluster-id", clusterId, "--config", properties.toString()));
        scramUsers.forEach(user -> arguments.addAll(List.of("--add-scram", user)));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream printer = new PrintStream(output, true, StandardCharsets.UTF_8);
        int status = StorageTool.execute(arguments.toArray(String[]::new), printer);
        if (status != 0) {
            throw new IllegalStateException(
                    "Cannot format the log folder of " + properties + ": " + output.toString(StandardCharsets.UTF_8));
        }
    }
}
