package dev.saring.audit;

/**
 * One upload record that does not have its one result.
 *
 * @param kind what is wrong
 * @param source the upload record, as {@code topic-partition@offset}
 * @param contentId its key; null where it has none, or is gone
 * @param detail what was seen, in words
 */
public record AuditFinding(Kind kind, String source, String contentId, String detail) {
    /** What can be wrong. */
    public enum Kind {
        /** Neither a decision nor a dead letter, and no deletion. */
        MISSING,
        /** A result too many: a second one, or one for a deletion or for an offset without record. */
        DOUBLED,
        /** Its result stands after that of a later upload. */
        OUT_OF_ORDER,
        /** Its decision must be preserved, and there is no whole copy of it. */
        MISSING_COPY,
        /** A copy among the evidence that nothing demands: a second one, or one of another decision. */
        NEEDLESS_COPY,
        /** Its decision carries the upload, which a restricted policy forbids. */
        EXPOSED
    }
}
