package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the runnable jar, run as a user runs them. */
class JarTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final SaringJar JAR = SaringJar.of(Checkout.ofWorkingDirectory());

    /** What a command gave back. */
    private record Output(int status, String out, String err) {}

    @TempDir
    Path folder;

    @Test
    void help_listsCommandsAndEachHasItsOwn() throws Exception {
        Output help = saring("", "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("run", "classify", "rules", "topics", "hash", "backtest");
        assertThat(saring("", "classify", "--help").out()).contains("--rules");
    }

    @Test
    void unknownOption_isWrongUsage() throws Exception {
        Output output = saring("", "classify", "--rules", folder.toString(), "--no-such-option");

        assertThat(output.status()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains("--no-such-option");
    }

    @Test
    void classify_answersLineByLineInOrder() throws Exception {
        rules("r1,slot gacor,gambling,BLOCK", "r2,kataragu,gambling,REVIEW");

        Output output = saring("""
                {"contentId":"a","texts":[{"text":"main slot gacor yuk"}]}
                {"contentId":"b","texts":[{"text":"pagi yang cerah"}]}
                this is no JSON
                {"contentId":"d","texts":[{"text":"kataragu"}]}
                """, "classify", "--rules", folder.toString(), "--now", "2026-01-02T03:04:05Z");

        List<JsonNode> lines = new ArrayList<>();
        for (String line : output.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).get("outcome").asText()).isEqualTo("BLOCKED");
        assertThat(lines.get(0).get("keywordMatches").get(0).get("start").asInt())
                .isEqualTo(5);
        assertThat(lines.get(0).get("keywordMatches").get(0).get("end").asInt()).isEqualTo(15);
        assertThat(lines.get(0).get("decidedAt").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(lines.get(0).has("upload")).isFalse();
        assertThat(lines.get(1).get("outcome").asText()).isEqualTo("APPROVED");
        assertThat(lines.get(2).get("line").asInt()).isEqualTo(3);
        assertThat(lines.get(2).get("error").asText()).isNotBlank();
        assertThat(lines.get(3).get("outcome").asText()).isEqualTo("REVIEW");
        assertThat(output.status()).isEqualTo(1);
    }

    @Test
    void classify_withoutBadLines_succeeds() throws Exception {
        rules("r1,slot gacor,gambling,BLOCK");

        Output output = saring("{\"contentId\":\"a\"}\n", "classify", "--rules", folder.toString());

        assertThat(output.status()).isZero();
        assertThat(JSON.readTree(output.out()).get("contentId").asText()).isEqualTo("a");
    }

    @Test
    void run_logsInJson_whereAskedTo_fromTheFirstLineOn() throws Exception {
        Path settings = Files.write(
                folder.resolve("saring.properties"),
                List.of(
                        "kafka.bootstrap.servers=127.0.0.1:9",
                        "schema.registry.url=mock://x",
                        "saring.policies.file=" + folder.resolve("missing.yaml"),
                        "saring.logs.format=json"));

        Output output = saring("", "run", "--config", settings.toString());

        assertThat(output.status()).isEqualTo(1);
        List<String> lines = output.err().lines().toList();
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.get("level").asText()).isEqualTo("INFO");
        assertThat(first.get("formattedMessage").asText()).startsWith("Saring ");
        assertThat(lines.get(lines.size() - 1)).contains("missing.yaml");
    }

    @Test
    void classify_judgesTheSamplesAsAModeratorWould() throws Exception {
        Checkout checkout = Checkout.ofWorkingDirectory();
        Files.copy(checkout.starterRules().resolve("keywords.csv"), folder.resolve("keywords.csv"));
        Files.copy(checkout.samples().resolve("hashes.csv"), folder.resolve("hashes.csv"));
        String uploads = Files.readAllLines(checkout.samples().resolve("uploads.jsonl")).stream()
                .filter(line -> !line.contains("\"kind\":\"DELETE\""))
                .collect(Collectors.joining("\n"));
        Set<String> expected = Files.readAllLines(checkout.samples().resolve("expected.csv")).stream()
                .skip(1)
                .collect(Collectors.toCollection(TreeSet::new));

        Output output = saring(uploads, "classify", "--rules", folder.toString(), "--now", "2026-03-03T00:00:00Z");

        Set<String> judged = new TreeSet<>();
        for (String line : output.out().lines().toList()) {
            JsonNode decision = JSON.readTree(line);
            judged.add(decision.get("contentId").asText()
                    + ','
                    + decision.get("revision").asText()
                    + ','
                    + decision.get("outcome").asText());
        }
        assertThat(output.status()).isZero();
        assertThat(expected).hasSizeGreaterThanOrEqualTo(300);
        assertThat(judged).isEqualTo(expected);
    }

    @Test
    void rulesCheck_namesThePlaceOfWhatIsWrong() throws Exception {
        rules("r1,slot gacor,gambling,BLOCK", "r2,judi & (daftar,gambling,BLOCK");

        Output output = saring("", "rules", "check", "--rules", folder.toString());

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.out() + output.err()).containsPattern("keywords\\.csv:3:\\w+");
    }

    @Test
    void rulesCheck_ofGoodRules_succeeds() throws Exception {
        rules("r1,slot gacor,gambling,BLOCK");

        assertThat(saring("", "rules", "check", "--rules", folder.toString()).status())
                .isZero();
    }

    @Test
    void hash_givesMd5AndSha256AsJsonLines() throws Exception {
        Path file = Files.writeString(folder.resolve("abc.txt"), "abc");

        Output output = saring("", "hash", file.toString());

        JsonNode line = JSON.readTree(output.out());
        assertThat(output.status()).isZero();
        assertThat(line.get("file").asText()).isEqualTo(file.toString());
        // The test vectors of RFC 1321 and FIPS 180-2.
        assertThat(line.get("md5").asText()).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(line.get("sha256").asText())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void topicsPlan_needsNoCluster() throws Exception {
        Output output = saring("", "topics", "plan");

        assertThat(output.status()).isZero();
        assertThat(output.out()).contains("moderation.uploads", "moderation.dead-letter");
    }

    private void rules(String... rows) throws IOException {
        Files.writeString(
                folder.resolve("keywords.csv"), "rule_id,expression,policy,action\n" + String.join("\n", rows) + "\n");
    }

    @Test
    void output_isUtf8_whateverThePlatformsCharset() throws Exception {
        rules("r1,pisang \uD83C\uDF4C,gambling,BLOCK", "r2,selamat pagi,jud\u00ED,BLOCK");

        Output check = saring(
                "",
                Map.of("JAVA_TOOL_OPTIONS", "-Dfile.encoding=US-ASCII", "LC_ALL", "C"),
                "rules",
                "check",
                "--rules",
                folder.toString());

        assertThat(check.status()).isEqualTo(1);
        assertThat(check.out() + check.err()).contains("jud\u00ED");
    }

    private Output saring(String input, String... arguments) throws IOException, InterruptedException {
        return saring(input, Map.of(), arguments);
    }

    private Output saring(String input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path in = Files.writeString(folder.resolve("stdin"), input);
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(JAR.command(arguments))
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ended", List.of(arguments))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Output(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
