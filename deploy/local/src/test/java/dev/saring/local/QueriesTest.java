package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.audit.AuditMetrics;
import dev.saring.audit.AuditReport;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.serde.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every query of the dashboards and the alerts asks for what a running pipeline exposes. */
@ExtendWith(Installation.Provider.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueriesTest {
    private static final Path DEPLOY = Checkout.ofWorkingDirectory().root().resolve("deploy");
    private static final Path RULES = DEPLOY.resolve("prometheus/saring.rules.yml");

    private final ExposedMetrics exposed = new ExposedMetrics();

    @BeforeAll
    void expose(Installation installation) throws Exception {
        publishWatchingRule(installation);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest scrape = HttpRequest.newBuilder(
                        installation.process().admin().resolve("/metrics"))
                .build();
        try (SchemaRegistry schemas = installation.schemas();
                UploadProducer producer = new UploadProducer(
                        installation.kafka().bootstrapServers(),
                        schemas,
                        installation.pipeline().topics().uploads())) {
            // Until what only comes with records and with time is there too.
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                for (int i = 0; i < 100; i++) {
                    producer.send(upload("ada " + Installation.REVIEWED_TERM + " di sini"));
                    producer.send(upload("ada " + Installation.BLOCKED_TERM + " dan katadipantau"));
                }
                producer.send("queries".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
                String text = client.send(scrape, HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(text)
                        .contains(
                                "saring_dead_letters_total{",
                                "saring_reviews_total{",
                                "saring_lag{",
                                "saring_rules_followed_seconds ",
                                "jvm_gc_pause_seconds_sum{")
                        .containsPattern("saring_rule_matches_total\\{mode=\"shadow\",rule=\"watching\"} ");
                exposed.add(text);
            });
        }
        exposed.add(AuditMetrics.of(new AuditReport(1, 1, 0, 0, 0, 0, 0, null, List.of()), Instant.EPOCH));
        rules().filter(rule -> rule.containsKey("record"))
                .forEach(rule -> exposed.addRecorded((String) rule.get("record"), "job"));
    }

    private static void publishWatchingRule(Installation installation) throws IOException {
        try (TemporaryFolder files = TemporaryFolder.create("saring-rules-")) {
            Files.writeString(
                    files.path().resolve("keywords.csv"),
                    "rule_id,expression,policy,action,mode\nwatching,katadipantau,spam,REVIEW,SHADOW\n");
            installation.pipeline().publish(files.path());
        }
    }

    private static UploadEvent upload(String text) {
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("queries")
                .setUploaderId("u")
                .setUploadedAt(Instant.now())
                .setRegion("ID")
                .setLanguage("id")
                .setTexts(List.of(new UploadText(TextField.CAPTION, null, text)))
                .build();
    }

    private static Stream<Map<String, Object>> rules() {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file;
        try {
            file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(RULES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.get("groups").stream().flatMap(group -> group.get("rules").stream());
    }

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY.resolve("grafana"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void queriesOfTheRules_askForWhatIsExposed() {
        List<String> problems = new ArrayList<>();
        rules().forEach(rule -> exposed.problems((String) rule.get("expr"))
                .forEach(problem -> problems.add(rule.getOrDefault("alert", rule.get("record")) + ": " + problem)));
        assertThat(problems).isEmpty();
        assertThat(rules()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void queriesOfADashboard_askForWhatIsExposed(Path dashboard) throws IOException {
        JsonNode board = new ObjectMapper().readTree(dashboard.toFile());
        List<String> problems = new ArrayList<>();
        int queries = 0;
        for (JsonNode panel : board.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries++;
                exposed.problems(target.get("expr").asText())
                        .forEach(problem -> problems.add(panel.get("title").asText() + ": " + problem));
            }
        }
        assertThat(problems).isEmpty();
        assertThat(queries).isGreaterThan(15);
        JsonNode job = board.get("templating").get("list").get(1).get("query").get("query");
        assertThat(job.asText()).isEqualTo("label_values(saring_build, job)");
        assertThat(exposed.has("saring_build")).isTrue();
    }
}
