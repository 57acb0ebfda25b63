package dev.saring.topology;

/** A decision does not fit its topic, whatever is left out. */
final class DecisionTooLargeException extends RuntimeException {
    DecisionTooLargeException(int bytes, int room) {
        super(
                "The decision takes " + bytes + " bytes and may take " + room
                        + ": the upload's ids are too long; shorten them or raise saring.decision.max-bytes",
                null,
                false,
                false);
    }
}
