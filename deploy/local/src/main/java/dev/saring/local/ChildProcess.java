package dev.saring.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process started from here, with a log file that takes its output. It ends with this JVM at the latest. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOG_LINES_IN_MESSAGE = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final Duration grace;
    private final Runnable atExit = this::close;

    private ChildProcess(String name, Process process, Path log, Duration grace) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.grace = grace;
    }

    /**
     * Starts a process.
     *
     * @param name what messages call it
     * @param log where its standard output and error go, after what is there already
     * @param grace how long it may take to end after SIGTERM before it is killed; zero to kill it at once
     */
    public static ChildProcess start(String name, List<String> command, Path log, Duration grace) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            ChildProcess child = new ChildProcess(name, builder.start(), log, grace);
            AtExit.add(child.atExit);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    /** The java command of the JVM that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for its end and returns its exit status, or throws if it takes longer than {@code timeout}. */
    public int await(Duration timeout) {
        if (!ended(timeout)) {
            throw new IllegalStateException(name + " did not end within " + timeout.toSeconds() + " s" + endOfLog());
        }
        close();
        return process.exitValue();
    }

    /**
     * Does nothing while it runs.
     *
     * @throws IllegalStateException when it has ended; the message gives its status and the end of its log
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with status " + process.exitValue() + endOfLog());
        }
    }

    /** The end of its log, for a message that goes on with it. */
    public String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> end = lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_MESSAGE), lines.size());
            return end.isEmpty() ? "; its log is empty" : "; the end of its log:\n" + String.join("\n", end);
        } catch (MalformedInputException e) {
            return "; its log " + log + " is not UTF-8";
        } catch (IOException e) {
            return "; its log " + log + " is unreadable: " + e.getMessage();
        }
    }

    /** Sends a signal by its name, such as STOP. */
    public void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException(name + " did not take SIG" + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending SIG" + signal + " to " + name, e);
        }
    }

    /** Ends it with SIGKILL, as a crash would, and returns when it is gone. */
    public void kill() {
        AtExit.remove(atExit);
        process.destroyForcibly();
        if (!ended(KILL_TIMEOUT)) {
            throw new IllegalStateException(name + " survived SIGKILL");
        }
    }

    /** Ends it, with SIGTERM and patience where it has a grace period, and returns when it is gone. */
    @Override
    public void close() {
        AtExit.remove(atExit);
        if (!grace.isZero()) {
            process.destroy();
            if (ended(grace)) {
                return;
            }
        }
        kill();
    }

    private boolean ended(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name, e);
        }
    }
}
