package dev.saring.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of one process: defaults, overridden by the file, then by the environment, then
 * by options of the command line. Immutable, and complete:
 * whatever is wrong with a setting was said when it was loaded.
 */
public final class Settings {
    private final SortedMap<String, String> given;
    private final Map<Setting<?>, Object> values;

    Settings(SortedMap<String, String> given, Map<Setting<?>, Object> values) {
        this.given = new TreeMap<>(given);
        this.values = Map.copyOf(values);
    }

    /**
     * Reads a settings file and the environment.
     *
     * @param file a properties file in UTF-8, or null for none
     * @param environment such as {@link System#getenv()}
     * @param options settings from the command line, which override both
     * @param required settings without default that the caller cannot do without
     * @throws SettingsException with everything that is wrong
     */
    public static Settings load(
            Path file, Map<String, String> environment, Map<String, String> options, Setting<?>... required) {
        return new SettingsLoader(environment).load(file, options, required);
    }

    /**
     * Settings from a map, as if they stood in a file.
     *
     * @throws SettingsException with everything that is wrong
     */
    public static Settings of(Map<String, String> given) {
        return new SettingsLoader(Map.of()).load(null, given);
    }

    /** The value of a setting; null where it has neither value nor default. */
    @SuppressWarnings("unchecked") // the loader puts under each setting what that setting reads
    public <T> T get(Setting<T> setting) {
        return (T) values.get(setting);
    }

    /** All settings for Kafka Streams, with Kafka's own names and prefixes. */
    public Map<String, Object> kafkaStreams() {
        Map<String, Object> kafka = new HashMap<>();
        given.forEach((name, value) -> {
            if (PassThrough.isKafka(name)) {
                kafka.put(name.substring(PassThrough.KAFKA.length()), value);
            }
        });
        return kafka;
    }

    /** The settings for one plain client: those for all of Kafka, overridden by those for this kind of client. */
    public Map<String, Object> kafka(KafkaClient client) {
        Map<String, Object> own = new HashMap<>();
        Map<String, Object> all = kafkaStreams();
        all.forEach((name, value) -> {
            if (PassThrough.clientPrefix(name) == null) {
                own.put(name, value);
            }
        });
        all.forEach((name, value) -> {
            if (name.startsWith(client.prefix())) {
                own.put(name.substring(client.prefix().length()), value);
            }
        });
        return own;
    }

    /** The settings for the registry client, with its own names. */
    public Map<String, Object> registry() {
        Map<String, Object> registry = new HashMap<>();
        given.forEach((name, value) -> {
            if (PassThrough.isRegistry(name)) {
                registry.put(name, value);
            }
        });
        return registry;
    }

    /** What was set, by name, for people to read: secrets are masked. */
    public SortedMap<String, String> shown() {
        SortedMap<String, String> shown = new TreeMap<>();
        given.forEach((name, value) -> shown.put(name, Secrets.masked(name, value)));
        return shown;
    }

    @Override
    public String toString() {
        return shown().toString();
    }
}
