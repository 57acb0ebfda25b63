package dev.saring.serde;

import dev.saring.serde.RegistryUnavailableException.Reason;
import java.time.Duration;

/** Failures of a registry, for tests outside of this package. */
public final class RegistryFailures {
    private RegistryFailures() {}

    public static RegistryUnavailableException of(Reason reason, Duration waited) {
        return new RegistryUnavailableException(reason, "the registry is away", null).after(waited);
    }
}
