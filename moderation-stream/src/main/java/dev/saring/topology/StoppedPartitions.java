package dev.saring.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that this instance takes no more records from, until it is started again, since too many of theirs were
 * dead letters. Shared by all threads.
 */
final class StoppedPartitions {
    private final Map<TopicPartition, String> reasons = new ConcurrentHashMap<>();

    /** Stops a partition; false where it was stopped before. */
    boolean stop(TopicPartition partition, String reason) {
        return reasons.putIfAbsent(partition, reason) == null;
    }

    boolean contains(TopicPartition partition) {
        return reasons.containsKey(partition);
    }

    int count() {
        return reasons.size();
    }

    /** Which partitions are stopped, and why; null where none is. */
    String note() {
        if (reasons.isEmpty()) {
            return null;
        }
        return reasons.entrySet().stream()
                .map(each -> each.getKey() + " is stopped: " + each.getValue())
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
