package dev.saring.serde;

/** A setting of the schema registry is missing or wrong. The message names it, and what it takes. */
public final class RegistrySettingsException extends IllegalArgumentException {
    RegistrySettingsException(String message) {
        super(message);
    }

    RegistrySettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
