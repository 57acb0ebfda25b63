package dev.saring.local;

import dev.saring.topology.AccessRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A broker that lets in over TLS with SASL only (SCRAM-SHA-512, or an OAUTHBEARER token that nobody signed) and allows
 * what ACLs say. There is a user for each role, and {@code admin}, who may do anything. The certificate is made by the
 * JDK's keytool.
 */
final class SecureKafka implements AutoCloseable {
    private static final String ADMIN = "admin";
    static final String KEY_PASSWORD = "key-password-of-the-broker";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String BEARER = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    private final EmbeddedKafka kafka;
    private final Path certificate;

    private SecureKafka(EmbeddedKafka kafka, Path certificate) {
        this.kafka = kafka;
        this.certificate = certificate;
    }

    /** @param folder where its certificate goes */
    static SecureKafka start(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("broker.p12");
        Path certificate = folder.resolve("broker.pem");
        keytool(
                keys,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        keytool(keys, "-exportcert", "-rfc", "-alias", "broker", "-file", certificate.toString());
        Map<String, String> broker = new HashMap<>();
        broker.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The controller's listener is inside the process, and asks nobody.
        broker.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        broker.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,OAUTHBEARER");
        broker.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        broker.put("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", scram(ADMIN, password(ADMIN)));
        broker.put("listener.name.sasl_ssl.oauthbearer.sasl.jaas.config", bearer(ADMIN));
        broker.put("ssl.keystore.type", "PKCS12");
        broker.put("ssl.keystore.location", keys.toString());
        broker.put("ssl.keystore.password", KEY_PASSWORD);
        broker.put("ssl.key.password", KEY_PASSWORD);
        broker.put("ssl.truststore.type", "PEM");
        broker.put("ssl.truststore.location", certificate.toString());
        List<String> users = new ArrayList<>(List.of(user(ADMIN)));
        Arrays.stream(AccessRole.values()).forEach(role -> users.add(user(role.toString())));
        return new SecureKafka(
                EmbeddedKafka.inProcess(
                        Map.of(),
                        new ListenerSecurity(
                                "SASL_SSL", broker, users, client(certificate, scram(ADMIN, password(ADMIN))))),
                certificate);
    }

    /** Runs the JDK's keytool on a key store in PKCS12. */
    static void keytool(Path keys, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", KEY_PASSWORD));
        Path log = Files.createTempFile(keys.getParent(), "keytool", ".log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + Files.readString(log));
        }
    }

    private static String user(String name) {
        return "SCRAM-SHA-512=[name=" + name + ",password=" + password(name) + ",iterations=4096]";
    }

    static String password(String user) {
        return "password-of-" + user;
    }

    static String password(AccessRole role) {
        return password(role.toString());
    }

    private static String scram(String user, String password) {
        return SCRAM + " required username=\"" + user + "\" password=\"" + password + "\";";
    }

    private static String bearer(String user) {
        return BEARER + " required unsecuredLoginStringClaim_sub=\"" + user + "\";";
    }

    private static Map<String, String> client(Path certificate, String jaas) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                jaas.startsWith(SCRAM) ? "SCRAM-SHA-512" : "OAUTHBEARER",
                "sasl.jaas.config",
                jaas,
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.toString());
    }

    /** Saring's settings for a role's user, with Kafka's in them. */
    Map<String, String> settings(AccessRole role) {
        return settings(scram(role.toString(), password(role)));
    }

    /** The settings of a user who may do anything. */
    Map<String, String> adminSettings() {
        return settings(scram(ADMIN, password(ADMIN)));
    }

    /** The settings of a user with a bearer token. */
    Map<String, String> bearerSettings(AccessRole role) {
        return settings(bearer(role.toString()));
    }

    /** Saring's settings with these credentials. */
    Map<String, String> settings(String jaas) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        client(certificate, jaas).forEach((name, value) -> settings.put("kafka." + name, value));
        return settings;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
