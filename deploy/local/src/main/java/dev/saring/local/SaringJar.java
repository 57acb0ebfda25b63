package dev.saring.local;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The runnable jar, run as a process.
 *
 * @param jar the jar
 * @param ownClasses the classes of this module
 */
public record SaringJar(Path jar, Path ownClasses) {
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(2);

    /** What the README recommends for the pipeline. */
    private static final String SHORT_PAUSES = "-XX:MaxGCPauseMillis=100";

    public static SaringJar of(Checkout checkout) {
        return new SaringJar(checkout.jar(), checkout.ownClasses());
    }

    /**
     * Runs a command to its end.
     *
     * @throws IllegalStateException if its status is not 0; the message quotes its output
     */
    public void run(Path log, String... arguments) {
        String name = "saring " + String.join(" ", arguments);
        try (ChildProcess process = ChildProcess.start(name, command(arguments), log, Duration.ZERO)) {
            int status = process.await(COMMAND_TIMEOUT);
            if (status != 0) {
                throw new IllegalStateException(name + " ended with status " + status + process.endOfLog());
            }
        }
    }

    /** Starts a command that runs until it is told to end, or until this process is gone. */
    public ChildProcess start(String name, Path log, Duration grace, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ChildProcess.java(),
                SHORT_PAUSES,
                "-cp",
                jar + File.pathSeparator + ownClasses,
                SaringProcess.class.getName()));
        command.addAll(List.of(arguments));
        return ChildProcess.start(name, command, log, grace);
    }

    /** The command line that runs it with these arguments, as its users do. */
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
