package dev.saring.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** What is kept for each rule, by its id; a hash map whose table gets smaller again, as Java's does not. */
final class ById<S> {
    private static final int WORTHWHILE = 10_000;

    private Map<String, S> slots = new HashMap<>();
    private int most;

    void put(String ruleId, S slot) {
        slots.put(ruleId, slot);
        most = Math.max(most, slots.size());
    }

    /** What was kept for the rule, or null. */
    S remove(String ruleId) {
        S removed = slots.remove(ruleId);
        if (most > WORTHWHILE && slots.size() < most / 3 * 2) {
            slots = new HashMap<>(slots);
            most = slots.size();
        }
        return removed;
    }

    int size() {
        return slots.size();
    }

    Collection<S> values() {
        return Collections.unmodifiableCollection(slots.values());
    }
}
