package dev.saring.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether each record of an input has exactly one result. Records are named as the header {@code saring-source} names
 * them, {@code topic-partition@offset}. Results may come before it is known that the record was written.
 */
final class OffsetLedger {
    private final Set<String> missing = new LinkedHashSet<>();
    private final Map<String, Integer> results = new HashMap<>();

    /** The name of a record. */
    static String source(String topic, int partition, long offset) {
        return topic + '-' + partition + '@' + offset;
    }

    /** A record was written that must have a result. */
    void expect(String source) {
        if (!results.containsKey(source)) {
            missing.add(source);
        }
    }

    /** A result was seen. */
    void account(String source) {
        results.merge(source, 1, Integer::sum);
        missing.remove(source);
    }

    /** Expected records without result, in the order in which they were expected. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** Records with more than one result. */
    List<String> doubled() {
        List<String> doubled = new ArrayList<>();
        results.forEach((source, times) -> {
            if (times > 1) {
                doubled.add(source);
            }
        });
        return doubled;
    }
}
