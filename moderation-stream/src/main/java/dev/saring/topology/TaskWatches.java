package dev.saring.topology;

import dev.saring.ops.Metrics;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/** One {@link TaskWatch} for each task, which its stages share; a task runs on one thread at a time. */
final class TaskWatches {
    private final Metrics metrics;
    private final InstantSource clock;
    private final Map<Integer, TaskWatch> byPartition = new ConcurrentHashMap<>();

    TaskWatches(Metrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    TaskWatch of(TaskId task) {
        return byPartition.computeIfAbsent(task.partition(), p -> new TaskWatch(metrics, clock.millis()));
    }

    /** Forgets a task that this instance gives up. */
    void forget(TaskId task) {
        byPartition.remove(task.partition());
    }

    /** The watch of a partition; null where this instance does not have it. */
    TaskWatch find(int partition) {
        return byPartition.get(partition);
    }
}
