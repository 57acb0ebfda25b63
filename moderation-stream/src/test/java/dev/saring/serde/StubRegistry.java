package dev.saring.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of a schema registry's protocol as the client uses, with faults to switch on and requests to count. */
final class StubRegistry implements AutoCloseable {
    /** Each request as method and path. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    final Map<Integer, String> schemas = new TreeMap<>();
    private final Map<String, Integer> subjects = new TreeMap<>();
    private final HttpServer server;
    /** Status of every answer, where it is not 0. */
    volatile int fault;

    StubRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Map<String, String> settings() {
        return Map.of("schema.registry.url", url());
    }

    int add(String schema) {
        int id = schemas.size() + 1;
        schemas.put(id, schema);
        return id;
    }

    void forgetAll() {
        schemas.clear();
        subjects.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + ' ' + path);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (fault != 0) {
            reply(exchange, fault, "{\"error_code\":50001,\"message\":\"broken\"}");
            return;
        }
        String[] parts = path.substring(1).split("/");
        if (path.startsWith("/schemas/ids/")) {
            String schema = schemas.get(Integer.valueOf(parts[2]));
            reply(
                    exchange,
                    schema == null ? 404 : 200,
                    schema == null ? error(40403) : new ObjectMapper().writeValueAsString(Map.of("schema", schema)));
        } else if (path.equals("/config")) {
            reply(exchange, 200, "{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
        } else if (exchange.getRequestMethod().equals("GET")) {
            version(exchange, parts[1], subjects.get(parts[1]), path.endsWith("/versions"));
        } else {
            subject(exchange, parts[1], new ObjectMapper().readTree(body), path.endsWith("/versions"));
        }
    }

    private void version(HttpExchange exchange, String subject, Integer id, boolean list) throws IOException {
        if (id == null) {
            reply(exchange, 404, error(40401));
        } else if (list) {
            reply(exchange, 200, "[1]");
        } else {
            reply(
                    exchange,
                    200,
                    new ObjectMapper()
                            .writeValueAsString(
                                    Map.of("subject", subject, "id", id, "version", 1, "schema", schemas.get(id))));
        }
    }

    private void subject(HttpExchange exchange, String subject, JsonNode request, boolean register) throws IOException {
        String schema = request.get("schema").asText();
        Integer id = subjects.get(subject);
        if (id != null && schemas.get(id).equals(schema) || register) {
            int answer = id == null ? add(schema) : id;
            subjects.put(subject, answer);
            reply(
                    exchange,
                    200,
                    new ObjectMapper()
                            .writeValueAsString(
                                    Map.of("subject", subject, "id", answer, "version", 1, "schema", schema)));
        } else {
            reply(exchange, 404, error(id == null ? 40401 : 40403));
        }
    }

    private static String error(int code) {
        return "{\"error_code\":" + code + ",\"message\":\"not found\"}";
    }

    private static void reply(HttpExchange exchange, int status, String text) {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
