package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.EmbeddedKafka;
import dev.saring.topology.DecisionHeaders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code saring audit} on two uploads, of which the later one has no decision. */
class AuditCommandTest {
    private static final String PREFIX = "command.";
    private static final long DECIDED = 1_000;
    private static final long UNDECIDED = 2_000;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        // The records are old.
        kafka = EmbeddedKafka.inProcess(Map.of("log.retention.ms", "-1"));
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of("uploads", "approved", "review", "blocked", "dead-letter")
                            .map(name -> new NewTopic(PREFIX + name, Optional.of(1), Optional.of((short) 1)))
                            .toList())
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(PREFIX + "uploads", 0, DECIDED, bytes("a"), bytes("x")));
            producer.send(new ProducerRecord<>(PREFIX + "uploads", 0, UNDECIDED, bytes("b\t\u001b[2J"), bytes("x")));
            producer.send(new ProducerRecord<>(
                    PREFIX + "approved",
                    0,
                    DECIDED,
                    bytes("a"),
                    bytes("decision"),
                    new RecordHeaders().add(DecisionHeaders.SOURCE, bytes(PREFIX + "uploads-0@0"))));
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) throws Exception {
        Path config = Files.writeString(
                folder.resolve("saring.properties"),
                "kafka.bootstrap.servers=" + kafka.bootstrapServers() + "\nsaring.topics.prefix=" + PREFIX + '\n');
        CommandLine line = Saring.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(Stream.concat(
                        Stream.of("audit", "--config", config.toString(), "--patience", "0"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    @Test
    void uploadWithoutDecision_isListedAndCounted_alsoInTheMetrics_andEndsWithOne() throws Exception {
        Path metrics = folder.resolve("audit.prom");

        int status = run("--metrics", metrics.toString());

        assertThat(status).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "missing\tcommand.uploads-0@1\tb\\u0009\\u001b[2J\tno result yet, nor has any later upload of the"
                                + " partition: the pipeline is down or behind",
                        "checked=2 decided=1 dead_letter=0 deletions=0 missing=1 doubled=0 out_of_order=0");
        assertThat(Files.readAllLines(metrics))
                .contains(
                        "saring_audit_records 2",
                        "saring_audit_findings{kind=\"missing\"} 1",
                        "saring_audit_findings{kind=\"doubled\"} 0");
    }

    @Test
    void nothingFound_endsWithZero() throws Exception {
        assertThat(run("--until", "1970-01-01T00:00:02Z")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("checked=1 decided=1 dead_letter=0 deletions=0 missing=0 doubled=0 out_of_order=0");
    }

    @Test
    void auditThatCannotBeDone_endsWithOne_andWritesNoMetrics() throws Exception {
        Path metrics = folder.resolve("audit.prom");

        assertThat(run("--preserved", "--metrics", metrics.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("schema.registry.url");
        assertThat(out.toString()).isEmpty();
        assertThat(metrics).doesNotExist();
    }
}
