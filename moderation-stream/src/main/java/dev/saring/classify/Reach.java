package dev.saring.classify;

import dev.saring.classify.policy.Regions;
import java.util.Set;

/** Whether a rule's action holds where an upload is published. */
enum Reach {
    /** The rule holds in the upload's region. */
    HERE,
    /** The rule is bound to regions, and the upload's region is not known. */
    UNCERTAIN,
    /** The rule holds in other regions only. */
    ELSEWHERE;

    static Reach of(Set<String> regions, String region) {
        if (regions.isEmpty() || regions.contains(region)) {
            return HERE;
        }
        return Regions.UNKNOWN.equals(region) ? UNCERTAIN : ELSEWHERE;
    }
}
