package dev.saring.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.saring.audit.Audit;
import dev.saring.audit.AuditOptions;
import dev.saring.config.Settings;
import dev.saring.deadletter.DeadLetterReplay.Fate;
import dev.saring.local.EmbeddedKafka;
import dev.saring.topology.DeadLetterCause;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.DecisionHeaders;
import dev.saring.topology.Place;
import dev.saring.topology.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters on real topics of two partitions, sent back. */
class DeadLetterReplayTest {
    private static final long T0 = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long DIED = T0 + 1_000;
    private static EmbeddedKafka kafka;

    private final String prefix = "t" + UUID.randomUUID() + '.';
    private final Map<String, String> given =
            Map.of("kafka.bootstrap.servers", kafka.bootstrapServers(), "saring.topics.prefix", prefix);
    private final Settings settings = Settings.of(given);
    private final List<String> fates = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        // Topics are made on demand, as by default, which whoever looks at dead letters must not cause; old records are
        // not removed half a minute after the start.
        kafka = EmbeddedKafka.inProcess(Map.of("auto.create.topics.enable", "true", "log.retention.ms", "-1"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void topics() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of("uploads", "approved", "review", "blocked", "dead-letter")
                            .map(name -> new NewTopic(prefix + name, Optional.of(2), Optional.of((short) 1)))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", prefix + "pipeline"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
    }

    @AfterEach
    void closeProducer() {
        producer.close(Duration.ZERO);
    }

    @Test
    void replay_sendsTheOriginalBack_toItsPartition_andNamesTheDeadLetter() throws Exception {
        upload(1, "a", "x");
        deadLetter(1, 0, "a", "x", null);
        commit();

        replay(DeadLetterFilter.all());

        assertThat(fates).containsExactly("dead-letter-0@0 REPLAYED");
        List<ConsumerRecord<byte[], byte[]>> uploads = read("uploads", 1);
        assertThat(uploads).hasSize(2);
        ConsumerRecord<byte[], byte[]> again = uploads.get(1);
        assertThat(again.key()).isEqualTo(bytes("a"));
        assertThat(again.value()).isEqualTo(bytes("x"));
        assertThat(again.timestamp()).isGreaterThan(DIED);
        assertThat(again.headers()).hasSize(2);
        assertThat(again.headers().lastHeader("trace").value()).isEqualTo(bytes("abc"));
        assertThat(again.headers().lastHeader("saring-replayed-from").value())
                .isEqualTo(bytes(prefix + "dead-letter-0@0"));
    }

    @Test
    void secondReplay_sendsNothing() throws Exception {
        deadLetter(0, upload(0, "a", "x"), "a", "x", null);
        commit();

        replay(DeadLetterFilter.all());
        replay(DeadLetterFilter.all());

        assertThat(fates).containsExactly("dead-letter-0@0 REPLAYED", "dead-letter-0@0 REPLAYED_BEFORE");
        assertThat(read("uploads", 0)).hasSize(2);
    }

    @Test
    void markerBehindAnOpenTransaction_isSeenAllTheSame() throws Exception {
        deadLetter(0, upload(0, "a", "x"), "a", "x", null);
        commit();
        producer.beginTransaction();
        deadLetter(0, upload(0, "b", "y"), "b", "y", null);
        producer.flush();
        writeMarkerFor(place("dead-letter", 0, 0));
        CompletableFuture<Void> pipeline = CompletableFuture.runAsync(
                producer::commitTransaction, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));

        replay(DeadLetterFilter.all());
        pipeline.join();

        assertThat(fates).containsExactlyInAnyOrder("dead-letter-0@0 REPLAYED_BEFORE", "dead-letter-0@2 REPLAYED");
    }

