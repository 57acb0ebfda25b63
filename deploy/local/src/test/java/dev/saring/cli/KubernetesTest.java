package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.local.Checkout;
import dev.saring.local.Manifests;
import dev.saring.ops.AdminServer;
import dev.saring.ops.Health;
import dev.saring.ops.Metrics;
import dev.saring.topology.Topics;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code deploy/kubernetes}, {@code deploy/docker} and {@code deploy/kafka} say is what the application says. Whether
 * they are valid objects is checked against Strimzi's classes here, against the other schemas by
 * {@code deploy/kubernetes/validate}.
 */
class KubernetesTest {
    private static final String TOKEN = "a-token-for-this-test";
    private static final int CLOSING_SECONDS = 5;
    private static final Map<String, Class<?>> STRIMZI = Map.of(
            "Kafka", Kafka.class,
            "KafkaNodePool", KafkaNodePool.class,
            "KafkaTopic", KafkaTopic.class,
            "KafkaUser", KafkaUser.class);

    private final Manifests manifests = new Manifests();
    private final JsonNode pod = manifests.object("StatefulSet").at("/spec/template");
    private final JsonNode container = pod.at("/spec/containers/0");
    private final JsonNode audit = manifests.object("CronJob").at("/spec/jobTemplate/spec/template");
    private final String dockerfile = manifests.text("docker/Dockerfile");

    @TempDir
    Path folder;

    /** One topic, as both the plan and a KafkaTopic have it. */
    private record Topic(String partitions, String replicas, Map<String, String> settings) {}

