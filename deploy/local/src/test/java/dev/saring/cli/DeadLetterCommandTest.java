package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.EmbeddedKafka;
import dev.saring.topology.DeadLetterHeaders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code saring dead-letter} on a real topic with two dead letters. */
class DeadLetterCommandTest {
    private static final String PREFIX = "command.";

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static String config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.inProcess(Map.of());
        config = Files.writeString(
                        folder.resolve("saring.properties"),
                        "kafka.bootstrap.servers=" + kafka.bootstrapServers() + "\nsaring.topics.prefix=" + PREFIX
                                + "\nschema.registry.url=mock://dead-letter-command\n")
                .toString();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of("uploads", "dead-letter")
                            .map(name -> new NewTopic(PREFIX + name, Optional.of(1), Optional.of((short) 1)))
                            .toList())
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(deadLetter(5, "a", "judi\u001b[2J online, 24 jam"));
            producer.send(deadLetter(6, "b", "x"));
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(long offset, String key, String value) {
        Headers headers = new RecordHeaders()
                .add("trace", bytes("abc"))
                .add(DeadLetterHeaders.CAUSE, bytes("NOT_CONFLUENT_FORMAT"))
                .add(DeadLetterHeaders.STAGE, bytes("DECODE"))
                .add(DeadLetterHeaders.MESSAGE, bytes("starts\twrongly"))
                .add(DeadLetterHeaders.TOPIC, bytes(PREFIX + "uploads"))
                .add(DeadLetterHeaders.PARTITION, bytes("0"))
                .add(DeadLetterHeaders.OFFSET, bytes(Long.toString(offset)));
        return new ProducerRecord<>(PREFIX + "dead-letter", 0, 1_000L, bytes(key), bytes(value), headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        CommandLine line = Saring.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(
                Stream.concat(Stream.of("dead-letter"), Stream.of(arguments)).toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void list_givesOneLineEach_andFilters() {
        assertThat(run("list", "--config", config, "--key", "a", "--cause", "empty,not_confluent_format"))
                .isZero();
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("command.dead-letter-0@0\t1970-01-01T00:00:01Z\tNOT_CONFLUENT_FORMAT\tDECODE\t"
                        + "command.uploads-0@5\ta\t23\t(-|replayed)\tstarts\\\\u0009wrongly");
        assertThat(err.toString()).contains("1 dead letters");
    }

    @Test
    void show_givesEverything_andSteersNoTerminal() {
        assertThat(run("show", "--config", config, "command.uploads-0@5")).isZero();
        assertThat(lines())
                .contains(
                        "dead letter: command.dead-letter-0@0",
                        "source: command.uploads-0@5",
                        "header trace: abc",
                        "key: a",
                        "value: 23 bytes",
                        "00000000  6a 75 64 69 1b 5b 32 4a 20 6f 6e 6c 69 6e 65 2c  judi.[2J online,")
                .anyMatch(line -> line.startsWith("00000010  20 32 34 20 6a 61 6d  ") && line.endsWith("   24 jam"))
                .anyMatch(line -> line.startsWith("json: none: "));
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void replay_countsWhatBecameOfThem() {
        assertThat(run("replay", "--config", config, "--key", "b", "--dry-run")).isZero();
        assertThat(run("replay", "--config", config, "--key", "b")).isZero();
        assertThat(run("replay", "--config", config, "--key", "b")).isZero();
        assertThat(lines())
                .filteredOn(line -> line.startsWith("matched="))
                .containsExactly(
                        "matched=1 replayed=1 replayed_before=0 gone=0 too_large=0",
                        "matched=1 replayed=1 replayed_before=0 gone=0 too_large=0",
                        "matched=1 replayed=0 replayed_before=1 gone=0 too_large=0");
        out.getBuffer().setLength(0);
        assertThat(run("list", "--config", config, "--key", "b")).isZero();
        assertThat(lines()).singleElement().asString().contains("\treplayed\t");
    }

    @Test
    void wrongUse_isSaidWithTheRemedy() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("show", "--config", config, "nowhere")).isEqualTo(2);
        assertThat(run("list", "--config", config, "--cause", "bored")).isEqualTo(2);
        assertThat(run("show", "--config", config, "command.dead-letter-0@99")).isEqualTo(1);
        assertThat(err.toString())
                .contains("list, show or replay?", "write moderation.dead-letter-0@17", "KEY_MISMATCH", "retention");
    }
}
