package dev.saring.serde;

import java.util.Objects;

/**
 * A record cannot be decoded, and trying again will not help.
 *
 * <p>It has no stack trace: a flood of bad records must stay cheap, and the message says all there is to know.
 */
public final class UndecodableException extends Exception {
    /** What is wrong with the record. */
    public enum Cause {
        /** No value, or one of no bytes. */
        EMPTY,
        /** Larger than {@link DecodingLimits} admit. */
        TOO_LARGE,
        /** Does not start with the magic byte 0 and a schema id of four bytes. */
        NOT_CONFLUENT_FORMAT,
        /** The registry, which is the right one, has no schema of the id. */
        UNKNOWN_SCHEMA,
        /** The schema of the id is no Avro schema, is refused as unsafe, or cannot be read as the expected record. */
        SCHEMA_MISMATCH,
        /** The bytes end before the record does. */
        TRUNCATED,
        /** The bytes are no record of their schema, or go on after its end. */
        MALFORMED
    }

    private final Cause cause;

    UndecodableException(Cause cause, String message) {
        super(message, null, false, false);
        this.cause = Objects.requireNonNull(cause);
    }

    /** Returns what is wrong with the record. */
    public Cause cause() {
        return cause;
    }
}
