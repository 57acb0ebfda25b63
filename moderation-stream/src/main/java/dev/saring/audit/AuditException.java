package dev.saring.audit;

/** The audit could not be done; the message says why and what to do. */
public final class AuditException extends RuntimeException {
    AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
