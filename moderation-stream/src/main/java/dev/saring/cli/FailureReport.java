package dev.saring.cli;

import dev.saring.serde.RegistrySettingsException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Ends a failed command with its reason on standard error and status 1, or 2 for what it was given; a stack trace only
 * for what nobody expected.
 */
final class FailureReport implements IExecutionExceptionHandler {
    /** Registries are connected to deep within commands; whichever does, wrong settings for it end alike. */
    private static boolean isUsage(Exception failure) {
        return failure instanceof UsageFailure || failure instanceof RegistrySettingsException;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CommandFailure || isUsage(failure)) {
            command.getErr().println(failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return isUsage(failure) ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
}
