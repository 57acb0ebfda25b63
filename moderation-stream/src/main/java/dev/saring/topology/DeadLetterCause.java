package dev.saring.topology;

import dev.saring.serde.UndecodableException;

/** Why an upload record could not be decided on. Each is the record's own fault: trying again would not help. */
public enum DeadLetterCause {
    /** The record has no key. */
    KEY_MISSING,
    /** The key differs from the upload's contentId. */
    KEY_MISMATCH,
    /** A value of no bytes. */
    EMPTY,
    /** More bytes than {@code saring.upload.max-bytes}. */
    TOO_LARGE,
    /** The value does not start with a byte 0 and a schema id. */
    NOT_CONFLUENT_FORMAT,
    /** The registry has no schema of the id. */
    UNKNOWN_SCHEMA,
    /** The schema of the id cannot be read as an upload. */
    SCHEMA_MISMATCH,
    /** The value ends too early. */
    TRUNCATED,
    /** The value is no record of its schema. */
    MALFORMED,
    /** Something failed unexpectedly; the message names it. */
    FAILURE,
    /** The decision does not fit its topic, however much is left out: the ids themselves are too long. */
    DECISION_TOO_LARGE;

    static DeadLetterCause of(UndecodableException e) {
        return valueOf(e.cause().name());
    }
}
