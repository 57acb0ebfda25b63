package dev.saring.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        server = AdminServer.start("127.0.0.1", 0, "", metrics, health, info::get);
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
        assertThatThrownBy(() -> AdminServer.start("127.0.0.1", taken, "", metrics, health, info::get))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll("127.0.0.1:" + taken, "saring.admin.port");
    }

    private static final String TOKEN = "a-token-of-sixteen-or-more";

    private int status(int port, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(4));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void withoutToken_onlyHealthIsServedBeyondThisMachine() throws Exception {
        try (AdminServer open = AdminServer.start("0.0.0.0", 0, "", metrics, health, info::get)) {
            int port = open.address().getPort();
            assertThat(status(port, "/health/live")).isEqualTo(200);
            assertThat(status(port, "/health/ready")).isEqualTo(200);
            assertThat(status(port, "/metrics")).isEqualTo(403);
            assertThat(status(port, "/info")).isEqualTo(403);
            assertThat(status(port, "/no-such-page")).isEqualTo(403);
        }
    }

    @Test
    void token_isAskedForEverywhere_butForHealth() throws Exception {
        for (String host : List.of("0.0.0.0", "127.0.0.1")) {
            try (AdminServer closed = AdminServer.start(host, 0, TOKEN, metrics, health, info::get)) {
                int port = closed.address().getPort();
                assertThat(status(port, "/health/live")).isEqualTo(200);
                assertThat(status(port, "/metrics")).isEqualTo(401);
                assertThat(status(port, "/metrics", "Authorization", "Bearer " + TOKEN + "x"))
                        .isEqualTo(401);
                assertThat(status(port, "/metrics", "Authorization", "Bearer " + TOKEN.substring(1)))
                        .isEqualTo(401);
                assertThat(status(port, "/metrics", "Authorization", "Bearer")).isEqualTo(401);
                assertThat(status(port, "/metrics", "Authorization", "Basic " + TOKEN))
                        .isEqualTo(401);
                assertThat(status(port, "/metrics", "Authorization", TOKEN)).isEqualTo(401);
                assertThat(status(port, "/metrics", "Authorization", "bearer " + TOKEN))
                        .isEqualTo(200);
                assertThat(status(port, "/info", "Authorization", "Bearer " + TOKEN))
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void requestsThatNeverEnd_areCutOff_andDoNotHoldUpOthers() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket half = new Socket("127.0.0.1", server.address().getPort());
                halves.add(half);
                half.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
                half.getOutputStream().flush();
            }
            // Well before the first of them is given up.
            assertThat(status(server.address().getPort(), "/health/live")).isEqualTo(200);
            assertThat(status(server.address().getPort(), "/metrics")).isEqualTo(200);
            for (Socket half : halves) {
                half.setSoTimeout(20_000);
                assertThat(half.getInputStream().read())
                        .as("closed by the server")
                        .isEqualTo(-1);
            }
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @Test
    void connectionsBeyondTheLimit_areClosed_andMakeRoomAgain() throws Exception {
        List<Socket> many = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                many.add(new Socket("127.0.0.1", server.address().getPort()));
            }
            // Idle ones are closed too, but much later.
            await().atMost(Duration.ofSeconds(4)).until(() -> countClosed(many) >= 30);
            assertThat(countClosed(many)).as("fifty are kept").isLessThanOrEqualTo(40);
            for (Socket each : many) {
                each.close();
            }
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> status(server.address().getPort(), "/health/live") == 200);
        } finally {
            for (Socket each : many) {
                each.close();
            }
        }
    }

    private static long countClosed(List<Socket> sockets) throws IOException {
        long closed = 0;
        for (Socket each : sockets) {
            each.setSoTimeout(1);
            try {
                if (each.getInputStream().read() == -1) {
                    closed++;
                }
            } catch (SocketTimeoutException e) {
                // open, and nothing to read
            } catch (SocketException e) {
                closed++;
            }
        }
        return closed;
    }

    @Test
    void hugeHeaders_areRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(20_000);
            String request = "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n";
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).doesNotStartWith("HTTP/1.1 200");
            } catch (SocketException e) {
                // cut off while it was still sending
            }
        }
        assertThat(status(server.address().getPort(), "/health/live")).isEqualTo(200);
    }
}
