package dev.saring.local.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The counts of {@code saring audit}, from what it wrote. */
record AuditCounts(Map<String, Long> counts) {

    /**
     * Runs it.
     *
     * @param say takes each line
     * @throws IllegalStateException where it could not be done, or saw other records than were written
     */
    static AuditCounts of(Site site, Sent sent, Consumer<String> say) {
        List<String> lines = site.audit();
        Map<String, Long> counts = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith("checked=")) {
                for (String pair : line.split(" ")) {
                    counts.put(
                            pair.substring(0, pair.indexOf('=')), Long.valueOf(pair.substring(pair.indexOf('=') + 1)));
                }
            }
            say.accept("  " + line);
        }
        if (counts.isEmpty()) {
            throw new IllegalStateException("The audit could not be done");
        }
        if (counts.get("checked") != sent.written() || counts.get("deletions") != sent.deletions()) {
            throw new IllegalStateException("The audit saw other records than were written: " + counts + ", but "
                    + sent.written() + " were written, " + sent.deletions() + " of them deletions");
        }
        return new AuditCounts(counts);
    }

    long decided() {
        return counts.get("decided") + counts.get("dead_letter");
    }

    long lost() {
        return counts.get("missing");
    }

    long duplicated() {
        return counts.get("doubled");
    }

    /** What is wrong with the copies that are kept as evidence. */
    long wrongEvidence() {
        return counts.get("missing_copies") + counts.get("needless_copies") + counts.get("exposed");
    }

    long outOfOrder() {
        return counts.get("out_of_order");
    }
}
