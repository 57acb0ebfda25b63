package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs a command in this process, for tests outside of its package. */
public final class InProcessCommand {
    private InProcessCommand() {}

    /** Runs it; where it fails, throws what it failed of. A finding is no failure. */
    public static void run(String... args) throws Exception {
        Exception[] failure = new Exception[1];
        CommandLine line = Saring.commandLine();
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            failure[0] = thrown;
            return ExitCode.SOFTWARE;
        });
        int status = line.execute(args);
        if (failure[0] != null) {
            throw failure[0];
        }
        assertThat(status).as(String.join(" ", args)).isNotEqualTo(ExitCode.USAGE);
    }
}
