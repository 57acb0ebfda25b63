package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.saring.audit.Audit;
import dev.saring.audit.AuditOptions;
import dev.saring.audit.AuditReport;
import dev.saring.config.Settings;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, as a platform sends it, to a pipeline process in the middle of its work. */
@ExtendWith(Installation.Provider.class)
class StopTest {
    private static final Duration GRACE = Duration.ofSeconds(25);
    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void sigterm_endsWithinTheGracePeriod_withEverythingCommitted_andNothingLostOrTwice(Installation installation)
            throws Exception {
        LocalPipeline pipeline = LocalPipeline.configure(
                SaringJar.of(Checkout.ofWorkingDirectory()),
                folder,
                installation.kafka(),
                installation.registry().url(),
                "stop.",
                Map.of(
                        "saring.rules.allow-empty",
                        "true",
                        "saring.shutdown.grace-ms",
                        Long.toString(GRACE.toMillis())));
        pipeline.createTopics(2);
        Settings settings = Settings.load(pipeline.settings(), Map.of(), Map.of());
        try (Admin admin = Clients.admin(settings);
                Load load = new Load(installation, pipeline.topics().uploads())) {
            for (int round = 0; round < 2; round++) {
                Path log = folder.resolve("run-" + round + ".log");
                try (ChildProcess process = SaringJar.of(Checkout.ofWorkingDirectory())
                        .start(
                                "the pipeline",
                                log,
                                Duration.ZERO,
                                "run",
                                "--config",
                                pipeline.settings().toString())) {
                    long before = committed(admin);
                    await().atMost(WAIT).until(() -> {
                        process.requireAlive();
                        load.requireWell();
                        return committed(admin) > before;
                    });
                    process.signal("TERM");
                    assertThat(process.await(GRACE.plusSeconds(5))).isEqualTo(SIGTERM_STATUS);
                }
                assertThat(Files.readString(log)).contains("Stopped; everything is committed");
                assertThat(admin.listTransactions().all().get())
                        .filteredOn(each -> each.transactionalId().startsWith("stop."))
                        .isNotEmpty()
                        .allMatch(each -> Set.of(TransactionState.COMPLETE_COMMIT, TransactionState.EMPTY)
                                .contains(each.state()));
            }
        }
        // What came after the last stop is decided by the next instance, and nothing is decided twice.
        try (PipelineProcess process = pipeline.start();
                Audit audit = new Audit(settings, AuditOptions.everything(), progress -> {})) {
            process.awaitReady(WAIT);
            AuditReport report = audit.run();
            assertThat(report.findings()).isEmpty();
            assertThat(report.decided()).isPositive().isEqualTo(report.checked());
        }
    }

    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("stop.classify").partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }

    /** Uploads without pause, until it is closed. */
    private static final class Load implements AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicReference<Exception> failure = new AtomicReference<>();
        private final Thread thread;

        Load(Installation installation, String topic) {
            thread = new Thread(() -> {
                try (SchemaRegistry registry = installation.schemas();
                        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                                Map.of("bootstrap.servers", installation.kafka().bootstrapServers()),
                                new StringSerializer(),
                                new ByteArraySerializer())) {
                    AvroEncoder<UploadEvent> encoder = new AvroEncoder<>(registry, UploadEvent.class, topic);
                    for (int i = 0; !closed.get(); i++) {
                        UploadEvent upload = UploadEvent.newBuilder()
                                .setKind(UploadKind.CREATE)
                                .setContentId("c" + i)
                                .setUploaderId("u")
                                .setUploadedAt(Instant.now())
                                .build();
                        producer.send(new ProducerRecord<>(topic, "c" + i, encoder.encode(upload)))
                                .get();
                    }
                } catch (Exception e) {
                    failure.set(e);
                }
            });
            thread.start();
        }

        @Override
        public void close() {
            closed.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            requireWell();
        }

        void requireWell() {
            assertThat(failure.get()).isNull();
        }
    }
}
