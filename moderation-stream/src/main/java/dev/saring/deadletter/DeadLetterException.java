package dev.saring.deadletter;

/** Something could not be done with dead letters; the message says why, and what to do. */
public final class DeadLetterException extends RuntimeException {
    DeadLetterException(String message) {
        super(message);
    }

    DeadLetterException(String message, Throwable cause) {
        super(message, cause);
    }
}
