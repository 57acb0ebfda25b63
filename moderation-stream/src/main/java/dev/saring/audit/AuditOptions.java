package dev.saring.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * What to audit, and how.
 *
 * @param since only uploads from the first record of this time on; null for all
 * @param until only uploads before the first record of this time; null for all that are there at the start
 * @param patience how long to wait for results that are not there yet, counted from the last one that came
 * @param listed how many findings of each kind are listed; all are counted
 * @param preserved whether the evidence is looked at too, for which it must be readable
 */
public record AuditOptions(Instant since, Instant until, Duration patience, int listed, boolean preserved) {
    /** Options that leave the evidence alone. */
    public AuditOptions(Instant since, Instant until, Duration patience, int listed) {
        this(since, until, patience, listed, false);
    }

    /** These, and the evidence too. */
    public AuditOptions withPreserved() {
        return new AuditOptions(since, until, patience, listed, true);
    }

    /** Everything; 30 s of patience; 20 findings of each kind. */
    public static AuditOptions everything() {
        return new AuditOptions(null, null, Duration.ofSeconds(30), 20);
    }
}