    @Test
    void secondReplayAtOnce_endsTheFirst_andNothingIsSentTwice() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            deadLetter(0, i, "k" + i, "x", null);
        }
        commit();
        boolean[] nested = new boolean[1];

        // The first has committed a batch when the second begins, and is at its second.
        assertThatThrownBy(() -> {
                    try (DeadLetterReplay first = new DeadLetterReplay(settings, (letter, fate) -> {
                        if (!nested[0]) {
                            nested[0] = true;
                            replayUnchecked();
                        }
                    })) {
                        first.run(DeadLetterFilter.all(), false);
                    }
                })
                .isInstanceOf(DeadLetterException.class)
                .hasMessageContaining("Another replay");

        assertThat(read("uploads", 0)).hasSize(1_200);
        assertThat(fates).filteredOn(fate -> fate.endsWith("REPLAYED_BEFORE")).hasSize(500);
        assertThat(fates).filteredOn(fate -> fate.endsWith(" REPLAYED")).hasSize(700);
    }

    @Test
    void dryRun_writesNothing() throws Exception {
        deadLetter(0, upload(0, "a", "x"), "a", "x", null);
        commit();

        try (DeadLetterReplay replay = new DeadLetterReplay(settings, this::note)) {
            replay.run(DeadLetterFilter.all(), true);
        }

        assertThat(fates).containsExactly("dead-letter-0@0 REPLAYED");
        assertThat(read("uploads", 0)).hasSize(1);
        assertThat(read("dead-letter", 0)).hasSize(1);
    }

    @Test
    void filters_choose() throws Exception {
        deadLetter(0, 0, "a", "x", null);
        deadLetter(1, 7, "b", "x", null);
        commit();

        assertThat(matching(DeadLetterFilter.all())).isEqualTo(2);
        assertThat(matching(new DeadLetterFilter(Set.of(DeadLetterCause.MALFORMED), Set.of(), null, null, null, null)))
                .isEqualTo(2);
        assertThat(matching(new DeadLetterFilter(Set.of(DeadLetterCause.EMPTY), Set.of(), null, null, null, null)))
                .isZero();
        assertThat(matching(new DeadLetterFilter(Set.of(), Set.of(Stage.ROUTE), null, null, null, null)))
                .isZero();
        assertThat(matching(new DeadLetterFilter(Set.of(), Set.of(), null, null, prefix + "uploads-1", null)))
                .isEqualTo(1);
        assertThat(matching(new DeadLetterFilter(Set.of(), Set.of(), null, null, null, "a")))
                .isEqualTo(1);
        assertThat(matching(new DeadLetterFilter(
                        Set.of(), Set.of(), Instant.ofEpochMilli(DIED), Instant.ofEpochMilli(DIED + 1), null, null)))
                .isEqualTo(2);
        assertThat(matching(new DeadLetterFilter(Set.of(), Set.of(), Instant.ofEpochMilli(DIED + 1), null, null, null)))
                .isZero();
        assertThat(matching(new DeadLetterFilter(Set.of(), Set.of(), null, Instant.ofEpochMilli(DIED), null, null)))
                .isZero();
    }

    @Test
    void deadLetterWithoutItsValue_isReplayedFromTheOriginal_whileThatIsThere() throws Exception {
        deadLetter(0, upload(0, "a", "large"), "a", (byte[]) null, "value of 5 bytes");
        deadLetter(0, 77, "gone", (byte[]) null, "value of 5 bytes");
        commit();

        replay(DeadLetterFilter.all());

        assertThat(fates).containsExactlyInAnyOrder("dead-letter-0@0 REPLAYED", "dead-letter-0@1 GONE");
        assertThat(read("uploads", 0).get(1).value()).isEqualTo(bytes("large"));
    }

    @Test
    void deadLetterThatFitsOnlyCompressed_isReplayed() throws Exception {
        uploadsTake(100_000);
        deadLetter(0, 7, "a", "x".repeat(200_000), null);
        commit();

        replay(DeadLetterFilter.all());

        assertThat(fates).containsExactly("dead-letter-0@0 REPLAYED");
        assertThat(read("uploads", 0))
                .singleElement()
                .satisfies(upload -> assertThat(upload.value()).hasSize(200_000));
    }

    /** The producer has room for the first record alone, so the next is sent when the broker has refused that one. */
    @Test
    void deadLetterThatUploadsDoesNotTake_isTold_andTheRestOfItsBatchIsReplayed() throws Exception {
        uploadsTake(100_000);
        byte[] incompressible = new byte[400_000];
        new Random(7).nextBytes(incompressible);
        deadLetter(0, 0, "large", incompressible, null);
        for (int i = 1; i < 30; i++) {
            deadLetter(0, i, "k" + i, "x".repeat(20_000), null);
        }
        commit();
        Map<String, String> narrow = new HashMap<>(given);
        narrow.put("kafka.producer.buffer.memory", "450000");

        try (DeadLetterReplay replay = new DeadLetterReplay(Settings.of(narrow), this::note)) {
            replay.run(DeadLetterFilter.all(), false);
        }

        assertThat(fates).hasSize(30).contains("dead-letter-0@0 TOO_LARGE");
        assertThat(fates).filteredOn(fate -> fate.endsWith(" REPLAYED")).hasSize(29);
        assertThat(read("uploads", 0)).hasSize(29);
    }

    @Test
    void missingTopic_isSaidPlainly_andNotMade() throws Exception {
        Settings elsewhere = Settings.of(
                Map.of("kafka.bootstrap.servers", kafka.bootstrapServers(), "saring.topics.prefix", "elsewhere."));
        try (DeadLetterTopic topic = new DeadLetterTopic(elsewhere)) {
            assertThatThrownBy(() -> topic.range(null))
                    .isInstanceOf(DeadLetterException.class)
                    .hasMessageContaining("elsewhere.dead-letter")
                    .hasMessageContaining("saring.topics.prefix");
        }
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            // What a consumer has asked for is made in the background, before this one.
            admin.createTopics(List.of(new NewTopic(prefix + "later", 1, (short) 1)))
                    .all()
                    .get();
            await().until(() -> admin.listTopics().names().get().contains(prefix + "later"));
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("elsewhere."));
        }
    }

    private void uploadsTake(int bytes) throws Exception {
        ConfigResource uploads = new ConfigResource(ConfigResource.Type.TOPIC, prefix + "uploads");
        AlterConfigOp op = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(uploads, List.of(op))).all().get();
        }
    }

    @Test
    void audit_takesAReplayedRecordForANewOne() throws Exception {
        deadLetter(0, upload(0, "a", "x"), "a", "x", null);
        commit();
        replay(DeadLetterFilter.all());
        producer.beginTransaction();
        long again = read("uploads", 0).get(1).offset();
        producer.send(new ProducerRecord<>(
                prefix + "approved",
                0,
                null,
                bytes("a"),
                bytes("decision"),
                new RecordHeaders().add(DecisionHeaders.SOURCE, bytes(prefix + "uploads-0@" + again))));
        commit();

        try (Audit audit = new Audit(settings, new AuditOptions(null, null, Duration.ZERO, 20), line -> {})) {
            assertThat(audit.run().line())
                    .isEqualTo("checked=2 decided=1 dead_letter=1 deletions=0 missing=0 doubled=0 out_of_order=0");
        }
    }

    @Test
    void deadLetter_isFoundByItsPlaceAndByItsSources() throws Exception {
        deadLetter(1, 7, "a", "x", null);
        commit();

        try (DeadLetterTopic topic = new DeadLetterTopic(settings)) {
            DeadLetter byPlace = topic.find(place("dead-letter", 0, 0)).orElseThrow();
            DeadLetter bySource = topic.find(place("uploads", 1, 7)).orElseThrow();
            assertThat(byPlace.place()).isEqualTo(bySource.place());
            assertThat(byPlace.source()).isEqualTo(place("uploads", 1, 7));
            assertThat(byPlace.cause()).isEqualTo("MALFORMED");
            assertThat(topic.find(place("uploads", 1, 8))).isEmpty();
            assertThat(topic.find(place("dead-letter", 0, 9))).isEmpty();
            assertThatThrownBy(() -> topic.find(place("approved", 0, 0)))
                    .isInstanceOf(DeadLetterException.class)
                    .hasMessageContaining("saring.topics.prefix");
        }
    }

    private Place place(String topic, int partition, long offset) {
        return new Place(prefix + topic, partition, offset);
    }

    private int matching(DeadLetterFilter filter) throws Exception {
        int[] count = new int[1];
        try (DeadLetterTopic topic = new DeadLetterTopic(settings)) {
            topic.forEach(topic.range(filter.since()), letter -> count[0] += filter.test(letter) ? 1 : 0);
        }
        return count[0];
    }

    private void replay(DeadLetterFilter filter) throws InterruptedException {
        try (DeadLetterReplay replay = new DeadLetterReplay(settings, this::note)) {
            replay.run(filter, false);
        }
    }

    private void replayUnchecked() {
        try {
            replay(DeadLetterFilter.all());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(DeadLetter letter, Fate fate) {
        fates.add(letter.place().toString().substring(prefix.length()) + " " + fate);
    }

    /** As another replay does. */
    private void writeMarkerFor(Place place) {
        try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", prefix + "other"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(
                    place.topic(),
                    place.partition(),
                    null,
                    bytes("a"),
                    new byte[0],
                    new RecordHeaders().add(DeadLetterHeaders.REPLAYED, bytes(place.toString()))));
            other.commitTransaction();
        }
    }

    private void commit() {
        producer.commitTransaction();
    }

    private long upload(int partition, String key, String value) throws Exception {
        return producer.send(new ProducerRecord<>(prefix + "uploads", partition, T0, bytes(key), bytes(value)))
                .get()
                .offset();
    }

    private void deadLetter(int sourcePartition, long offset, String key, String value, String leftOut) {
        deadLetter(sourcePartition, offset, key, value == null ? null : bytes(value), leftOut);
    }

    private void deadLetter(int sourcePartition, long offset, String key, byte[] value, String leftOut) {
        Headers headers = new RecordHeaders()
                .add("trace", bytes("abc"))
                .add(DeadLetterHeaders.CAUSE, bytes("MALFORMED"))
                .add(DeadLetterHeaders.STAGE, bytes("DECODE"))
                .add(DeadLetterHeaders.TOPIC, bytes(prefix + "uploads"))
                .add(DeadLetterHeaders.PARTITION, bytes(Integer.toString(sourcePartition)))
                .add(DeadLetterHeaders.OFFSET, bytes(Long.toString(offset)))
                .add(DeadLetterHeaders.TIMESTAMP, bytes(Long.toString(T0)));
        if (leftOut != null) {
            headers.add(DeadLetterHeaders.LEFT_OUT, bytes(leftOut));
        }
        producer.send(new ProducerRecord<>(prefix + "dead-letter", 0, DIED, bytes(key), value, headers));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
        TopicPartition where = new TopicPartition(prefix + topic, partition);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(where));
            consumer.seekToBeginning(List.of(where));
            long end = consumer.endOffsets(List.of(where)).get(where);
            while (consumer.position(where) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
