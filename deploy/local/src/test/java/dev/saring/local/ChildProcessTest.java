package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration WAIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void endedProcess_statusAndLogAreTold() {
        ChildProcess child = start(Duration.ZERO, "echo out of cheese; exit 3");

        assertThat(child.await(WAIT)).isEqualTo(3);
        assertThatThrownBy(child::requireAlive).hasMessageContainingAll("child", "status 3", "out of cheese");
    }

    @Test
    void graceGiven_processEndsItself() throws IOException {
        ChildProcess child = start(WAIT, "trap 'echo tidied up; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
        awaitLine("ready");

        child.close();

        assertThat(child.isAlive()).isFalse();
        assertThat(Files.readString(log())).contains("tidied up");
    }

    @Test
    void graceOver_processIsKilled() throws IOException {
        ChildProcess child = start(Duration.ofMillis(200), "trap '' TERM; echo ready; while :; do sleep 0.1; done");
        awaitLine("ready");

        child.close();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void longerThanTheTimeout_isAnError() {
        try (ChildProcess child = start(Duration.ZERO, "sleep 60")) {
            assertThatThrownBy(() -> child.await(Duration.ofMillis(50))).hasMessageContaining("did not end");
        }
    }

    private ChildProcess start(Duration grace, String script) {
        return ChildProcess.start("child", List.of("sh", "-c", script), log(), grace);
    }

    private Path log() {
        return folder.resolve("child.log");
    }

    private void awaitLine(String line) {
        await().atMost(WAIT).until(() -> Files.readString(log()).contains(line));
    }
}
