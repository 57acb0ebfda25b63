package dev.saring.audit;

import java.util.List;

/**
 * What an audit found. Where nothing is doubled, checked = decided + deadLetter + deletions + missing.
 *
 * @param checked upload records looked at
 * @param decided those with a decision
 * @param deadLetter those with a dead letter
 * @param deletions those that delete, which have no result
 * @param missing those without result
 * @param doubled results too many
 * @param outOfOrder results that stand after the result of a later upload
 * @param findings the first few of each kind
 */
public record AuditReport(
        long checked,
        long decided,
        long deadLetter,
        long deletions,
        long missing,
        long doubled,
        long outOfOrder,
        List<AuditFinding> findings) {

    /** Keeps its own list of findings. */
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether each upload record has exactly the result that it should have. */
    public boolean isClean() {
        return missing == 0 && doubled == 0 && outOfOrder == 0;
    }

    /** The counts as one line of {@code key=value} pairs. */
    public String line() {
        return "checked=" + checked + " decided=" + decided + " dead_letter=" + deadLetter + " deletions=" + deletions
                + " missing=" + missing + " doubled=" + doubled + " out_of_order=" + outOfOrder;
    }
}
