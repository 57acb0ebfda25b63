package dev.saring.topology;

import java.util.Map;

/**
 * One topic as the cluster should have it.
 *
 * @param name with prefix
 * @param single whether it must have exactly one partition; else it has as many as was asked for
 * @param settings Kafka's topic settings by name
 * @param cleanup what {@code cleanup.policy} must be, or null where it is the operator's choice
 * @param leastRecordBytes what {@code max.message.bytes} must be at least
 * @param why what it is for, and why it is set so
 */
public record PlannedTopic(
        String name, boolean single, Map<String, String> settings, String cleanup, int leastRecordBytes, String why) {

    public PlannedTopic {
        settings = Map.copyOf(settings);
    }
}
