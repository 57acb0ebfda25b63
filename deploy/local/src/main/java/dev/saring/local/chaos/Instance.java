package dev.saring.local.chaos;

import dev.saring.local.ChildProcess;
import dev.saring.local.FreePorts;
import dev.saring.local.SaringJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One place for a pipeline process: settings, folder and ports that outlive the processes started there. */
final class Instance implements AutoCloseable {
    /** What SIGKILL makes of a process's exit status. */
    private static final int KILLED = 128 + 9;

    private static final Duration GRACE = Duration.ofSeconds(45);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final String name;
    private final SaringJar jar;
    private final Path settings;
    private final Path log;
    private final URI admin;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private ChildProcess process;
    private boolean paused;

    /** @param common settings that all instances share; {@code {instance}} in a value is this one's name */
    Instance(int number, SaringJar jar, Path folder, FreePorts ports, Map<String, String> common) {
        this.name = "instance-" + number;
        this.jar = jar;
        int port = ports.next();
        this.admin = URI.create("http://127.0.0.1:" + port);
        Path home = folder.resolve(name);
        this.settings = home.resolve("saring.properties");
        this.log = home.resolve("log");
        Map<String, String> all = new TreeMap<>(common);
        all.put("saring.admin.port", Integer.toString(port));
        all.put("saring.data.directory", home.resolve("data").toString());
        all.put("kafka.client.id", name);
        List<String> lines = new ArrayList<>();
        all.forEach((setting, value) -> lines.add(setting + '=' + value.replace("{instance}", name)));
        try {
            Files.createDirectories(home);
            Files.write(settings, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + settings, e);
        }
    }

    /** Its name, which begins the client ids of its consumers. */
    String name() {
        return name;
    }

    /** Where it serves metrics and health. */
    URI admin() {
        return admin;
    }

    Path settings() {
        return settings;
    }

    void start() {
        process = jar.start(name, log, GRACE, "run", "--config", settings.toString());
        paused = false;
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** @throws IllegalStateException where it should run and does not; the message quotes its log */
    void requireAlive() {
        if (process != null) {
            process.requireAlive();
        }
    }

    /** What it answers on readiness: nothing when it is ready, null when it does not answer. */
    String notReadyBecause() throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(admin.resolve("/health/ready"))
                            .timeout(ANSWER)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK ? "" : answer.body();
        } catch (IOException silent) {
            return null;
        }
    }

    /** The sum of the metrics whose lines begin so. */
    double metric(String beginning) throws InterruptedException {
        try {
            String metrics = http.send(
                            HttpRequest.newBuilder(admin.resolve("/metrics"))
                                    .timeout(ANSWER)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            List<String> lines =
                    metrics.lines().filter(line -> line.startsWith(beginning)).toList();
            if (lines.isEmpty()) {
                throw new IllegalStateException(name + " has no metric " + beginning);
            }
            return lines.stream()
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not answer", e);
        }
    }

    /** Kills it with SIGKILL, and returns whether that is what it died of. */
    boolean kill() {
        process.kill();
        int status = process.await(GRACE);
        process = null;
        return status == KILLED;
    }

    /** Ends it with SIGTERM, and returns its exit status. */
    int stop() {
        process.handle().destroy();
        int status = process.await(GRACE);
        process = null;
        return status;
    }

    void pause() {
        paused = true;
        process.signal("STOP");
    }

    void resume() {
        process.signal("CONT");
        paused = false;
    }

    ProcessHandle handle() {
        return process.handle();
    }

    /** The end of its log. */
    String endOfLog() {
        return process == null ? "" : process.endOfLog();
    }

    @Override
    public void close() {
        if (process != null) {
            if (paused) {
                process.kill();
            } else {
                process.close();
            }
            process = null;
        }
    }
}
