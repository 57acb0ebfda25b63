package dev.saring.local;

import dev.saring.topology.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One installation of Saring on a cluster: its settings file, and the commands of the runnable jar that set it up and
 * run it. All of its files are in one folder.
 */
final class LocalPipeline {
    private final SaringJar jar;
    private final Path folder;
    private final Path settings;
    private final int adminPort;
    private final Topics topics;

    private LocalPipeline(SaringJar jar, Path folder, Path settings, int adminPort, Topics topics) {
        this.jar = jar;
        this.folder = folder;
        this.settings = settings;
        this.adminPort = adminPort;
        this.topics = topics;
    }

    /**
     * Writes the settings file.
     *
     * @param folder where it goes, and logs and kept schemas with it
     * @param registry the registry's URL for Confluent's clients
     * @param more settings over these
     */
    static LocalPipeline configure(
            SaringJar jar, Path folder, EmbeddedKafka kafka, String registry, String prefix, Map<String, String> more) {
        int adminPort = new FreePorts().next();
        Map<String, String> all = new TreeMap<>();
        all.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        all.put("schema.registry.url", registry);
        all.put("saring.topics.prefix", prefix);
        all.put("saring.admin.port", Integer.toString(adminPort));
        all.put("saring.data.directory", folder.resolve("data").toString());
        all.putAll(more);
        Path settings = folder.resolve("saring.properties");
        List<String> lines = new ArrayList<>();
        all.forEach((name, value) -> lines.add(name + '=' + value));
        try {
            Files.write(settings, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + settings, e);
        }
        return new LocalPipeline(jar, folder, settings, adminPort, new Topics(prefix));
    }

    /** Its settings file. */
    Path settings() {
        return settings;
    }

    /** The names of its topics. */
    Topics topics() {
        return topics;
    }

    /** Creates its topics, each record in one copy. */
    void createTopics(int partitions) {
        jar.run(
                folder.resolve("topics.log"),
                "topics",
                "create",
                "--config",
                settings.toString(),
                "--partitions",
                Integer.toString(partitions),
                "--replication-factor",
                "1");
    }

    /** Publishes the rules of a folder. */
    void publish(Path rules) {
        jar.run(
                folder.resolve("publish.log"),
                "rules",
                "publish",
                "--config",
                settings.toString(),
                "--rules",
                rules.toString());
    }

    /** Starts {@code saring run}. */
    PipelineProcess start() {
        return PipelineProcess.start(jar, settings, adminPort, folder.resolve("pipeline.log"));
    }
}
