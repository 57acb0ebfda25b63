package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.saring.config.Settings;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.RegistryUnavailableException.Reason;
import dev.saring.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real registry behind TLS that asks who comes, reached with the settings that Saring's own file would hold. */
class RegistryOverTlsTest {
    private static final String SECRET = "s3cret-of-the-registry";

    @TempDir
    static Path keys;

    private static RegistryServer server;
    private static TlsProxy proxy;
    private static Path trusted;

    @BeforeAll
    static void start() throws Exception {
        TrustedRecords.register();
        Path own = keys.resolve("registry.p12");
        Path certificate = keys.resolve("registry.pem");
        trusted = keys.resolve("trusted.p12");
        SecureKafka.keytool(
                own,
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        SecureKafka.keytool(own, "-exportcert", "-rfc", "-alias", "registry", "-file", certificate.toString());
        SecureKafka.keytool(trusted, "-importcert", "-noprompt", "-alias", "registry", "-file", certificate.toString());
        server = RegistryServer.start(Checkout.ofWorkingDirectory().registry());
        proxy = TlsProxy.start(own, SecureKafka.KEY_PASSWORD, server.url());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    private static SchemaRegistry connect(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("schema.registry.url", proxy.url());
        return SchemaRegistry.connect(Settings.of(settings).registry(), null);
    }

    private static Map<String, String> trusting(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("schema.registry.ssl.truststore.location", trusted.toString());
        settings.put("schema.registry.ssl.truststore.password", SecureKafka.KEY_PASSWORD);
        settings.put("schema.registry.ssl.truststore.type", "PKCS12");
        return settings;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRecordGoesThere(SchemaRegistry registry) throws Exception {
        UploadEvent upload = UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("c")
                .setUploaderId("u")
                .setUploadedAt(Instant.EPOCH)
                .build();
        registry.check();
        byte[] bytes = new AvroEncoder<>(registry, UploadEvent.class, "uploads").encode(upload);
        assertThat(new AvroDecoder<>(registry, UploadEvent.class, DecodingLimits.defaults()).decode(bytes))
                .isEqualTo(upload);
    }

    @Test
    void userAndPassword() throws Exception {
        proxy.demand(basic("ani", SECRET));
        try (SchemaRegistry registry = connect(trusting(
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ani:" + SECRET)))) {
            assertRecordGoesThere(registry);
        }
    }

    @Test
    void token() throws Exception {
        proxy.demand("Bearer " + SECRET);
        try (SchemaRegistry registry = connect(
                trusting(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", SECRET)))) {
            assertRecordGoesThere(registry);
        }
    }

    @Test
    void wrongPassword_isDeniedAccess_andNotShown() {
        proxy.demand(basic("ani", "another"));
        try (SchemaRegistry registry = connect(trusting(
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ani:" + SECRET)))) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(registry::check)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ACCESS_DENIED))
                    .satisfies(RegistryOverTlsTest::assertNoSecret);
        }
    }

    @Test
    void certificateThatNobodyTrusts_isNoRegistry() {
        proxy.demand(basic("ani", SECRET));
        try (SchemaRegistry registry = connect(
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ani:" + SECRET))) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(registry::check)
                    .withMessageContaining(proxy.url())
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                    .satisfies(RegistryOverTlsTest::assertNoSecret);
        }
    }

    private static void assertNoSecret(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.getMessage()).doesNotContain(SECRET);
        }
    }
}
