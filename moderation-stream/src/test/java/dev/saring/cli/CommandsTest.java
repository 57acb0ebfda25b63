package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.config.ApplicationVersion;
import dev.saring.config.SettingsDoc;
import dev.saring.topology.AccessPlan;
import dev.saring.topology.AccessRole;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

class CommandsTest {
    private record Result(int status, String out, String err) {}

    @TempDir
    Path folder;

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Saring.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int status = line.execute(args);
        return new Result(status, out.toString(), err.toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("saring.properties"), text).toString();
    }

    @Test
    void help_listsEveryCommand_andEachHasItsOwn() {
        Result help = run("--help");
        assertThat(help.status()).isZero();
        for (CommandLine command : Saring.commandLine().getSubcommands().values()) {
            assertThat(help.out()).contains("  " + command.getCommandName());
            assertHasHelp(List.of(command.getCommandName()), command);
        }
    }

    private static void assertHasHelp(List<String> path, CommandLine command) {
        String[] args = java.util.stream.Stream.concat(path.stream(), java.util.stream.Stream.of("--help"))
                .toArray(String[]::new);
        Commands.Result help = Commands.run("", args);
        assertThat(help.status()).as("%s", path).isZero();
        assertThat(help.err()).as("%s", path).isEmpty();
        assertThat(help.out()).as("%s", path).startsWith("Usage: saring " + String.join(" ", path));
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new java.util.ArrayList<>(path);
            longer.add(name);
            assertHasHelp(longer, sub);
        });
    }

    @Test
    void version_isTheBuilds() {
        assertThat(run("--version")).isEqualTo(new Result(0, "saring " + ApplicationVersion.get() + "\n", ""));
        assertThat(run("run", "--version").out()).startsWith("saring ");
    }

    @Test
    void wrongUsage_endsWithTwo_andLeavesStandardOutputAlone() {
        for (Result result : List.of(
                run(),
                run("rnu"),
                run("run", "--no-such-option"),
                run("topics"),
                run("topics", "plan", "--partitions", "many"),
                run("topics", "plan", "--partitions", "0"),
                run("rules", "confirm", "--by", "ayu"),
                run("rules", "confirm", "k1", "--list"),
                run("rules", "confirm", "k1", "--seen", "ab"),
                run("rules", "confirm", "--seen", "ab", "--by", "ayu"),
                run("rules", "confirm", "k1", "--listed", "list", "--by", "ayu"),
                run("rules", "confirm", "--listed", "pom.xml"),
                run("rules", "publish", "--exactly", "--rules", ".", "--hash-list", "list"))) {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("Usage: saring");
        }
    }

    @Test
    void badSettings_areWrongUsage_andOneLineEach() throws IOException {
        Result result = run("run", "--config", file("saring.threads=many\nsaring.adminport=1\n"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("line 1") && line.contains("saring.threads"))
                .anyMatch(line -> line.contains("did you mean saring.admin.port?"))
                .anyMatch(line -> line.contains("kafka.bootstrap.servers is missing"))
                .anyMatch(line -> line.contains("schema.registry.url is missing"));
    }

    @Test
    void unknownRole_isNamed() throws IOException {
        Result result = run(
                "run",
                "--roles",
                "retro",
                "--config",
                file("kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=mock://x\n"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("saring.roles is \"retro\", but takes classify");
    }

    @Test
    void missingSettingsFile_isWrongUsage() {
        for (String command : List.of("run", "doctor", "audit")) {
            Result result =
                    run(command, "--config", folder.resolve("none.properties").toString());
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err().lines()).singleElement().asString().contains("none.properties");
        }
    }

    @Test
    void kafkaAway_endsWithOne_andOneLineThatSaysWhatToLookAt() throws IOException {
        String file = file("kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=mock://x\nsaring.admin.port=0\n"
                + "kafka.admin.default.api.timeout.ms=300\nkafka.admin.request.timeout.ms=200\n");
        for (Result result : List.of(run("run", "--config", file), run("topics", "create", "--config", file))) {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err().lines()).singleElement().asString().contains("kafka.bootstrap.servers right");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void kafkaSettingsThatMakeNoClient_endWithOne_andOneLine() throws IOException {
        String file = file("kafka.bootstrap.servers=nowhere\nschema.registry.url=mock://x\nsaring.admin.port=0\n");
        Result result = run("run", "--config", file);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).singleElement().asString().contains("bootstrap.servers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit",
                "explain --content-id x",
                "capture --partition 0 --from 0 --to 1 --out none.zip",
                "rules log k1",
                "rules export --to none",
                "bench pipeline"
            })
    void wrongSettingsOfTheRegistry_areWrongUsage_andOneLine(String command) throws IOException {
        String config = file(
                "kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=mock://x\n" + "auto.register.schemas=ja\n");
        Result result = run((command + " --config " + config).split(" "));
        assertThat(result.err().lines()).containsExactly("auto.register.schemas must be true or false, not ja");
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void settings_printsTheFileOrTheTable() {
        assertThat(run("settings")).isEqualTo(new Result(0, SettingsDoc.asFile(), ""));
        assertThat(run("settings", "--markdown").out()).isEqualTo(SettingsDoc.asMarkdown());
    }

    @Test
    void plan_printsEachTopicWithSettingsAndReason_withoutACluster() throws IOException {
        Result result = run(
                "topics",
                "plan",
                "--config",
                file("saring.topics.prefix=staging.\n"),
                "--partitions",
                "48",
                "--replication-factor",
                "3");
        assertThat(result.status()).isZero();
        assertThat(result.out().lines().filter(line -> !line.startsWith(" "))).hasSize(10);
        assertThat(result.out())
                .contains("staging.uploads\n  partitions=48 replication.factor=3 cleanup.policy=delete"
                        + " max.message.bytes=1048576 min.insync.replicas=2 retention.ms=604800000\n")
                .contains("staging.rules\n  partitions=1 replication.factor=3 cleanup.policy=compact");
    }

    @Test
    void plan_withARate_showsWhatItNeedsAndHow() throws IOException {
        Path figures = Files.writeString(
                folder.resolve("figures.properties"),
                "format=1\nprocessors=2\nthreads=2\nupload_bytes=600\ntext_per_s=100000\ntext_cpu_us=10\n"
                        + "text_written_bytes=200\ntext_rules_heap_mb=300\n");

        Result result =
                run("topics", "plan", "--uploads-per-second", "120000", "--days", "3", "--figures", figures.toString());

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("moderation.uploads\n  partitions=24 ")
                .contains("retention.ms=259200000\n")
                .contains("instances = 120000 uploads/s x 2.0 to catch up / 100000 per instance = 3, and 1 that may be"
                        + " down = 4\n");
        assertThat(result.out().lines().toList().get((int) result.out().lines().count() - 1))
                .startsWith("partitions=24 instances=4 cores_per_instance=2 ");
    }

    @Test
    void plan_withoutFigures_saysHowToMeasureThem() {
        Result result = run(
                "topics",
                "plan",
                "--uploads-per-second",
                "100",
                "--figures",
                folder.resolve("none").toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("there is no file ")
                .contains("saring bench pipeline --bootstrap-servers … --out FILE");
    }

    @Test
    void doctor_listsAllThatIsWrongAtOnce() throws IOException {
        Path data = Files.writeString(folder.resolve("data"), "a file");
        Result result = run(
                "doctor",
                "--config",
                file("kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=http://127.0.0.1:1\n"
                        + "kafka.admin.default.api.timeout.ms=300\nkafka.admin.request.timeout.ms=200\n"
                        + "saring.policies.file=" + folder.resolve("none.yaml") + "\n"
                        + "saring.data.directory=" + data + "\n"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines().toList())
                .hasSize(9)
                .anyMatch(line -> line.matches("ok +settings"))
                .anyMatch(line -> line.matches("skipped +clock"))
                .anyMatch(line -> line.matches("wrong +policies +.*none\\.yaml.*saring\\.policies\\.file"))
                .anyMatch(line -> line.matches("wrong +data +.*is a file; name a folder"))
                .anyMatch(line -> line.matches("warning +registry +.*127\\.0\\.0\\.1:1.*"))
                .anyMatch(line -> line.matches("wrong +kafka +.*is kafka\\.bootstrap\\.servers right.*"))
                .anyMatch(line -> line.matches("skipped +rights"))
                .anyMatch(line -> line.matches("skipped +topics"))
                .anyMatch(line -> line.matches("skipped +rules"));
    }

    @Test
    void acls_areTheSameInBothFormats_andWhatThePlanLists() throws IOException {
        String config = file("saring.topics.prefix=staging.\nkafka.bootstrap.servers=kafka-1:9093\n");
        Result commands = run("topics", "acls", "--config", config);
        Result strimzi = run("topics", "acls", "--config", config, "--format", "strimzi", "--cluster", "main");
        assertThat(commands.status()).isZero();
        assertThat(strimzi.status()).isZero();
        AccessPlan plan = new AccessPlan(new Topics("staging."));
        Set<String> wanted = new TreeSet<>();
        for (AccessRole role : AccessRole.values()) {
            plan.grants(role)
                    .forEach(grant -> wanted.add("saring-" + role + " "
                            + grant.resource().resourceType() + " "
                            + grant.resource().name() + " "
                            + grant.resource().patternType() + " " + grant.operation()));
        }
        assertThat(fromCommands(commands.out())).isEqualTo(wanted);
        assertThat(fromStrimzi(strimzi.out())).isEqualTo(wanted);
        assertThat(commands.out())
                .contains("kafka-acls.sh --bootstrap-server kafka-1:9093 --command-config admin.properties --add"
                        + " --allow-principal User:saring-pipeline --operation Write --resource-pattern-type prefixed"
                        + " --transactional-id staging.classify-\n");
    }

    private static Set<String> fromCommands(String text) {
        Set<String> found = new TreeSet<>();
        for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
            List<String> words = List.of(line.split(" "));
            String user = words.get(words.indexOf("--allow-principal") + 1).substring("User:".length());
            String type = words.stream()
                    .filter(List.of("--topic", "--group", "--transactional-id")::contains)
                    .findFirst()
                    .orElseThrow();
            String resource = type.substring(2).replace('-', '_').toUpperCase(Locale.ROOT) + " "
                    + words.get(words.indexOf(type) + 1) + " "
                    + (words.contains("prefixed") ? "PREFIXED" : "LITERAL");
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).equals("--operation")) {
                    found.add(user + " " + resource + " " + operation(words.get(i + 1)));
                }
            }
        }
        return found;
    }

    private static String operation(String word) {
        return word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static Set<String> fromStrimzi(String text) {
        Set<String> found = new TreeSet<>();
        for (Object document : new Yaml().loadAll(text)) {
            JsonNode user = new ObjectMapper().valueToTree(document);
            assertThat(user.at("/apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
            assertThat(user.at("/metadata/labels/strimzi.io~1cluster").asText()).isEqualTo("main");
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                JsonNode resource = acl.get("resource");
                for (JsonNode word : acl.get("operations")) {
                    found.add(user.at("/metadata/name").asText() + " "
                            + operation(resource.get("type").asText()) + " "
                            + resource.get("name").asText() + " "
                            + (resource.get("patternType").asText().equals("prefix") ? "PREFIXED" : "LITERAL") + " "
                            + operation(word.asText()));
                }
            }
        }
        return found;
    }

    @Test
    void acls_ofOneRole_forAPrincipalOfItsOwn() throws IOException {
        String config = file("");
        Result one = run(
                "topics", "acls", "--config", config, "--role", "producer", "--principal", "producer=CN=it's us,O=x");
        assertThat(one.out().lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "kafka-acls.sh --bootstrap-server localhost:9092 --command-config admin.properties --add"
                                + " --allow-principal 'User:CN=it'\\''s us,O=x' --operation Write --topic moderation.uploads");
        Result strimzi =
                run("topics", "acls", "--config", config, "--format", "strimzi", "--principal", "pipeline=CN=us");
        assertThat(strimzi.status()).isEqualTo(1);
        assertThat(strimzi.err()).contains("CN=us", "--principal");
        assertThat(run("topics", "acls", "--role", "nobody").status()).isEqualTo(2);
    }
}
