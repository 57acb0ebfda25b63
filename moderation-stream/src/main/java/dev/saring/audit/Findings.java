package dev.saring.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts findings and keeps the first few of each kind. */
final class Findings {
    private final int keptOfEach;
    private final Map<AuditFinding.Kind, Long> counts = new EnumMap<>(AuditFinding.Kind.class);
    private final List<AuditFinding> kept = new ArrayList<>();

    Findings(int keptOfEach) {
        this.keptOfEach = keptOfEach;
    }

    void add(AuditFinding.Kind kind, Supplier<AuditFinding> finding) {
        if (counts.merge(kind, 1L, Long::sum) <= keptOfEach) {
            kept.add(finding.get());
        }
    }

    long count(AuditFinding.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    List<AuditFinding> kept() {
        return List.copyOf(kept);
    }
}
