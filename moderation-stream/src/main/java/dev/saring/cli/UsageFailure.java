package dev.saring.cli;

/** A command was given something that it cannot work with, such as wrong settings: what is wrong, and the remedy. */
final class UsageFailure extends CommandFailure {
    UsageFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
