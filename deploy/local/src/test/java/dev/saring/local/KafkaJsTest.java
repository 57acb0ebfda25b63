package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript example, where Node.js and its packages are: {@code npm ci} in deploy/local/kafkajs. */
@ExtendWith(Installation.Provider.class)
class KafkaJsTest {
    private static final Path EXAMPLE = Checkout.ofWorkingDirectory().root().resolve("deploy/local/kafkajs");

    @TempDir
    Path folder;

    @Test
    void uploadFromJavaScript_isDecidedAndReadBack(Installation installation) throws Exception {
        assumeTrue(Files.exists(EXAMPLE.resolve("node_modules/kafkajs")), "npm ci was not run in " + EXAMPLE);
        assumeTrue(hasNode(), "Node.js is missing");
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");

        Process process = new ProcessBuilder(
                        "node",
                        EXAMPLE.resolve("upload.mjs").toString(),
                        "--bootstrap-servers",
                        installation.kafka().bootstrapServers(),
                        "--registry",
                        installation.registry().url(),
                        "--prefix",
                        installation.pipeline().topics().prefix(),
                        "--text",
                        "dari JavaScript: " + Installation.BLOCKED_TERM)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(() -> read(err)).isZero();
        JsonNode decision = new ObjectMapper().readTree(read(out));
        assertThat(decision.get("outcome").asText()).isEqualTo("BLOCKED");
        assertThat(decision.get("topic").asText())
                .isEqualTo(installation.pipeline().topics().blocked());
        assertThat(decision.get("matches").get(0).get("matchedText").asText()).isEqualTo(Installation.BLOCKED_TERM);
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