    private static String saring(String... arguments) {
        StringWriter out = new StringWriter();
        assertThat(Saring.commandLine().setOut(new PrintWriter(out, true)).execute(arguments))
                .isZero();
        return out.toString();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    /** What an instruction of the Dockerfile says, in all of its places. */
    private List<String> instructions(String name) {
        return Pattern.compile("(?m)^" + name + " (.+)$")
                .matcher(dockerfile)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private String instruction(String name) {
        List<String> all = instructions(name);
        return all.get(all.size() - 1);
    }

    private static Map<String, Topic> planned() {
        Map<String, Topic> topics = new TreeMap<>();
        List<String> lines = saring("topics", "plan").lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (!lines.get(i).startsWith(" ") && lines.get(i + 1).startsWith("  partitions=")) {
                Map<String, String> settings = new TreeMap<>();
                Arrays.stream(lines.get(i + 1).strip().split(" "))
                        .map(pair -> pair.split("=", 2))
                        .forEach(pair -> settings.put(pair[0], pair[1]));
                topics.put(
                        lines.get(i),
                        new Topic(settings.remove("partitions"), settings.remove("replication.factor"), settings));
            }
        }
        return topics;
    }

    @Test
    void topics_areThoseThatThePlanNames() {
        Map<String, Topic> written = new TreeMap<>();
        manifests
                .objects("KafkaTopic")
                .forEach((name, topic) -> written.put(
                        name,
                        new Topic(
                                topic.at("/spec/partitions").asText(),
                                topic.at("/spec/replicas").asText(),
                                texts(topic.at("/spec/config")))));
        assertThat(planned()).hasSize(10);
        assertThat(written).isEqualTo(planned());
    }

    @Test
    void users_areWhatTopicsAclsPrints() {
        assertThat(manifests.text("kubernetes/kafka/users.yaml"))
                .isEqualTo(saring("topics", "acls", "--format", "strimzi"));
    }

    @Test
    void pageOnTopics_saysWhatThePlanSays() {
        String page = manifests.text("kafka/README.md");
        List<String> plan = saring("topics", "plan").lines().toList();
        planned()
                .forEach((name, topic) -> assertThat(page)
                        .contains("| `" + name.substring("moderation.".length()) + "` | " + topic.partitions() + " | "
                                + topic.settings().get("cleanup.policy") + " | "
                                + retention(topic.settings().get("retention.ms")) + " | "
                                + topic.settings().getOrDefault("max.message.bytes", "") + " | "
                                + plan.get(plan.indexOf(name) + 2).strip() + " |\n"));
    }

    private static String retention(String millis) {
        if (millis == null) {
            return "";
        }
        return millis
                + (millis.equals("-1")
                        ? " (for ever)"
                        : " (" + Duration.ofMillis(Long.parseLong(millis)).toDays() + " days)");
    }

    @Test
    void strimziObjects_haveNoFieldThatStrimziDoesNotKnow() throws Exception {
        int checked = 0;
        for (JsonNode object : manifests.objects()) {
            Class<?> type = STRIMZI.get(object.path("kind").asText());
            assertThat(type != null)
                    .isEqualTo(object.path("apiVersion").asText().startsWith("kafka.strimzi.io/"));
            if (type != null) {
                assertThat((Object) strict().convertValue(object, type)).isNotNull();
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void strictReading_findsAMisspeltField() {
        JsonNode topic =
                manifests.objects("KafkaTopic").get("moderation.uploads").deepCopy();
        ((ObjectNode) topic.get("spec")).put("partitons", 3);
        assertThatThrownBy(() -> strict().convertValue(topic, KafkaTopic.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unrecognized field \"partitons\"");
    }

    /** Strimzi's classes keep unknown fields aside, which this reader does not let them do. */
    private static JsonMapper strict() {
        return JsonMapper.builder()
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                })
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    @Test
    void settings_areValid_withTheSecretsWhereTheyAreMounted() throws Exception {
        Settings settings = settings("kubernetes/base/saring.properties", pod);

        assertThat(settings.get(SettingCatalog.INSTANCE_ID)).isEqualTo("saring-classify-0");
        assertThat(settings.get(SettingCatalog.ADMIN_TOKEN)).isEqualTo("content-of-admin-token");
        assertThat(settings.kafkaStreams())
                .containsEntry("sasl.jaas.config", "content-of-kafka-user-sasl.jaas.config")
                .containsEntry(
                        "ssl.truststore.location",
                        folder.resolve("kafka-ca/ca.crt").toString());
        assertThat(Path.of(
                        settings.kafkaStreams().get("ssl.truststore.location").toString()))
                .exists();
    }

    @Test
    void publishersSettings_areValid_withTheSecretsWhereTheyAreMounted() throws Exception {
        Settings settings = settings(
                "kubernetes/rules/publisher.properties", manifests.object("Job").at("/spec/template"));
        assertThat(settings.kafkaStreams()).containsEntry("sasl.jaas.config", "content-of-kafka-user-sasl.jaas.config");
    }

    @Test
    void auditorsSettings_areValid_withTheSecretsWhereTheyAreMounted() throws Exception {
        Settings settings = settings("kubernetes/components/audit/auditor.properties", audit);
        assertThat(settings.kafkaStreams()).containsEntry("sasl.jaas.config", "content-of-kafka-user-sasl.jaas.config");
        assertThat(manifests.objects("KafkaUser"))
                .containsKey(secretOf("kafka-user", audit))
                .containsKey(secretOf("kafka-user", pod));
    }

    private static String secretOf(String volume, JsonNode template) {
        return elements(template.at("/spec/volumes"))
                .filter(each -> each.path("name").asText().equals(volume))
                .map(each -> each.at("/secret/secretName").asText())
                .findFirst()
                .orElseThrow();
    }

    /** What stands in a comment of the settings files, and what is mounted for it. */
    @Test
    void policiesOfOnesOwn_areWhereTheSettingSays_forPipelineAndPublisher() throws Exception {
        for (Map.Entry<String, JsonNode> each : Map.of(
                        "kubernetes/base/saring.properties",
                        pod,
                        "kubernetes/rules/publisher.properties",
                        manifests.object("Job").at("/spec/template"))
                .entrySet()) {
            String setting = "\n# " + SettingCatalog.POLICIES_FILE.name() + "=";
            String file = manifests.text(each.getKey());
            Path path = Path.of(file.substring(file.indexOf(setting) + setting.length())
                    .lines()
                    .findFirst()
                    .orElseThrow());
            assertThat(elements(each.getValue().at("/spec/containers/0/volumeMounts"))
                            .filter(mount -> mount.path("name").asText().equals("policies"))
                            .map(mount -> mount.path("mountPath").asText()))
                    .as(each.getKey())
                    .containsExactly(path.getParent().toString());
        }
    }

    @Test
    void alerts_areThoseOfTheRulesFile() {
        assertThat(manifests.object("PrometheusRule").at("/spec/groups"))
                .isEqualTo(manifests
                        .documents(manifests.file("prometheus/saring.rules.yml"))
                        .get(0)
                        .path("groups"));
    }

    /** The audit leaves its counts where the container beside it looks for them, which sends them to the gateway. */
    @Test
    void auditsCounts_reachTheGateway() {
        List<String> arguments = elements(audit.at("/spec/containers/0/args"))
                .map(JsonNode::asText)
                .toList();
        String file = arguments.get(arguments.indexOf("--metrics") + 1);
        JsonNode push = audit.at("/spec/containers/1");
        JsonNode gateway = manifests.objects("Service").get("saring-pushgateway");

        assertThat(push.at("/command/2").asText())
                .contains(
                        "[ -f " + file + " ]",
                        "@" + file,
                        "http://"
                                + gateway.at("/metadata/name").asText() + ":"
                                + gateway.at("/spec/ports/0/port").asText() + "/metrics/job/");
        for (int container = 0; container < 2; container++) {
            assertThat(elements(audit.at("/spec/containers/" + container + "/volumeMounts"))
                            .filter(mount -> mount.path("name").asText().equals("metrics"))
                            .map(mount -> mount.path("mountPath").asText()))
                    .containsExactly(Path.of(file).getParent().toString());
        }
        assertThat(texts(manifests
                        .objects("PodMonitor")
                        .get("saring-pushgateway")
                        .at("/spec/selector/matchLabels")))
                .isEqualTo(texts(manifests
                        .objects("Deployment")
                        .get("saring-pushgateway")
                        .at("/spec/template/metadata/labels")));
    }

    /** Reads a settings file as in a pod of this template, with its secrets in {@link #folder}. */
    private Settings settings(String file, JsonNode template) throws Exception {
        Map<String, List<String>> keys = Map.of(
                "saring-pipeline", List.of("password", "sasl.jaas.config"),
                "saring-rule-publisher", List.of("password", "sasl.jaas.config"),
                "saring-auditor", List.of("password", "sasl.jaas.config"),
                "saring-admin", List.of("token"));
        for (JsonNode volume : template.at("/spec/volumes")) {
            if (volume.has("secret")) {
                String name = volume.path("name").asText();
                String mounted = "/run/secrets/" + name;
                assertThat(elements(template.at("/spec/containers/0/volumeMounts"))
                                .map(mount -> mount.path("mountPath").asText()))
                        .contains(mounted);
                Path mount = Files.createDirectories(folder.resolve(name));
                List<String> files = volume.at("/secret/items").isMissingNode()
                        ? keys.get(volume.at("/secret/secretName").asText())
                        : elements(volume.at("/secret/items"))
                                .map(item -> item.path("path").asText())
                                .toList();
                for (String each : files) {
                    Files.writeString(mount.resolve(each), "content-of-" + name + "-" + each);
                }
            }
        }
        Path here = Files.writeString(
                folder.resolve("saring.properties"), manifests.text(file).replace("/run/secrets", folder.toString()));
        Map<String, String> environment = new HashMap<>(environment(template));
        environment.replace("POD_NAME", "saring-classify-0");
        return Settings.load(
                here,
                environment,
                Map.of(),
                SettingCatalog.KAFKA_BOOTSTRAP_SERVERS,
                SettingCatalog.SCHEMA_REGISTRY_URL);
    }

    private static Map<String, String> environment(JsonNode template) {
        Map<String, String> environment = new HashMap<>();
        template.at("/spec/containers/0/env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }

    @Test
    void dockersSettings_areValid_andTheTokenIsWhereComposePutsIt() throws Exception {
        JsonNode compose =
                manifests.documents(manifests.file("docker/compose.yaml")).get(0);
        String secret = compose.at("/services/saring/secrets/0").asText();
        Files.writeString(folder.resolve(secret), TOKEN);
        Path here = Files.writeString(
                folder.resolve("saring.properties"),
                manifests.text("docker/saring.properties").replace("/run/secrets", folder.toString()));

        assertThat(Settings.load(here, Map.of(), Map.of()).get(SettingCatalog.ADMIN_TOKEN))
                .isEqualTo(TOKEN);
        assertThat(compose.at("/secrets/" + secret + "/file").asText()).isEqualTo("admin-token");
        assertThat(manifests.text("docker/prometheus.yml")).contains("credentials_file: /run/secrets/" + secret);
    }

    @Test
    void composesMounts_areThere() {
        assumeThat(manifests.file("grafana")).exists();
        JsonNode compose =
                manifests.documents(manifests.file("docker/compose.yaml")).get(0);
        List<Path> mounted = new ArrayList<>();
        compose.path("services")
                .forEach(service -> elements(service.path("volumes"))
                        .map(volume -> volume.asText().split(":")[0])
                        .filter(source -> source.startsWith("."))
                        .forEach(source -> mounted.add(manifests.file("docker").resolve(source))));
        compose.path("configs")
                .forEach(config -> mounted.add(
                        manifests.file("docker").resolve(config.path("file").asText())));
        assertThat(mounted).hasSize(7).allMatch(Files::exists);
    }

    @Test
    void threads_areAsManyAsTheProcessorsAskedFor() throws Exception {
        int threads = settings("kubernetes/base/saring.properties", pod).get(SettingCatalog.THREADS);
        assertThat(container.at("/resources/requests/cpu").asInt()).isEqualTo(threads);
        assertThat(environment(pod).get("JDK_JAVA_OPTIONS")).contains("-XX:ActiveProcessorCount=" + threads);
        assertThat(container.at("/resources/limits").has("cpu")).isFalse();
    }

    @Test
    void scaling_neverGoesOverThePartitions_andAsksForMetricsThatThereAre() throws Exception {
        JsonNode scaling = manifests.object("ScaledObject").path("spec");
        int threads = settings("kubernetes/base/saring.properties", pod).get(SettingCatalog.THREADS);
        int partitions = Integer.parseInt(
                planned().get(new Topics("moderation.").uploads()).partitions());

        assertThat(scaling.path("maxReplicaCount").asInt() * threads).isLessThanOrEqualTo(partitions);
        assertThat(scaling.at("/fallback/behavior").asText()).isEqualTo("currentReplicas");
        assertThat(scaling.at("/triggers/0/metadata/ignoreNullValues").asText()).isEqualTo("false");
        String query = scaling.at("/triggers/0/metadata/query").asText();
        List<String> names = Pattern.compile("saring_[a-z_]+")
                .matcher(query)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(names).contains("saring_registry_waits_total").hasSizeGreaterThan(1);
        try (Metrics metrics = new Metrics(List.of(), InstantSource.system())) {
            assertThat(metrics.scrape()).contains(names);
        }
    }

    /** Prometheus itself plays two pods at 1,000 decisions a second each, an outage of ten minutes, and its end. */
    @Test
    void scalingQuery_givesNothingInAnOutageOfTheRegistry_norRightAfter() throws Exception {
        assumeThat(isInstalled("promtool")).as("promtool is installed").isTrue();
        String query = manifests
                .object("ScaledObject")
                .at("/spec/triggers/0/metadata/query")
                .asText();
        Files.writeString(folder.resolve("rules.yml"), """
                groups:
                  - name: scaling
                    rules:
                      - record: scaling
                        expr: %s
                """.formatted(query));
        Path test = Files.writeString(folder.resolve("test.yml"), """
                rule_files: [rules.yml]
                evaluation_interval: 15s
                tests:
                  - interval: 15s
                    input_series:
                      - {series: 'saring_decisions_total{pod="a"}', values: '0+15000x40 600000+0x40 600000+15000x80'}
                      - {series: 'saring_decisions_total{pod="b"}', values: '0+15000x40 600000+0x40 600000+15000x80'}
                      - {series: 'saring_registry_waits_total{pod="a"}', values: '0x40 1+1x40 41x80'}
                      - {series: 'saring_registry_waits_total{pod="b"}', values: '0x160'}
                    promql_expr_test:
                      - {expr: scaling, eval_time: 9m, exp_samples: [{labels: scaling, value: 2000}]}
                      - {expr: scaling, eval_time: 15m, exp_samples: []}
                      - {expr: scaling, eval_time: 24m, exp_samples: []}
                      - {expr: scaling, eval_time: 30m, exp_samples: [{labels: scaling, value: 2000}]}
                """);
        Path log = folder.resolve("promtool.log");
        Process promtool = new ProcessBuilder("promtool", "test", "rules", test.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(promtool.exitValue()).as(Files.readString(log)).isZero();
    }

    private static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    @Test
    void probesNeedNoToken_andMetricsDo() throws Exception {
        try (Metrics metrics = new Metrics(List.of(), InstantSource.system());
                AdminServer server = AdminServer.start("127.0.0.1", 0, TOKEN, metrics, new Health(), Map::of)) {
            String admin = "http://127.0.0.1:" + server.address().getPort();
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode request = container.at("/" + probe + "/httpGet");
                assertThat(request.path("port").asText()).isEqualTo("admin");
                assertThat(status(admin + request.path("path").asText(), ""))
                        .as(probe)
                        .isEqualTo(200);
            }
            JsonNode endpoint =
                    manifests.objects("PodMonitor").get("saring-classify").at("/spec/podMetricsEndpoints/0");
            String metricsPage = admin + endpoint.path("path").asText();
            assertThat(endpoint.path("port").asText()).isEqualTo("admin");
            assertThat(status(metricsPage, "")).isEqualTo(401);
            assertThat(status(metricsPage, "Bearer " + TOKEN)).isEqualTo(200);
        }
    }

    private static int status(String page, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(page));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void patience_isLongerThanASaringNeedsToStop() throws Exception {
        long stopping = settings("kubernetes/base/saring.properties", pod)
                        .get(SettingCatalog.SHUTDOWN_GRACE)
                        .toSeconds()
                + CLOSING_SECONDS;
        assertThat(pod.at("/spec/terminationGracePeriodSeconds").asLong()).isGreaterThan(stopping);
        String compose = manifests
                .documents(manifests.file("docker/compose.yaml"))
                .get(0)
                .at("/services/saring/stop_grace_period")
                .asText();
        assertThat(Long.parseLong(compose.replace("s", ""))).isGreaterThan(stopping);
    }

    @Test
    void image_isTheOneThatTheManifestsTakeItFor() throws Exception {
        Settings settings = settings("kubernetes/base/saring.properties", pod);
        String data = "/var/lib/saring";
        assertThat(instructions("ENV")).contains("SARING_DATA_DIRECTORY=" + data);
        assertThat(settings.get(SettingCatalog.DATA_DIRECTORY)).hasToString(data);
        assertThat(elements(container.path("volumeMounts"))
                        .map(mount -> mount.path("mountPath").asText()))
                .contains(data, "/tmp");
        assertThat(instruction("USER"))
                .isEqualTo(pod.at("/spec/securityContext/runAsUser").asText() + ":"
                        + pod.at("/spec/securityContext/runAsGroup").asText());
        assertThat(instruction("EXPOSE"))
                .isEqualTo(settings.get(SettingCatalog.ADMIN_PORT).toString())
                .isEqualTo(container.at("/ports/0/containerPort").asText());
        try (JarFile jar = new JarFile(Checkout.ofWorkingDirectory().jar().toFile())) {
            String main = jar.getManifest().getMainAttributes().getValue("Main-Class");
            assertThat(instruction("ENTRYPOINT")).isEqualTo("[\"java\", \"@/opt/saring/java.args\", \"" + main + "\"]");
        }
    }

    @Test
    void containersOfOurs_runCommandsOfOurs_andNothingElse() {
        List<JsonNode> arguments = new ArrayList<>();
        for (JsonNode each : containersOfOurs()) {
            assertThat(each.has("command")).isFalse();
            arguments.add(each.path("args"));
        }
        manifests
                .documents(manifests.file("docker/compose.yaml"))
                .get(0)
                .path("services")
                .forEach(service -> {
                    if (service.path("image").asText().equals("saring")) {
                        arguments.add(service.path("command"));
                    }
                });
        assertThat(arguments).hasSize(6);
        arguments.forEach(each -> assertThatCode(() -> Saring.commandLine()
                        .parseArgs(elements(each).map(JsonNode::asText).toArray(String[]::new)))
                .doesNotThrowAnyException());
    }

    private List<JsonNode> containersOfOurs() {
        return List.of(
                container,
                manifests.object("Job").at("/spec/template/spec/containers/0"),
                audit.at("/spec/containers/0"));
    }

    @Test
    void containersOfOurs_mayDoNothingThatTheyNeedNot() {
        for (JsonNode template : List.of(pod, manifests.object("Job").at("/spec/template"), audit)) {
            JsonNode spec = template.path("spec");
            assertThat(spec.path("automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            assertThat(spec.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            for (JsonNode each : spec.path("containers")) {
                JsonNode own = each.path("securityContext");
                assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(own.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(own.at("/capabilities").has("add")).isFalse();
            }
        }
    }

    @Test
    void selectors_meanThePodsOfTheStatefulSet() {
        Map<String, String> labels = texts(pod.at("/metadata/labels"));
        assertThat(labels).isNotEmpty();
        assertThat(texts(manifests.object("StatefulSet").at("/spec/selector/matchLabels")))
                .isEqualTo(labels);
        assertThat(texts(manifests.object("PodDisruptionBudget").at("/spec/selector/matchLabels")))
                .isEqualTo(labels);
        assertThat(texts(manifests.object("NetworkPolicy").at("/spec/podSelector/matchLabels")))
                .isEqualTo(labels);
        assertThat(texts(manifests.objects("PodMonitor").get("saring-classify").at("/spec/selector/matchLabels")))
                .isEqualTo(labels);
        assertThat(texts(manifests.objects("Service").get("saring-classify").at("/spec/selector")))
                .isEqualTo(labels);
    }
}
