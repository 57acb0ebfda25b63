package dev.saring.cli;

/** A command failed in a way that its message explains: what went wrong, and the remedy. */
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
