package dev.saring.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** A command failed in a way that its message explains: what went wrong, and the remedy. */
class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** A file that a command was given cannot be read. */
    static CommandFailure unreadable(IOException e) {
        return e instanceof NoSuchFileException missing
                ? new CommandFailure("there is no file " + missing.getFile() + "; check its name", e)
                : new CommandFailure("a file cannot be read: " + e.getMessage() + "; check its rights and the disk", e);
    }
}
