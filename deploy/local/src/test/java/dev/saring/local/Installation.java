package dev.saring.local;

import dev.saring.moderation.TrustedRecords;
import dev.saring.serde.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A broker, a schema registry and a running pipeline, which take seconds to start: one for all tests of a run that ask
 * for it as a parameter with {@link Provider}. Tests tell their uploads apart by contentId.
 */
final class Installation implements AutoCloseable {
    /** The largest decision, so small that a test can exceed it. */
    static final int DECISION_MAX_BYTES = 20_000;

    /** A term that blocks. */
    static final String BLOCKED_TERM = "katalarang";

    /** A term that sends to review. */
    static final String REVIEWED_TERM = "kataragu";

    private static final String PREFIX = "test.";
    private static final int PARTITIONS = 2;
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);

    private final TemporaryFolder folder = TemporaryFolder.create("saring-test-");
    private final EmbeddedKafka kafka;
    private final RegistryServer registry;
    private final LocalPipeline pipeline;
    private final PipelineProcess process;

    private Installation() {
        TrustedRecords.register();
        Checkout checkout = Checkout.ofWorkingDirectory();
        kafka = EmbeddedKafka.inProcess(Map.of());
        registry = RegistryServer.start(checkout.registry());
        pipeline = LocalPipeline.configure(
                SaringJar.of(checkout),
                folder.path(),
                kafka,
                registry.url(),
                PREFIX,
                Map.of("saring.decision.max-bytes", Integer.toString(DECISION_MAX_BYTES)));
        pipeline.createTopics(PARTITIONS);
        publish(
                "blocked-term," + BLOCKED_TERM + ",gambling,BLOCK",
                "reviewed-term," + REVIEWED_TERM + ",gambling,REVIEW");
        process = pipeline.start();
        process.awaitReady(READY_TIMEOUT);
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    RegistryServer registry() {
        return registry;
    }

    LocalPipeline pipeline() {
        return pipeline;
    }

    PipelineProcess process() {
        return process;
    }

    /** A connection to the registry, for the caller to close. */
    SchemaRegistry schemas() {
        return SchemaRegistry.connect(Map.of("schema.registry.url", registry.url()), null);
    }

    /** Publishes keyword rules, each given as rule_id,expression,policy,action. */
    void publish(String... rules) {
        try (TemporaryFolder files = TemporaryFolder.create("saring-rules-")) {
            Path file = files.path().resolve("keywords.csv");
            Files.writeString(file, "rule_id,expression,policy,action\n" + String.join("\n", List.of(rules)) + "\n");
            pipeline.publish(files.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        registry.close();
        kafka.close();
        folder.close();
    }

    /** Gives tests the installation, started when the first asks for it and closed when the run ends. */
    static final class Provider implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(Installation.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Installation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(Installation.class, type -> new Installation(), Installation.class);
        }
    }
}
