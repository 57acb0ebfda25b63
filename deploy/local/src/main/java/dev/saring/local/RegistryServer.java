package dev.saring.local;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * An Apicurio Registry as a process of its own on the loopback address, in a temporary folder that holds its data and
 * its log. Its data is an H2 database in a file, so what was registered is still there after {@link #restart}. Not safe
 * for use by several threads.
 */
public final class RegistryServer implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final String PROTOCOL = "/apis/ccompat/v7";
    private static final String PORT_TAKEN = "already in use";

    private final Path runner;
    private final TemporaryFolder folder;
    private final int port;
    private final Runnable atExit = this::close;
    private final AtomicBoolean closed = new AtomicBoolean();
    private ChildProcess process;

    private RegistryServer(Path runner, TemporaryFolder folder, int port) {
        this.runner = runner;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts an empty registry and returns when it answers.
     *
     * @param distribution the folder that Apicurio's archive was unpacked to
     * @throws IllegalStateException if it does not start; the message gives the end of its log
     */
    public static RegistryServer start(Path distribution) {
        Path runner = runner(distribution);
        FreePorts ports = new FreePorts();
        for (int attempt = 1; ; attempt++) {
            RegistryServer server =
                    new RegistryServer(runner, TemporaryFolder.create("saring-registry-"), ports.next());
            AtExit.add(server.atExit);
            try {
                server.launch();
                return server;
            } catch (RuntimeException e) {
                server.close();
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains(PORT_TAKEN)) {
                    throw e;
                }
            }
        }
    }

    /** The URL for {@code schema.registry.url}. */
    public String url() {
        return "http://127.0.0.1:" + port + PROTOCOL;
    }

    /** Where its output goes. */
    public Path log() {
        return folder.path().resolve("registry.log");
    }

    /** The process, for a look from outside. */
    public ProcessHandle process() {
        return process.handle();
    }

    /** Ends it as an operator would, and returns when it is gone. Its data stays. */
    public void stop() {
        process.close();
    }

    /** Ends it with SIGKILL, as a crash would, and returns when it is gone. Its data stays. */
    public void kill() {
        process.kill();
    }

    /** Stops its clock with SIGSTOP: it takes connections and does not answer. */
    public void pause() {
        process.signal("STOP");
    }

    /** Lets it go on after {@link #pause}. */
    public void resume() {
        process.signal("CONT");
    }

    /**
     * Starts it again on its old port with its old data, and returns when it answers.
     *
     * @throws IllegalStateException if it still runs or does not start
     */
    public void restart() {
        requireEnded();
        launch();
    }

    /**
     * Deletes its data, so that it starts empty again.
     *
     * @throws IllegalStateException if it still runs
     */
    public void erase() {
        requireEnded();
        new TemporaryFolder(data()).close();
    }

    /** Ends it and deletes its folder. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            AtExit.remove(atExit);
            if (process != null) {
                process.kill();
            }
            folder.close();
        }
    }

    private void requireEnded() {
        if (process.isAlive()) {
            throw new IllegalStateException("The schema registry is running");
        }
    }

    private Path data() {
        return folder.path().resolve("data");
    }

    private void launch() {
        process = ChildProcess.start("The schema registry", command(), log(), GRACE);
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest ready = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!answers(http, ready)) {
                process.requireAlive();
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("The schema registry did not answer within "
                            + START_TIMEOUT.toSeconds() + " s" + process.endOfLog());
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the schema registry was starting", e);
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private List<String> command() {
        return List.of(
                ChildProcess.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.io.tmpdir=" + folder.path(),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.log.level=WARN",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + data().resolve("registry") + ";WRITE_DELAY=0",
                "-classpath",
                runner + File.pathSeparator + ownClasses(),
                RegistryProcess.class.getName());
    }

    private static Path ownClasses() {
        try {
            return Path.of(RegistryServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path runner(Path distribution) {
        try (Stream<Path> files = Files.list(distribution)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(distribution + " holds no Apicurio Registry"));
        } catch (IOException e) {
            throw new IllegalStateException(distribution + " cannot be read: unpack it with mvn package", e);
        }
    }
}
