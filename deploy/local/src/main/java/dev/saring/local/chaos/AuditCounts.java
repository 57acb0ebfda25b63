package dev.saring.local.chaos;

import java.util.HashMap;
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
        Site.Audited audited = site.audit();
        audited.lines().forEach(line -> say.accept("  " + line));
        AuditCounts audit = read(audited);
        if (audit.counts.get("checked") != sent.written() || audit.counts.get("deletions") != sent.deletions()) {
            throw new IllegalStateException("The audit saw other records than were written: " + audit.counts + ", but "
                    + sent.written() + " were written, " + sent.deletions() + " of them deletions");
        }
        return audit;
    }

    /** @throws IllegalStateException where the audit ended without counts, or with a status that they do not explain */
    static AuditCounts read(Site.Audited audited) {
        Map<String, Long> counts = new HashMap<>();
        for (String line : audited.lines()) {
            if (line.startsWith("checked=")) {
                for (String pair : line.split(" ")) {
                    counts.put(
                            pair.substring(0, pair.indexOf('=')), Long.valueOf(pair.substring(pair.indexOf('=') + 1)));
                }
            }
        }
        if (counts.isEmpty()) {
            throw new IllegalStateException("The audit could not be done; it ended with status " + audited.status());
        }
        AuditCounts audit = new AuditCounts(counts);
        if (audited.status() != (audit.isClean() ? 0 : 1)) {
            throw new IllegalStateException(
                    "The audit ended with status " + audited.status() + ", which its counts do not explain: " + counts);
        }
        return audit;
    }

    /** Whether it found nothing. */
    boolean isClean() {
        return lost() == 0 && duplicated() == 0 && outOfOrder() == 0 && wrongEvidence() == 0;
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
