package dev.saring.classify.policy;

import dev.saring.moderation.MediaKind;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** All policies of one policy file, and what media must bring to be looked at. Immutable. */
public final class PolicyBook {
    private final Map<String, Policy> byCode;
    private final Map<MediaKind, Demand> coverage;

    /**
     * @param policies in the file's order
     * @param coverage a kind that is missing demands a hash
     * @throws IllegalArgumentException where two policies have one code
     */
    public PolicyBook(Collection<Policy> policies, Map<MediaKind, Demand> coverage) {
        Map<String, Policy> map = new LinkedHashMap<>();
        for (Policy policy : policies) {
            if (map.put(policy.code(), policy) != null) {
                throw new IllegalArgumentException("policy " + policy.code() + " is defined twice");
            }
        }
        this.byCode = Collections.unmodifiableMap(map);
        this.coverage = new EnumMap<>(MediaKind.class);
        for (MediaKind kind : MediaKind.values()) {
            this.coverage.put(kind, coverage.getOrDefault(kind, Demand.ANY_HASH));
        }
    }

    /** The policy of a code, or null. */
    public Policy find(String code) {
        return byCode.get(code);
    }

    /** All policies in the file's order. */
    public Collection<Policy> all() {
        return byCode.values();
    }

    /** What a medium of this kind must bring. */
    public Demand demand(MediaKind kind) {
        return coverage.get(kind);
    }

    /** Everything that influences decisions, as text in a fixed order: the same for equal books. */
    public String canonical() {
        StringBuilder text = new StringBuilder(coverage.toString());
        byCode.values().stream()
                .sorted((a, b) -> a.code().compareTo(b.code()))
                .forEach(policy -> Canonical.append(text, policy));
        return text.toString();
    }
}
