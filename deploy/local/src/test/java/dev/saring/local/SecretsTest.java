package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.saring.config.Settings;
import dev.saring.topology.AccessRole;
import dev.saring.topology.Clients;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.TopicPlan;
import java.io.IOException;
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
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets from a file, right and wrong ones, are used and shown nowhere: neither in what a process prints, though it
 * prints all that Saring and Kafka's clients have to say, nor in what it serves, nor in its command line.
 */
class SecretsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final SaringJar JAR = SaringJar.of(Checkout.ofWorkingDirectory());
    private static final String TOKEN = "token-of-the-admin-server";
    private static final String URL_SECRET = "secret-in-the-url";
    private static final String WRONG = "wrong-password-of-pipeline";
    private static final List<String> SECRETS =
            List.of(SecureKafka.password(AccessRole.PIPELINE), "password-of-admin", TOKEN, URL_SECRET, WRONG);

    @TempDir
    static Path keys;

    private static SecureKafka kafka;

    @TempDir
    Path folder;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = SecureKafka.start(keys);
        Settings settings = Settings.of(kafka.adminSettings());
        try (Admin admin = Clients.admin(settings)) {
            for (PlannedTopic topic : TopicPlan.of(settings).topics()) {
                new TopicCreation(admin).create(topic.name(), 1, (short) 1, topic.settings());
            }
        }
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    /** A settings file that holds no secret itself. */
    private Path settings(Map<String, String> clients, String password, int adminPort) throws IOException {
        Path secrets = Files.writeString(
                folder.resolve("secrets.properties"), "password=" + password + "\ntoken=" + TOKEN + "\n");
        Map<String, String> all = new TreeMap<>(clients);
        all.computeIfPresent(
                "kafka.sasl.jaas.config",
                (name, jaas) ->
                        jaas.replaceFirst("password=\"[^\"]*\"", "password=\"\\${file:" + secrets + ":password}\""));
        all.put("saring.admin.token", "${file:" + secrets + ":token}");
        all.put("saring.admin.port", Integer.toString(adminPort));
        all.put("saring.data.directory", folder.resolve("data").toString());
        all.put("saring.rules.allow-empty", "true");
        // Nobody is there, which is told with the address.
        all.put("schema.registry.url", "http://someone:" + URL_SECRET + "@127.0.0.1:1");
        List<String> lines = new ArrayList<>();
        all.forEach((name, value) -> lines.add(name + '=' + value));
        return Files.write(folder.resolve("saring.properties"), lines);
    }

    private ChildProcess start(Path log, String... arguments) throws IOException {
        Path logging = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger - %msg%n%ex</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="out" /></root>
                  <logger name="dev.saring" level="DEBUG" />
                  <logger name="org.apache.kafka" level="DEBUG" />
                  <logger name="org.apache.flink.avro.registry.confluent.shaded" level="OFF" />
                </configuration>
                """);
        List<String> command = new ArrayList<>(JAR.command(arguments));
        command.add(1, "-Dlogback.configurationFile=" + logging);
        return ChildProcess.start("saring", command, log, Duration.ofSeconds(30));
    }

    private static void assertNoSecretIn(String text) {
        for (String secret : SECRETS) {
            int place = text.indexOf(secret);
            assertThat(place)
                    .as(() -> "a secret in: " + text.substring(Math.max(0, place - 200), place + secret.length()))
                    .isEqualTo(-1);
        }
    }

    @Test
    void rightSecrets_areUsed_andShownNowhere() throws Exception {
        int port = new FreePorts().next();
        Path file = settings(kafka.adminSettings(), "password-of-admin", port);
        Path log = folder.resolve("run.log");
        try (ChildProcess process = start(log, "run", "--config", file.toString())) {
            await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
                process.requireAlive();
                return get(port, "/info").body().contains("ruleSet");
            });
            for (String path : List.of("/info", "/metrics", "/health/live", "/health/ready")) {
                assertThat(get(port, path).statusCode()).as(path).isIn(200, 503);
                assertNoSecretIn(get(port, path).body());
            }
            assertNoSecretIn(process.handle().info().commandLine().orElseThrow());
        }
        String printed = Files.readString(log);
        assertThat(printed)
                .contains("kafka.sasl.jaas.config=***", "saring.admin.token=***", "sasl.jaas.config = [hidden]");
        assertNoSecretIn(printed);
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + TOKEN)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void wrongSecrets_endEveryCommand_andAreShownNowhere() throws Exception {
        Path file = settings(kafka.settings(AccessRole.PIPELINE), WRONG, 0);
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(
                rules.resolve("keywords.csv"), "rule_id,expression,policy,action\nk,katalarang,gambling,BLOCK\n");
        for (List<String> command : List.of(
                List.of("run"),
                List.of("doctor"),
                List.of("topics", "create"),
                List.of("audit"),
                List.of("rules", "publish", "--rules", rules.toString()))) {
            Path log = folder.resolve(command.get(0) + ".log");
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of("--config", file.toString()));
            try (ChildProcess process = start(log, all.toArray(String[]::new))) {
                assertThat(process.await(TIMEOUT)).as("%s", command).isEqualTo(1);
            }
            assertNoSecretIn(Files.readString(log));
        }
        assertThat(Files.readString(folder.resolve("run.log")).lines())
                .anyMatch(line -> line.startsWith("Kafka cannot be asked") && line.contains("kafka.sasl.*"));
    }
}
