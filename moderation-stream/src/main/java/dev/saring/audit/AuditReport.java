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
 * @param copies what was found among the evidence; null where nobody looked
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
        Copies copies,
        List<AuditFinding> findings) {

    /**
     * What was found where the evidence was looked at.
     *
     * @param missing decisions that must be preserved and have no whole copy
     * @param needless copies that nothing demands
     * @param exposed decisions that carry an upload which a restricted policy forbids to spread
     */
    public record Copies(long missing, long needless, long exposed) {
        boolean isClean() {
            return missing == 0 && needless == 0 && exposed == 0;
        }

        @Override
        public String toString() {
            return "missing_copies=" + missing + " needless_copies=" + needless + " exposed=" + exposed;
        }
    }

    /** Keeps its own list of findings. */
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether each upload record has exactly the result that it should have. */
    public boolean isClean() {
        return missing == 0 && doubled == 0 && outOfOrder == 0 && (copies == null || copies.isClean());
    }

    /** The counts as one line of {@code key=value} pairs. */
    public String line() {
        return "checked=" + checked + " decided=" + decided + " dead_letter=" + deadLetter + " deletions=" + deletions
                + " missing=" + missing + " doubled=" + doubled + " out_of_order=" + outOfOrder
                + (copies == null ? "" : " " + copies);
    }
}
