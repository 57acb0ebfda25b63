package dev.saring.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of others that are handed on as they are: Kafka's, and those of the registry client. */
final class PassThrough {
    static final String KAFKA = "kafka.";

    private static final List<String> REGISTRY_PREFIXES = List.of("schema.registry.", "basic.auth.", "bearer.auth.");
    private static final Set<String> REGISTRY_NAMES =
            Set.of("auto.register.schemas", "use.latest.version", "value.subject.name.strategy");

    /** What Saring sets itself, since its guarantees hang on it, and what to do instead. */
    private static final Map<String, String> RESERVED = Map.of(
            "application.id", "it is made from saring.topics.prefix",
            "processing.guarantee", "it is always exactly_once_v2",
            "num.stream.threads", "set saring.threads",
            "commit.interval.ms", "set saring.commit-interval-ms",
            "state.dir", "set saring.data.directory",
            "enable.auto.commit", "offsets are committed with the decisions",
            "isolation.level", "it is always read_committed",
            "transactional.id", "it is made from saring.topics.prefix",
            "default.timestamp.extractor", "Saring has its own");

    private static final List<String> CLIENT_PREFIXES =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.");

    private PassThrough() {}

    static boolean isKafka(String name) {
        return name.length() > KAFKA.length() && name.startsWith(KAFKA);
    }

    static boolean isRegistry(String name) {
        return REGISTRY_NAMES.contains(name)
                || REGISTRY_PREFIXES.stream()
                        .anyMatch(prefix -> name.length() > prefix.length() && name.startsWith(prefix));
    }

    /** Why a Kafka setting may not be set, or null where it may. */
    static String reserved(String name) {
        String own = name.substring(KAFKA.length());
        String prefix = clientPrefix(own);
        return RESERVED.get(prefix == null ? own : own.substring(prefix.length()));
    }

    /** The prefix by which Kafka Streams' setting is meant for one kind of client, or null. */
    static String clientPrefix(String name) {
        return CLIENT_PREFIXES.stream().filter(name::startsWith).findFirst().orElse(null);
    }
}
