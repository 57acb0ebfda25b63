package dev.saring.classify.policy;

import dev.saring.moderation.DueKind;
import java.time.Duration;
import java.util.Set;

/**
 * How soon a person must have decided.
 *
 * @param regions ISO 3166 alpha-2 codes; empty means everywhere
 * @param within time from the decision on
 * @param kind whether the team or the law sets it
 * @param basis the law or agreement it comes from, or empty
 */
public record Deadline(Set<String> regions, Duration within, DueKind kind, String basis) {

    public Deadline {
        regions = Set.copyOf(regions);
    }

    boolean covers(String region) {
        return regions.isEmpty() || regions.contains(region);
    }
}
