package dev.saring.serde;

import java.time.Duration;
import java.util.Objects;

/**
 * The schema registry cannot be asked, or is not the registry that it should be. Nothing is wrong with the record at
 * hand; it is tried again when the registry is well.
 */
public final class RegistryUnavailableException extends Exception {
    /** What is wrong with the registry. */
    public enum Reason {
        /** No answer, or an answer that says that the registry itself is in trouble. */
        UNREACHABLE,
        /** The registry refuses the credentials or the operation. */
        ACCESS_DENIED,
        /** Lacks a schema that is known to be in use: another registry, or one that lags behind. */
        WRONG_OR_LAGGING,
        /** A schema to write with is not registered, and may not be registered from here. */
        NOT_REGISTERED,
        /** The registry refuses to register a schema to write with, as incompatible or invalid. */
        SCHEMA_REFUSED
    }

    private final Reason reason;
    private Duration waited = Duration.ZERO;

    RegistryUnavailableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason);
    }

    /**
     * Returns what is wrong. {@link Reason#UNREACHABLE} and {@link Reason#WRONG_OR_LAGGING} may pass by themselves; the
     * others want somebody to act, so a start should end with them at once.
     */
    public Reason reason() {
        return reason;
    }

    /** How long the registry was waited for in vain. */
    public Duration waited() {
        return waited;
    }

    RegistryUnavailableException after(Duration time) {
        waited = time;
        return this;
    }
}
