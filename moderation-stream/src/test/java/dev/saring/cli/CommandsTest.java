package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.config.ApplicationVersion;
import dev.saring.config.SettingsDoc;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        Result help = run(args);
        assertThat(help.status()).as("%s", path).isZero();
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
                run("topics", "plan", "--partitions", "0"))) {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("Usage: saring");
        }
    }

    @Test
    void badSettings_endWithOne_andOneLineEach() throws IOException {
        Result result = run("run", "--config", file("saring.threads=many\nsaring.adminport=1\n"));
        assertThat(result.status()).isEqualTo(1);
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
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("saring.roles is \"retro\", but takes classify");
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
}
