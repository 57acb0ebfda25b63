package dev.saring.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A running {@code saring run}. */
final class PipelineProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final ChildProcess process;
    private final URI admin;

    private PipelineProcess(ChildProcess process, URI admin) {
        this.process = process;
        this.admin = admin;
    }

    /**
     * Starts it.
     *
     * @param settings its settings file, which sets {@code saring.admin.port} to {@code adminPort}
     * @param log where its output goes
     */
    static PipelineProcess start(SaringJar jar, Path settings, int adminPort, Path log) {
        ChildProcess process = jar.start("The pipeline", log, GRACE, "run", "--config", settings.toString());
        return new PipelineProcess(process, URI.create("http://127.0.0.1:" + adminPort));
    }

    /** Where it serves metrics and health. */
    URI admin() {
        return admin;
    }

    /**
     * Returns when it says that it is ready.
     *
     * @throws IllegalStateException if it ends before, or is not ready within {@code timeout}; the message says why
     */
    void awaitReady(Duration timeout) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
        HttpRequest request = HttpRequest.newBuilder(admin.resolve("/health/ready"))
                .timeout(ANSWER_TIMEOUT)
                .build();
        long deadline = System.nanoTime() + timeout.toNanos();
        String answer = "no answer from " + admin;
        try {
            while (System.nanoTime() < deadline) {
                process.requireAlive();
                try {
                    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() == OK) {
                        return;
                    }
                    answer = response.body();
                } catch (IOException notYet) {
                    // It has not opened its port yet.
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the pipeline", e);
        }
        throw new IllegalStateException(
                "The pipeline was not ready within " + timeout.toSeconds() + " s: " + answer + process.endOfLog());
    }

    /**
     * Does nothing while it runs.
     *
     * @throws IllegalStateException when it has ended; the message says how
     */
    void requireAlive() {
        process.requireAlive();
    }

    /** Ends it as an operator would, with SIGTERM; with SIGKILL where that takes more than 30 s. */
    @Override
    public void close() {
        process.close();
    }
}
