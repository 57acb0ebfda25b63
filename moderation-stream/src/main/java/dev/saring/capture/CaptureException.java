package dev.saring.capture;

/** A capture cannot be made or read; the message says why, and the remedy. */
public final class CaptureException extends RuntimeException {
    CaptureException(String message) {
        super(message);
    }

    CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
