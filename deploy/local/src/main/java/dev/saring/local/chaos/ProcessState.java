package dev.saring.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the operating system says of a process. */
final class ProcessState {
    private ProcessState() {}

    /** Whether it is stopped by a signal. */
    static boolean isStopped(ProcessHandle process) throws InterruptedException {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid())).start();
            String state = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            ps.waitFor();
            return state.startsWith("T");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run ps", e);
        }
    }
}
