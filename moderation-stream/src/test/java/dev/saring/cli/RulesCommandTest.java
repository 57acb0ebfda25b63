package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
    @TempDir
    private Path directory;

    @Test
    void check_ofGoodFilesSumsUp() throws Exception {
        write("rule_id,expression,policy,action\nk1,judi,gambling,BLOCK\n");
        Commands.Result result = run("check", "--rules", directory.toString());

        assertThat(result.status()).isZero();
        assertThat(result.out().strip())
                .matches("problems=0 warnings=0 policies=19 keywords=1 hashes=0 version=rs-[0-9a-f]{16}");
    }

    @Test
    void check_printsFindingsAndEndsWithOne() throws Exception {
        write("rule_id,expression,policy,action\nk1,judi &,gambling,BLOCK\nk2,slot,unheard-of,BLOCK\n");
        Commands.Result result = run("check", "--rules", directory.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines().get(0)).startsWith("keywords.csv:2:expression: at character 7: ");
        assertThat(result.lines().get(1)).startsWith("keywords.csv:3:policy: ");
        assertThat(result.lastLine()).isEqualTo("problems=2");
    }

    @Test
    void check_readsTheNamedPolicies() throws Exception {
        write("rule_id,expression,policy,action\nk1,judi,mine,BLOCK\n");
        Path policies = Files.writeString(
                directory.resolve("mine.yaml"),
                "policies: [{code: mine, group: a, title: {id: a, en: a}, explanation: {id: a, en: a}, colour: red}]");

        Commands.Result bad = run("check", "--rules", directory.toString(), "--policies", policies.toString());
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.out()).startsWith("mine.yaml:1:").contains("unknown key \"colour\"");

        Files.writeString(policies, Files.readString(policies).replace(", colour: red", ""));
        assertThat(run("check", "--rules", directory.toString(), "--policies", policies.toString())
                        .status())
                .isZero();
    }

    @Test
    void check_warnsOfWhatIsDoubtful() throws Exception {
        write("""
                rule_id,expression,policy,action,allows,valid_until,source
                k1,asu*,gambling,REVIEW,,,
                k2,qz,gambling,BLOCK,,,
                k3,qzjudiqz,gambling,BLOCK,,2020-01-01,
                k4,qzslotqz,gambling,REVIEW,,,
                k5,qzslotqz,gambling,REVIEW,,,
                k6,qzslotqz,gambling,LABEL,,,
                k7,qzberita,gambling,ALLOW,nobody,,
                k8,qzsatu & !qzsatu,gambling,REVIEW,,,
                """);
        Commands.Result result = run("check", "--rules", directory.toString());

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("warning: k1: 'asu*' also hits ordinary words: ")
                .contains("warning: k2: blocks on 'qz' alone")
                .contains("warning: k3: ended at 2020-01-02T00:00:00Z")
                .contains("warning: k5: says the same as k4")
                .contains("warning: k6: looks for the same as k4 under the same policy")
                .contains("warning: k7: allows 'nobody'")
                .contains("warning: k8: its expression can never hold");
        assertThat(result.lastLine()).startsWith("problems=0 warnings=7 ");
        assertThat(run("check", "--strict", "--rules", directory.toString()).status())
                .isEqualTo(1);
    }

    @Test
    void import_makesQuotedRulesOfWordListsAndTables() throws Exception {
        Path list = Files.writeString(
                directory.resolve("list.txt"), "\uFEFF# a list\nslot & co\n\nJudi\njudi\n---\nsay \"hi\"\n");
        Path table = Files.writeString(directory.resolve("table.csv"), "\uFEFFkind;term\na;togel*\na;\n");
        Path to = directory.resolve("imported");
        Commands.Result result = run(
                "import",
                list.toString(),
                table.toString(),
                "--to",
                to.toString(),
                "--source",
                "pub",
                "--policy",
                "gambling",
                "--action",
                "block");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("list.txt:6: phrase \"---\" has no letter, digit or emoji");
        assertThat(result.lastLine()).isEqualTo("rules=4 duplicates=1 refused=1");
        assertThat(Files.readString(to.resolve("keywords.csv")))
                .contains("pub:slot-&-co,\"\"\"slot & co\"\"\",gambling,BLOCK")
                .contains("pub:togel*,\"\"\"togel*\"\"\"");
        assertThat(run("check", "--rules", to.toString()).status()).isZero();
        assertThat(Commands.run(
                                "{\"contentId\":\"c\",\"texts\":[{\"text\":\"he: say hi\"}]}\n",
                                "classify",
                                "--rules",
                                to.toString())
                        .out())
                .contains("pub:say-");
    }

    @Test
    void import_neverWritesOverARuleFileUnasked() throws Exception {
        write("rule_id,expression,policy,action\nk1,judi,gambling,BLOCK\n");
        Path list = Files.writeString(directory.resolve("list.txt"), "togel\n");
        String[] call = {
            "import", list.toString(), "--to", directory.toString(), "--source", "s", "--policy", "gambling"
        };

        assertThat(run(call).status()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("keywords.csv"))).contains("k1");
        assertThat(run(Stream.concat(Arrays.stream(call), Stream.of("--force")).toArray(String[]::new))
                        .status())
                .isZero();
        assertThat(Files.readString(directory.resolve("keywords.csv"))).doesNotContain("k1");
    }

    @Test
    void publish_refusesPoliciesThatThePipelineDoesNotJudgeBy() throws Exception {
        write("rule_id,expression,policy,action\nk1,judi,mine,BLOCK\n");
        Files.writeString(
                directory.resolve("policies.yaml"),
                "policies: [{code: mine, group: a, title: {id: a, en: a}, explanation: {id: a, en: a}}]");
        Path config = Files.writeString(
                directory.resolve("saring.properties"),
                "kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=mock://publish\n");

        Commands.Result result = run("publish", "--rules", directory.toString(), "--config", config.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("policies.yaml").contains("saring.policies.file");
    }

    @Test
    void publish_withoutClusterOrWithBadRulesSaysSo() throws Exception {
        write("rule_id,expression,policy,action\nk1,judi,gambling,BLOK\n");
        Commands.Result settings = run("publish", "--rules", directory.toString());
        assertThat(settings.status()).isEqualTo(2);
        assertThat(settings.err()).contains("kafka.bootstrap.servers").contains("schema.registry.url");

        Path config = Files.writeString(
                directory.resolve("saring.properties"),
                "kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=http://127.0.0.1:1\n");
        Commands.Result rules = run("publish", "--rules", directory.toString(), "--config", config.toString());
        assertThat(rules.status()).isEqualTo(1);
        assertThat(rules.err())
                .contains("keywords.csv:2:action: \"BLOK\" is not known; did you mean BLOCK?")
                .contains("problems=1, nothing was published");

        write("rule_id,expression,policy,action\nk1,judi,gambling,BLOCK\n");
        Commands.Result registry = run("publish", "--rules", directory.toString(), "--config", config.toString());
        assertThat(registry.status()).isEqualTo(1);
        assertThat(registry.err()).contains("schema registry").contains("127.0.0.1:1");
    }

    @Test
    void missingPolicyFile_isNamed() throws Exception {
        write("rule_id,expression,policy,action\nk1,judi,gambling,BLOCK\n");
        Commands.Result result = run("check", "--rules", directory.toString(), "--policies", "nowhere.yaml");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("there is no file nowhere.yaml; check its name");
    }

    @Test
    void missingSubcommandOrOption_isWrongUsage() {
        assertThat(run().status()).isEqualTo(2);
        assertThat(run("check").status()).isEqualTo(2);
    }

    private void write(String keywords) throws Exception {
        Files.writeString(directory.resolve("keywords.csv"), keywords);
    }

    private static Commands.Result run(String... args) {
        String[] all = Stream.concat(Stream.of("rules"), Arrays.stream(args)).toArray(String[]::new);
        return Commands.run("", all);
    }
}
