package dev.saring.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.local.Checkout;
import dev.saring.local.ChildProcess;
import dev.saring.local.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Prometheus beside the run, with the alerts that ship with Saring, which tells at the end which of them fired. Some
 * never may, whatever fails around an instance: they speak of faults that no run injects.
 */
final class AlertWatch implements AutoCloseable {
    private static final Set<String> NEVER = Set.of(
            "SaringAuditLoss",
            "SaringPartitionStopped",
            "SaringClassifyFailing",
            "SaringRulesStale",
            "SaringDown",
            "SaringEvidenceCut");

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(60);
    /** The rules are evaluated twice a minute. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(45);

    private final ChildProcess process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private AlertWatch(ChildProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Whether Prometheus is installed here. */
    static boolean isPossible() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")));
    }

    /** Starts it; it scrapes all places for instances, whether something runs there or not. */
    static AlertWatch start(Checkout checkout, Site site) throws InterruptedException {
        Path home = site.folder().resolve("prometheus");
        String targets = site.instances().stream()
                .map(instance -> '"' + instance.admin().getAuthority() + '"')
                .collect(Collectors.joining(", "));
        Path settings = home.resolve("prometheus.yml");
        try {
            Files.createDirectories(home);
            Files.writeString(
                    settings, """
                    global:
                      scrape_interval: 5s
                    rule_files:
                      - %s
                    scrape_configs:
                      - job_name: saring
                        static_configs:
                          - targets: [%s]
                    """.formatted(checkout.root().resolve("deploy/prometheus/saring.rules.yml"), targets));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + settings, e);
        }
        int port = new FreePorts().next();
        ChildProcess process = ChildProcess.start(
                "Prometheus",
                List.of(
                        "prometheus",
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + home.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port),
                home.resolve("log"),
                GRACE);
        AlertWatch watch = new AlertWatch(process, URI.create("http://127.0.0.1:" + port));
        Waiting.until("Prometheus to answer", START, () -> {
            process.requireAlive();
            return watch.answers();
        });
        return watch;
    }

    private boolean answers() {
        try {
            return query("count(up)").size() > 0;
        } catch (IOException | InterruptedException | IllegalStateException e) {
            return false;
        }
    }

    /**
     * How many seconds each alert fired, by its name and what makes it worse or better.
     *
     * @throws IllegalStateException where one did that never may
     */
    Map<String, Long> fired() throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(LAST_LOOK.toNanos());
        Map<String, Long> fired = new TreeMap<>();
        for (JsonNode each :
                query("sum by (alertname, burn) (count_over_time(ALERTS{alertstate=\"firing\"}[1d:30s])) * 30")) {
            JsonNode labels = each.get("metric");
            String burn = labels.path("burn").asText();
            fired.put(
                    labels.get("alertname").asText() + (burn.isEmpty() ? "" : "/" + burn),
                    each.get("value").get(1).asLong());
        }
        List<String> wrong = fired.keySet().stream()
                .filter(name -> NEVER.contains(name.replaceAll("/.*", "")))
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("Alerts fired that no fault of this run explains: " + wrong);
        }
        return fired;
    }

    private JsonNode query(String expression) throws IOException, InterruptedException {
        URI uri = address.resolve("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        JsonNode json = new ObjectMapper().readTree(answer.body());
        if (!json.path("status").asText().equals("success")) {
            throw new IllegalStateException("Prometheus refuses " + expression + ": " + answer.body());
        }
        return json.get("data").get("result");
    }

    @Override
    public void close() {
        process.close();
    }
}
