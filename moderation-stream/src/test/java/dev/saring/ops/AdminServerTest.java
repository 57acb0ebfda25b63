package dev.saring.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private final Metrics metrics = new Metrics(List.of("gambling"), InstantSource.system());
    private final Health health = new Health();
    private final AtomicReference<Map<String, Object>> info = new AtomicReference<>(Map.of("version", "1.2.3"));
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;

    @BeforeEach
    void start() {
        server = AdminServer.start("127.0.0.1", 0, metrics, health, info::get);
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void metrics_areServedAsPrometheusText() throws Exception {
        HttpResponse<String> response = send("GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).contains("saring_decisions_total", "jvm_memory_used_bytes");
    }

    @Test
    void health_followsTheChecks_andGivesReasons() throws Exception {
        AtomicReference<String> reason = new AtomicReference<>("rules are being read");
        health.checkReady("rules", reason::get);
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> response = send("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"status\":\"down\",\"reasons\":{\"rules\":\"rules are being read\"}}");
        reason.set(null);
        response = send("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"up\",\"reasons\":{}}");
    }

    @Test
    void info_isJson() throws Exception {
        assertThat(send("GET", "/info").body()).isEqualTo("{\"version\":\"1.2.3\"}");
    }

    @Test
    void otherPathsAndMethods_areRefused() throws Exception {
        assertThat(send("GET", "/").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/metrics/more").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/metricsmore").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/metrics").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", "/metrics").body()).isEmpty();
    }

    @Test
    void failure_showsNothingOfTheInside() throws Exception {
        info.set(null);
        health.checkReady("broken", () -> {
            throw new IllegalStateException("the password is hush");
        });
        HttpResponse<String> response = send("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("failed; see the log\n");
    }

    @Test
    void clientsThatSendHalfARequest_doNotKeepOthersWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket socket = new Socket("127.0.0.1", server.address().getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write("GET /metrics HTTP/1.1\r\nHost: x\r\nX-".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void portInUse_saysWhatToDo() {
        int taken = server.address().getPort();
        assertThatThrownBy(() -> AdminServer.start("127.0.0.1", taken, metrics, health, info::get))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll("127.0.0.1:" + taken, "saring.admin.port");
    }
}
