package dev.saring.topology;

import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.RegistryUnavailableException.Reason;

/** The registry was away for longer than a transaction can wait: the thread ends, and its record is taken again. */
final class RegistryOutageException extends RuntimeException {
    private final boolean unreachable;

    RegistryOutageException(RegistryUnavailableException cause) {
        super(cause.getMessage(), cause);
        this.unreachable = cause.reason() == Reason.UNREACHABLE;
    }

    /** Whether it does not answer, rather than answers what cannot be used. */
    boolean isUnreachable() {
        return unreachable;
    }
}
