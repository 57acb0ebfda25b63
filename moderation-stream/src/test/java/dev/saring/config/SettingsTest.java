package dev.saring.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.saring.moderation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("saring.properties"), text);
    }

    private Settings load(String text) throws IOException {
        return Settings.load(file(text), Map.of(), Map.of());
    }

    private List<String> problems(String text) throws IOException {
        Path file = file(text);
        return catchThrowableOfType(SettingsException.class, () -> Settings.load(file, Map.of(), Map.of()))
                .problems();
    }

    @Test
    void emptyFile_givesDefaults() throws IOException {
        Settings settings = load("");
        assertThat(settings.get(SettingCatalog.TOPICS_PREFIX)).isEqualTo("moderation.");
        assertThat(settings.get(SettingCatalog.RULES_ALLOW_EMPTY)).isFalse();
        assertThat(settings.get(SettingCatalog.COMMIT_INTERVAL)).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.get(SettingCatalog.EMBED_UPLOAD))
                .containsExactlyInAnyOrder(Outcome.REVIEW, Outcome.BLOCKED);
        assertThat(settings.get(SettingCatalog.KAFKA_BOOTSTRAP_SERVERS)).isNull();
    }

    @Test
    void everyDefault_isTakenByItsOwnSetting() {
        for (Setting<?> setting : SettingCatalog.all()) {
            if (setting.defaultText() != null) {
                assertThat(setting.read(setting.defaultText()))
                        .as(setting.name())
                        .isNotNull();
            }
        }
    }

    @Test
    void byteOrderMarkContinuationsAndEscapes_areRead() throws IOException {
        Settings settings = load("\uFEFFsaring.topics.prefix=staging.\n\n# a comment that ends in \\\n"
                + "kafka.bootstrap.servers=one:9092,\\\n    two:9092\nkafka.client.rack=Jalan \\u0041 \u20ac\n");
        assertThat(settings.get(SettingCatalog.TOPICS_PREFIX)).isEqualTo("staging.");
        assertThat(settings.kafkaStreams())
                .containsEntry("bootstrap.servers", "one:9092,two:9092")
                .containsEntry("client.rack", "Jalan A \u20ac");
    }

    @Test
    void unknownSetting_isRefusedWithTheNearestName() throws IOException {
        assertThat(problems("\nsaring.rules.alow-empty=true\n"))
                .singleElement()
                .asString()
                .contains(
                        "saring.properties line 2",
                        "saring.rules.alow-empty",
                        "did you mean saring.rules.allow-empty?");
    }

    @Test
    void kafkaSettingWithoutPrefix_isRefusedWithTheNearestName() throws IOException {
        assertThat(problems("bootstrap.servers=localhost:9092"))
                .singleElement()
                .asString()
                .contains("did you mean kafka.bootstrap.servers?");
    }

    @Test
    void everyProblem_isReportedAtOnce() throws IOException {
        assertThat(problems("saring.threads=many\nsaring.admin.port=70000\nsaring.roles=clasify\n"
                        + "saring.rules.allow-empty=yes\nsaring.topics.prefix=a b\nnonsense=1\n"))
                .hasSize(6)
                .anySatisfy(line -> assertThat(line).contains("line 1", "\"many\"", "0 to 1000 threads"))
                .anySatisfy(line -> assertThat(line).contains("line 2", "\"70000\"", "0 to 65535"))
                .anySatisfy(line -> assertThat(line).contains("line 3", "\"clasify\"", "classify"))
                .anySatisfy(line -> assertThat(line).contains("line 4", "\"yes\"", "true or false"))
                .anySatisfy(line -> assertThat(line).contains("line 5", "\"a b\""))
                .anySatisfy(line -> assertThat(line).contains("line 6", "nonsense"));
    }

    @Test
    void sameSettingTwice_namesBothLines() throws IOException {
        assertThat(problems("saring.threads=1\nsaring.threads=2\n"))
                .singleElement()
                .asString()
                .contains("line 2", "line 1");
    }

    @Test
    void missingFile_saysHowToGetOne() {
        assertThatThrownBy(() -> Settings.load(folder.resolve("none.properties"), Map.of(), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("none.properties", "no such file", "saring settings");
    }

    @Test
    void fileInAnotherEncoding_isRefused() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.properties"),
                "kafka.client.rack=caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Settings.load(file, Map.of(), Map.of())).hasMessageContaining("UTF-8");
    }

    @Test
    void requiredSettingThatIsMissing_isNamedWithItsVariable() throws IOException {
        Path file = file("");
        assertThatThrownBy(() -> Settings.load(file, Map.of(), Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS))
                .hasMessageContainingAll("kafka.bootstrap.servers is missing", "SARING_KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void environment_overridesFile_andOptionsOverrideBoth() throws IOException {
        Path file = file("saring.threads=1\nsaring.admin.port=1\nsaring.limits.texts=1\n");
        Settings settings = Settings.load(
                file,
                Map.of("SARING_ADMIN_PORT", "2", "SARING_LIMITS_TEXTS", "2", "PATH", "/bin"),
                Map.of("saring.limits.texts", "3"));
        assertThat(settings.get(SettingCatalog.THREADS)).isEqualTo(1);
        assertThat(settings.get(SettingCatalog.ADMIN_PORT)).isEqualTo(2);
        assertThat(settings.get(SettingCatalog.LIMIT_TEXTS)).isEqualTo(3);
    }

    @Test
    void everySetting_hasItsOwnVariable() {
        for (Setting<?> setting : SettingCatalog.all()) {
            String variable = EnvironmentNames.toVariable(setting.name());
            assertThat(variable).matches("SARING_[A-Z0-9_]+");
            assertThat(EnvironmentNames.toSetting(variable)).isEqualTo(setting.name());
        }
        assertThat(EnvironmentNames.toVariable("saring.rules.allow-empty")).isEqualTo("SARING_RULES_ALLOW__EMPTY");
        assertThat(EnvironmentNames.toSetting("SARING_KAFKA_CLIENT_MY___RACK")).isEqualTo("kafka.client.my_rack");
        assertThat(EnvironmentNames.toSetting("SARING_SCHEMA_REGISTRY_URL")).isEqualTo("schema.registry.url");
        assertThat(EnvironmentNames.toSetting("SARING_BASIC_AUTH_USER_INFO")).isEqualTo("basic.auth.user.info");
    }

    @Test
    void unknownVariable_isRefused_butKubernetesServiceLinksAreNot() {
        assertThatThrownBy(() -> Settings.load(null, Map.of("SARING_TREADS", "1"), Map.of()))
                .hasMessageContainingAll("environment variable SARING_TREADS", "did you mean saring.threads?");
        Settings settings = Settings.load(
                null,
                Map.of(
                        "SARING_SERVICE_HOST", "10.0.0.1",
                        "SARING_SERVICE_PORT", "8090",
                        "SARING_PORT", "tcp://10.0.0.1:8090",
                        "SARING_ADMIN_PORT", "tcp://10.0.0.2:8090",
                        "SARING_CLASSIFY_PORT_8090_TCP_ADDR", "10.0.0.1"),
                Map.of());
        assertThat(settings.shown()).isEmpty();
    }

    @Test
    void kafkaSettings_goToTheClientsTheyAreMeantFor() throws IOException {
        Settings settings = load(
                "kafka.bootstrap.servers=a:1\nkafka.request.timeout.ms=1\n"
                        + "kafka.consumer.request.timeout.ms=2\nkafka.admin.request.timeout.ms=3\nkafka.main.consumer.max.poll.records=9\n");
        assertThat(settings.kafka(KafkaClient.CONSUMER))
                .isEqualTo(Map.of("bootstrap.servers", "a:1", "request.timeout.ms", "2"));
        assertThat(settings.kafka(KafkaClient.PRODUCER))
                .isEqualTo(Map.of("bootstrap.servers", "a:1", "request.timeout.ms", "1"));
        assertThat(settings.kafka(KafkaClient.ADMIN))
                .isEqualTo(Map.of("bootstrap.servers", "a:1", "request.timeout.ms", "3"));
        assertThat(settings.kafkaStreams())
                .containsEntry("consumer.request.timeout.ms", "2")
                .containsEntry("main.consumer.max.poll.records", "9");
    }

    @Test
    void kafkaSettingsThatGuaranteesHangOn_areRefused() throws IOException {
        assertThat(problems(
                        "kafka.processing.guarantee=at_least_once\nkafka.consumer.isolation.level=read_uncommitted\n"))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("kafka.processing.guarantee", "exactly_once_v2"));
    }

    @Test
    void registrySettings_keepTheirNames() throws IOException {
        Settings settings = load("schema.registry.url=http://registry:8081\nauto.register.schemas=false\n"
                + "schema.registry.ssl.truststore.location=/t\nbasic.auth.credentials.source=USER_INFO\n");
        assertThat(settings.registry())
                .isEqualTo(Map.of(
                        "schema.registry.url", "http://registry:8081",
                        "auto.register.schemas", "false",
                        "schema.registry.ssl.truststore.location", "/t",
                        "basic.auth.credentials.source", "USER_INFO"));
    }

    @Test
    void secrets_areNeverShown() throws IOException {
        Settings settings = load(
                "kafka.ssl.keystore.password=hush1\nkafka.ssl.keystore.key=hush2\n"
                        + "kafka.sasl.jaas.config=x password=\"hush3\";\nbasic.auth.user.info=me:hush4\nbearer.auth.token=hush5\n"
                        + "schema.registry.url=https://me:hush6@registry\nkafka.sasl.oauthbearer.client.credentials.client.secret=hush7\n");
        assertThat(settings.toString()).doesNotContain("hush").contains("https://***@registry");
        assertThat(settings.registry()).containsEntry("basic.auth.user.info", "me:hush4");
    }

    @Test
    void references_areResolved() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "registry=me:hush\n");
        Files.writeString(folder.resolve("password"), "hush2\n");
        Settings settings = Settings.load(
                file("basic.auth.user.info=${file:" + secrets + ":registry}\nkafka.ssl.key.password=${directory:"
                        + folder
                        + ":password}\nkafka.bootstrap.servers=${env:BROKER}:9092\nkafka.client.id=${vault:a:b}\n"),
                Map.of("BROKER", "broker-1"),
                Map.of());
        assertThat(settings.registry()).containsEntry("basic.auth.user.info", "me:hush");
        assertThat(settings.kafkaStreams())
                .containsEntry("ssl.key.password", "hush2")
                .containsEntry("bootstrap.servers", "broker-1:9092")
                .containsEntry("client.id", "${vault:a:b}");
    }

    @Test
    void referencesToNothing_areRefused() throws IOException {
        assertThat(
                        problems(
                                "basic.auth.user.info=${file:/no/such.properties:registry}\nkafka.client.rack=${env:NOT_SET}\n"))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("line 1", "basic.auth.user.info", "/no/such.properties"))
                .anySatisfy(line -> assertThat(line).contains("line 2", "${env:NOT_SET} points to nothing"));
    }

    @Test
    void printedFile_isAFileThatLoads_andNamesEverySetting() throws IOException {
        String printed = SettingsDoc.asFile();
        assertThat(load(printed).shown()).isEmpty();
        String active = printed.lines()
                .map(line -> line.matches("#saring[.][a-z.-]+=.*") ? line.substring(1) : line)
                .reduce("", (a, b) -> a + "\n" + b);
        assertThat(load(active).shown()).hasSize(SettingCatalog.all().size() - 2);
        assertThat(SettingsDoc.asMarkdown().lines())
                .hasSize(SettingCatalog.all().size() + 2);
    }

    @Test
    void referenceThatPointsNowhere_isNamedWithoutTheSecretBesideIt() throws IOException {
        for (String reference : List.of("${env:NOT_SET}", "${file:/no/such/file:key}", "${directory:/no/such:key}")) {
            assertThat(problems(
                            "kafka.sasl.jaas.config=Module required password=\"hush\" user=\"" + reference + "\";\n"))
                    .singleElement()
                    .asString()
                    .contains("kafka.sasl.jaas.config", reference)
                    .doesNotContain("hush");
        }
    }

    @Test
    void adminToken_isRefusedWhereItIsShort_withoutBeingShown() throws IOException {
        assertThat(problems("saring.admin.token=short\n"))
                .singleElement()
                .asString()
                .contains("saring.admin.token", "16 to 1000")
                .doesNotContain("short");
        Settings settings = load("saring.admin.token=long-enough-for-a-token\n");
        assertThat(settings.get(SettingCatalog.ADMIN_TOKEN)).isEqualTo("long-enough-for-a-token");
        assertThat(settings.toString()).doesNotContain("long-enough");
    }

    @Test
    void whateverMayBeSecret_isMasked() throws IOException {
        List<String> names = List.of(
                "kafka.sasl.jaas.config",
                "kafka.ssl.keystore.password",
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.key",
                "kafka.sasl.oauthbearer.client.credentials.client.secret",
                "kafka.producer.ssl.truststore.password",
                "basic.auth.user.info",
                "bearer.auth.token",
                "bearer.auth.client.secret",
                "schema.registry.ssl.keystore.password",
                "saring.admin.token");
        StringBuilder file = new StringBuilder("schema.registry.url=http://user:hush-hush-hush-hush@registry:8081\n");
        names.forEach(name -> file.append(name).append("=hush-hush-hush-hush\n"));
        assertThat(load(file.toString()).toString()).doesNotContain("hush").contains("registry:8081");
    }

    @Test
    void bearerSettings_reachEveryKindOfClient() throws IOException {
        Settings settings = load("""
                kafka.security.protocol=SASL_SSL
                kafka.sasl.mechanism=OAUTHBEARER
                kafka.sasl.oauthbearer.token.endpoint.url=https://id.example/token
                kafka.sasl.login.callback.handler.class=example.Handler
                """);
        for (KafkaClient client : KafkaClient.values()) {
            assertThat(settings.kafka(client))
                    .containsEntry("sasl.mechanism", "OAUTHBEARER")
                    .containsEntry("sasl.oauthbearer.token.endpoint.url", "https://id.example/token")
                    .containsEntry("sasl.login.callback.handler.class", "example.Handler");
        }
        assertThat(settings.kafkaStreams()).containsEntry("sasl.login.callback.handler.class", "example.Handler");
    }
}
