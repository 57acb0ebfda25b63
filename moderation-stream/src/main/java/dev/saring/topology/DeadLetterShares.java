package dev.saring.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/** One {@link DeadLetterShare} for each task, which its stages share; a task runs on one thread at a time. */
final class DeadLetterShares {
    private final int limitPercent;
    private final int window;
    private final Map<TaskId, DeadLetterShare> byTask = new ConcurrentHashMap<>();

    DeadLetterShares(int limitPercent, int window) {
        this.limitPercent = limitPercent;
        this.window = window;
    }

    DeadLetterShare of(TaskId task) {
        return byTask.computeIfAbsent(task, t -> new DeadLetterShare(limitPercent, window));
    }

    /** Forgets a task that this instance gives up; should it come back, it starts anew. */
    void forget(TaskId task) {
        byTask.remove(task);
    }
}
