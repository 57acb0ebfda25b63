package dev.saring.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The runnable jar, run as its users run it: as a process. */
final class SaringJar {
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(2);

    private final Path jar;

    SaringJar(Path jar) {
        this.jar = jar;
    }

    /**
     * Runs a command to its end.
     *
     * @throws IllegalStateException if its status is not 0; the message quotes its output
     */
    void run(Path log, String... arguments) {
        String name = "saring " + String.join(" ", arguments);
        try (ChildProcess process = ChildProcess.start(name, command(arguments), log, Duration.ZERO)) {
            int status = process.await(COMMAND_TIMEOUT);
            if (status != 0) {
                throw new IllegalStateException(name + " ended with status " + status + process.endOfLog());
            }
        }
    }

    /** The words of a command line that runs it with these arguments. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
