package dev.saring.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /health/live}, {@code /health/ready} and {@code /info} over HTTP, on the JDK's own
 * server (see RATIONALE.md). Answers GET and HEAD only, reads no body, and says nothing of what went wrong inside.
 *
 * <p>Health is for everyone who reaches it. Beyond that a client must send the token; where there is none, it must be on
 * this machine.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int CONNECTIONS = 50;
    private static final int BACKLOG = 50;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final String HEALTH = "/health/";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";

    static {
        // The server reads its limits from system properties, once, and has none by default.
        limit("sun.net.httpserver.maxReqTime", "5"); // seconds
        limit("sun.net.httpserver.maxRspTime", "10"); // seconds
        limit("sun.net.httpserver.idleInterval", "10"); // seconds
        limit("sun.net.httpserver.maxReqHeaders", "50");
        limit("sun.net.httpserver.maxReqHeaderSize", "16384"); // bytes, all together
        limit("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS));
    }

    /** Fills an answer's body. */
    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private record Answer(int status, String type, Body body) {}

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Supplier<Answer>> pages;
    private final Token token;

    private AdminServer(
            HttpServer server, String token, Metrics metrics, Health health, Supplier<Map<String, Object>> info) {
        this.server = server;
        this.token = token.isEmpty() ? null : new Token(token);
        this.threads = threads();
        this.pages = Map.of(
                "/metrics", () -> new Answer(200, PROMETHEUS, metrics::scrape),
                "/health/live", () -> health(health.live()),
                "/health/ready", () -> health(health.ready()),
                "/info", () -> json(200, info.get()));
    }

    /** A thread reads its request to the end, however slowly that comes: so there is one for each connection. */
    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "admin-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Starts the server.
     *
     * @param host where it is reached; the loopback address keeps it to this machine
     * @param port 0 takes any free port
     * @param token what clients must send for anything beyond health; empty for none
     * @param info what {@code /info} shows, as JSON
     * @throws UncheckedIOException where it cannot listen there; the message says what to do
     */
    public static AdminServer start(
            String host, int port, String token, Metrics metrics, Health health, Supplier<Map<String, Object>> info) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
            AdminServer admin = new AdminServer(http, token, metrics, health, info);
            http.createContext("/", admin::handle);
            http.setExecutor(admin.threads);
            http.start();
            return admin;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the admin server cannot listen on " + host + ":" + port + " (" + e.getMessage()
                            + "); set saring.admin.host and saring.admin.port, 0 for any free port",
                    e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Answer answer = refusal(exchange);
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer = plain(405, "only GET and HEAD");
            } else if (answer == null) {
                answer = answer(exchange.getRequestURI().getPath());
            }
            send(exchange, answer, head);
        } catch (IOException e) {
            LOG.debug("a client of the admin server went away", e);
        }
    }

    /** What a client that may not ask for this is told; null where it may. */
    private Answer refusal(HttpExchange exchange) {
        if (exchange.getRequestURI().getPath().startsWith(HEALTH)) {
            return null;
        }
        if (token == null) {
            return server.getAddress().getAddress().isLoopbackAddress()
                    ? null
                    : plain(403, "only health is served beyond this machine while saring.admin.token is not set");
        }
        if (token.isIn(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return null;
        }
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        return plain(401, "send the token: Authorization: Bearer ...");
    }

    private Answer answer(String path) {
        Supplier<Answer> page = pages.get(path);
        if (page == null) {
            return plain(404, "there are /metrics, /health/live, /health/ready and /info");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            return failed(path, e);
        }
    }

    private Answer failed(String path, Exception e) {
        LOG.warn("the admin server could not answer {}", path, e);
        return plain(500, "failed; see the log");
    }

    private void send(HttpExchange exchange, Answer answer, boolean head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Answer sent = answer;
        try {
            answer.body().writeTo(body);
        } catch (IOException | RuntimeException e) {
            sent = failed(exchange.getRequestURI().getPath(), e);
            body.reset();
            sent.body().writeTo(body);
        }
        exchange.getResponseHeaders().set("Content-Type", sent.type());
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(sent.status(), head || body.size() == 0 ? -1 : body.size());
        if (!head) {
            body.writeTo(exchange.getResponseBody());
        }
    }

    private Answer health(Health.Report report) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", report.well() ? "up" : "down");
        body.put("reasons", report.reasons());
        return json(report.well() ? 200 : 503, body);
    }

    private Answer json(int status, Map<String, Object> body) {
        return new Answer(status, JSON, out -> out.write(json.writeValueAsBytes(body)));
    }

    private static Answer plain(int status, String text) {
        return new Answer(status, PLAIN, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
