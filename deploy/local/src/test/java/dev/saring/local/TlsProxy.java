package dev.saring.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Speaks TLS in front of an HTTP server, and lets in only who brings the right Authorization header. */
final class TlsProxy implements AutoCloseable {
    private final HttpsServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI behind;
    private volatile String authorization;

    private TlsProxy(HttpsServer server, URI behind) {
        this.server = server;
        this.behind = behind;
    }

    /**
     * Starts it.
     *
     * @param keys its key store in PKCS12, with the certificate for 127.0.0.1
     * @param behind where requests go on to
     */
    static TlsProxy start(Path keys, String password, String behind) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        TlsProxy proxy = new TlsProxy(server, URI.create(behind));
        server.createContext("/", proxy::answer);
        server.start();
        return proxy;
    }

    /** Its address, with the path of what is behind. */
    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + behind.getPath();
    }

    /** The Authorization header that it wants from now on. */
    void demand(String header) {
        authorization = header;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestHeaders()
                    .getOrDefault("Authorization", List.of())
                    .contains(authorization)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
                            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
