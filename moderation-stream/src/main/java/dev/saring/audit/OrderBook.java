package dev.saring.audit;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether results stand in the order of their uploads.
 *
 * <p>A partition of uploads is worked on in order, and a partition of results keeps the order of writing. So within each
 * partition of results the offsets of each partition of uploads must rise; that holds for each content then, since all
 * its uploads share one partition and all its decisions of one outcome share another. It takes one number for each such
 * pair of partitions. Nothing can be said about results in different partitions: no clock orders them.
 */
final class OrderBook {
    private final Map<TopicPartition, Map<Integer, Long>> highest = new HashMap<>();

    /** Takes note of a result, and returns the offset of a later upload that stands before it, or -1. */
    long add(TopicPartition result, int uploads, long offset) {
        Map<Integer, Long> bySource = highest.computeIfAbsent(result, p -> new HashMap<>());
        Long before = bySource.get(uploads);
        if (before != null && before > offset) {
            return before;
        }
        bySource.put(uploads, offset);
        return -1;
    }
}
