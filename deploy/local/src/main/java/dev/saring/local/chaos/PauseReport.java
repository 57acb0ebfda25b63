package dev.saring.local.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How long each partition waited for its next result while the number of instances changed. */
final class PauseReport {
    private final List<Long> pauses = new ArrayList<>();

    /**
     * Takes one change of the number of instances.
     *
     * @param millis the longest wait of each partition meanwhile
     * @param before who had each partition before
     * @param after who has it now
     * @return a line about each partition: its wait, with a star where it has moved
     */
    String add(long[] millis, Map<Integer, String> before, Map<Integer, String> after) {
        StringBuilder line = new StringBuilder("pause_ms");
        for (int partition = 0; partition < millis.length; partition++) {
            pauses.add(millis[partition]);
            boolean moved = !Objects.equals(before.get(partition), after.get(partition));
            line.append(' ')
                    .append(partition)
                    .append('=')
                    .append(millis[partition])
                    .append(moved ? "*" : "");
        }
        return line.toString();
    }

    /** The median over partitions and changes, the lower of the two in the middle. */
    long median() {
        long[] sorted = sorted();
        return sorted[(sorted.length - 1) / 2];
    }

    long max() {
        long[] sorted = sorted();
        return sorted[sorted.length - 1];
    }

    private long[] sorted() {
        long[] sorted = pauses.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
