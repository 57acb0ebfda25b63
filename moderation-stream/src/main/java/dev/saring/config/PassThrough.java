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
    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry("application.id", "it is made from saring.topics.prefix"),
            Map.entry("processing.guarantee", "it is always exactly_once_v2"),
            Map.entry("num.stream.threads", "set saring.threads"),
            Map.entry("commit.interval.ms", "set saring.commit-interval-ms"),
            Map.entry("state.dir", "set saring.data.directory"),
            Map.entry("max.request.size", "it follows saring.decision.max-bytes"),
            Map.entry("enable.auto.commit", "offsets are committed with the decisions"),
            Map.entry("isolation.level", "it is always read_committed"),
            Map.entry("group.instance.id", "set saring.instance.id"),
            Map.entry("transactional.id", "it is made from saring.topics.prefix"),
            Map.entry("default.timestamp.extractor", "Saring has its own"),
            Map.entry("processing.exception.handler", "failures are told apart by Saring"),
            Map.entry("production.exception.handler", "failures are told apart by Saring"),
            Map.entry("deserialization.exception.handler", "records are decoded by Saring"));

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
