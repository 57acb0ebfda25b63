package dev.saring.local;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** One broker inside this JVM. */
final class InProcessKafka implements EmbeddedKafka {
    private static final int ATTEMPTS = 5;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final TemporaryFolder folder;
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Runnable atExit = this::close;
    private final AtomicBoolean closed = new AtomicBoolean();

    private InProcessKafka(TemporaryFolder folder, KafkaRaftServer server, String bootstrapServers) {
        this.folder = folder;
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    static InProcessKafka start(Map<String, String> settings, ListenerSecurity security, FreePorts ports) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(settings, security, ports);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !isPortTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private static InProcessKafka startOnce(Map<String, String> settings, ListenerSecurity security, FreePorts ports) {
        TemporaryFolder folder = TemporaryFolder.create("saring-kafka-");
        InProcessKafka kafka = null;
        try {
            BrokerFiles files = BrokerFiles.create(folder.path(), 1, ports, settings, security);
            KafkaRaftServer server = new KafkaRaftServer(
                    KafkaConfig.fromProps(read(files.properties().get(0))), Time.SYSTEM);
            kafka = new InProcessKafka(folder, server, files.bootstrapServers());
            AtExit.add(kafka.atExit);
            server.startup();
            ClusterReadiness.await(files.bootstrapServers(), security.client(), 1, START_TIMEOUT, () -> {});
            return kafka;
        } catch (RuntimeException e) {
            if (kafka == null) {
                folder.close();
            } else {
                kafka.close();
            }
            throw e;
        }
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        return properties;
    }

    private static boolean isPortTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            AtExit.remove(atExit);
            server.shutdown();
            server.awaitShutdown();
            folder.close();
        }
    }
}
