package dev.saring.topology;

import dev.saring.serde.RegistryUnavailableException;

/** The registry was away for longer than a transaction can wait: the thread ends, and its record is taken again. */
final class RegistryOutageException extends RuntimeException {
    RegistryOutageException(RegistryUnavailableException cause) {
        super(cause.getMessage(), cause);
    }
}
