package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MD5 = "d41d8cd98f00b204e9800998ecf8427e";
    private static final String NOW = "2026-11-24T08:00:00Z";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeRules() throws Exception {
        Files.writeString(
                directory.resolve("keywords.csv"),
                "rule_id,expression,policy,action,valid_until\n"
                        + "k1,slot gacor,gambling,BLOCK,\nk2,judi,gambling,REVIEW,2026-12-31\n");
        Files.writeString(
                directory.resolve("hashes.csv"),
                "rule_id,algorithm,value,policy,action\nh1,MD5," + MD5 + ",drugs,BLOCK\n");
    }

    @Test
    void eachLine_isAnsweredInOrder() throws Exception {
        Commands.Result result = classify("""
                {"contentId":"a","texts":[{"text":"main slot gacor yuk"}]}
                {"contentId":"b","texts":[{"text":"judi"}]}
                {"contentId":"c","texts":[{"text":"selamat pagi"}]}
                {"contentId":"d","media":[{"kind":"IMAGE","hashes":[{"algorithm":"MD5","value":"%s"}]}]}
                {"contentId":"e","media":[{"kind":"IMAGE"}]}
                """.formatted(MD5), "--now", NOW);

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(decisions(result))
                .extracting(each -> each.get("contentId").asText())
                .containsExactly("a", "b", "c", "d", "e");
        assertThat(decisions(result))
                .extracting(each -> each.get("outcome").asText())
                .containsExactly("BLOCKED", "REVIEW", "APPROVED", "BLOCKED", "REVIEW");
    }

    @Test
    void answer_hasTheDecisionsFieldsWithoutUploadAndNulls() throws Exception {
        Commands.Result result = classify("{\"contentId\":\"a\",\"texts\":[{\"text\":\"judi\"}]}", "--now", NOW);

        JsonNode decision = decisions(result).get(0);
        assertThat(decision.has("upload")).isFalse();
        assertThat(decision.has("source")).isFalse();
        assertThat(decision.findValues("ruleId")).isNotEmpty();
        assertThat(decision.toString()).doesNotContain("null");
        assertThat(decision.get("revision").asLong()).isZero();
        assertThat(decision.get("decidedAt").asText()).isEqualTo(NOW);
        assertThat(decision.get("ruleSetVersion").asText()).matches("rs-[0-9a-f]{16}");
        assertThat(decision.get("keywordMatches").get(0).get("start").asInt()).isZero();
    }

    @Test
    void badLines_areAnsweredWithTheirErrorAndTheRestGoesOn() throws Exception {
        Commands.Result result = classify("""
                {"contentId":"a"
                {"texts":[]}

                [1]
                {"contentId":"d","kind":"DELETE"}
                {"contentId":"e","media":[{"kind":"IMAGE","hashes":[{"algorithm":"MD5","value":"zz"}]}]}
                {"contentId":"f"}
                """);

        assertThat(result.status()).isEqualTo(1);
        List<JsonNode> answers = decisions(result);
        assertThat(answers).hasSize(7);
        for (int i = 0; i < 6; i++) {
            assertThat(answers.get(i).get("line").asInt()).isEqualTo(i + 1);
            assertThat(answers.get(i).get("error").asText()).isNotBlank();
            assertThat(answers.get(i)).hasSize(2);
        }
        assertThat(answers.get(1).get("error").asText()).contains("contentId");
        assertThat(answers.get(5).get("error").asText()).contains("media[0].hashes[0].value");
        assertThat(answers.get(6).get("outcome").asText()).isEqualTo("APPROVED");
    }

    @Test
    void errorWithQuotesAndControlCharacters_staysOneLineOfJson() throws Exception {
        Commands.Result result = classify("{\"contentId\":\"a\",\"\\\"\\u0001\\\\\":1}\n{\"contentId\":\"b\"}");

        assertThat(decisions(result)).hasSize(2);
        assertThat(decisions(result).get(0).get("line").asInt()).isEqualTo(1);
    }

    @Test
    void strangeTexts_areJudged() throws Exception {
        String lone = "{\"contentId\":\"lone\",\"texts\":[{\"text\":\"\\ud83d judi \\udc00\"},{\"text\":\"\"}]}";
        String huge = "{\"contentId\":\"huge\",\"texts\":[{\"text\":\"" + "halo ".repeat(1_000_000) + "judi\"}]}";
        StringBuilder media = new StringBuilder("{\"contentId\":\"media\",\"media\":[");
        for (int i = 0; i < 10_000; i++) {
            media.append(i == 0 ? "" : ",").append("{\"kind\":\"AUDIO\"}");
        }
        Commands.Result result = classify(lone + "\n" + huge + "\n" + media + "]}\n{\"contentId\":\"after\"}");

        assertThat(result.status()).isZero();
        List<JsonNode> answers = decisions(result);
        assertThat(answers)
                .extracting(each -> each.get("outcome").asText())
                .containsExactly("REVIEW", "REVIEW", "REVIEW", "APPROVED");
        assertThat(answers.get(0)
                        .get("keywordMatches")
                        .get(0)
                        .get("matchedText")
                        .asText())
                .isEqualTo("judi");
        assertThat(answers.get(1).get("gaps").get(0).get("kind").asText()).isEqualTo("TEXT_CUT");
        assertThat(answers.get(2).get("gaps").get(0).get("kind").asText()).isEqualTo("MEDIA_CUT");
    }

    @Test
    void now_decidesWhichRulesAreValid() throws Exception {
        String upload = "{\"contentId\":\"b\",\"texts\":[{\"text\":\"judi\"}]}";

        assertThat(decisions(classify(upload, "--now", "2026-12-31T23:59:59Z"))
                        .get(0)
                        .get("outcome")
                        .asText())
                .isEqualTo("REVIEW");
        assertThat(decisions(classify(upload, "--now", "2027-01-01T07:00:00+07:00"))
                        .get(0)
                        .get("outcome")
                        .asText())
                .isEqualTo("APPROVED");
    }

    @Test
    void brokenRules_endWithTheirProblemsAndNoAnswer() throws Exception {
        Files.writeString(
                directory.resolve("keywords.csv"),
                "rule_id,expression,policy,action\nk1,judi & (slot,gambling,BLOCK\n");
        Commands.Result result = classify("{\"contentId\":\"a\"}");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("keywords.csv:2:expression: at character 8: parenthesis is never closed");
    }

    @Test
    void wrongUsage_hasStatusTwo() {
        assertThat(Commands.run("", "classify").status()).isEqualTo(2);
        assertThat(classify("", "--now", "yesterday").status()).isEqualTo(2);
        assertThat(classify("", "--now", "yesterday").err()).contains("2026-11-24T08:00:00Z");
    }

    @Test
    void emptyRules_areRefusedUnlessAllowed() throws Exception {
        Files.delete(directory.resolve("keywords.csv"));
        Files.delete(directory.resolve("hashes.csv"));

        assertThat(classify("{\"contentId\":\"a\"}").status()).isEqualTo(1);
        assertThat(classify("{\"contentId\":\"a\"}").err()).contains("holds no live rules");
        assertThat(classify("{\"contentId\":\"a\"}", "--allow-empty").status()).isZero();
    }

    @Test
    void explain_addsSentencesInTheLanguageAskedFor() throws Exception {
        String line = "{\"contentId\":\"a\",\"texts\":[{\"text\":\"main Judi yuk\"}]}";
        JsonNode english = decisions(classify(line, "--now", NOW, "--explain")).get(0);
        assertThat(english.get("explanation").get(0).asText())
                .contains("Rule k2 (gambling, REVIEW, 50) found \"Judi\"")
                .contains("main [Judi] yuk");
        JsonNode indonesian = decisions(classify(line, "--now", NOW, "--explain", "--language", "id"))
                .get(0);
        assertThat(indonesian.get("explanation").get(0).asText()).startsWith("Aturan k2 (gambling, REVIEW, 50)");
        assertThat(english.get("outcome").asText()).isEqualTo("REVIEW");
    }

    @Test
    void answer_comesBeforeTheNextLineIsSent() throws Exception {
        PipedOutputStream questions = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(questions);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ClassifyLines lines = new ClassifyLines(
                new dev.saring.rules.RuleDirectory(directory, null).compile(dev.saring.classify.Limits.DEFAULT, false),
                InstantSource.fixed(Instant.parse(NOW)),
                new PlainAnswer());
        CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> {
            try {
                return lines.run(input, output);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        questions.write("{\"contentId\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
        questions.flush();
        Awaitility.await().until(() -> output.toString(StandardCharsets.UTF_8).endsWith("\n"));
        questions.close();
        assertThat(run.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private Commands.Result classify(String input, String... options) {
        List<String> args = new ArrayList<>(List.of("classify", "--rules", directory.toString()));
        args.addAll(List.of(options));
        return Commands.run(input, args.toArray(String[]::new));
    }

    private static List<JsonNode> decisions(Commands.Result result) throws Exception {
        List<JsonNode> decisions = new ArrayList<>();
        for (String line : result.lines()) {
            decisions.add(JSON.readTree(line));
        }
        return decisions;
    }
}
