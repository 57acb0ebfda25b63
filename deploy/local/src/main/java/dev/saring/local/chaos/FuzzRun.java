package dev.saring.local.chaos;

import dev.saring.classify.RuleSet;
import dev.saring.local.Checkout;
import dev.saring.local.chaos.FuzzOracle.Expectation;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.DecisionHeaders;
import dev.saring.topology.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends fuzzed records through a real pipeline, and compares what becomes of each with what the oracle says. */
final class FuzzRun {
    private static final int PARTITIONS = 2;
    /** Most records are bad on purpose, so the pipeline must not stop because of their share. */
    private static final Map<String, String> SETTINGS = Map.of(
            "saring.threads", "2", "saring.dead-letter.limit-percent", "100", "saring.upload.max-bytes", "150000");

    private static final int MAX_BYTES = 150_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LISTED = 20;
    private static final int IN_FLIGHT = 5_000;
    /** The heap is measured for the first time when so many of a hundred records have gone through. */
    private static final int WARM_UP_PERCENT = 10;

    /**
     * What came of a run.
     *
     * @param lost records without a result that must have one
     * @param duplicated results too many
     * @param wrong results other than the oracle says
     * @param faults the first few of these, in words
     */
    record Report(
            int records,
            int decided,
            int deadLetters,
            int deletions,
            int lost,
            int duplicated,
            int wrong,
            long threadsReplaced,
            long heapBefore,
            long heapAfter,
            double seconds,
            List<String> faults) {
        boolean isClean() {
            return lost == 0 && duplicated == 0 && wrong == 0 && threadsReplaced == 0;
        }

        String line() {
            return "records=" + records + " decided=" + decided + " dead_letter=" + deadLetters + " deletions="
                    + deletions + " lost=" + lost + " duplicated=" + duplicated + " wrong=" + wrong
                    + " threads_replaced=" + threadsReplaced + " heap_before_mb=" + heapBefore + " heap_after_mb="
                    + heapAfter + " seconds=" + Math.round(seconds);
        }
    }

    private final long seed;
    private final int records;
    private final Consumer<String> progress;
    private final Sent sent = new Sent(PARTITIONS);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final List<String> faults = new ArrayList<>();
    private final byte[] results;
    private FuzzRecords source;
    private FuzzOracle oracle;
    private DecisionComparison comparison;
    private Topics topics;
    private int expected;
    private int seen;
    private int decided;
    private int deadLetters;
    private int deletions;
    private int duplicated;
    private int wrong;

    FuzzRun(long seed, int records, Consumer<String> progress) {
        this.seed = seed;
        this.records = records;
        this.progress = progress;
        this.results = new byte[records];
    }

    Report run(Checkout checkout) throws Exception {
        progress.accept("Starting broker, registry and pipeline");
        try (Site site = Site.start(checkout, 1, PARTITIONS, SETTINGS);
                SchemaRegistry registry = SchemaRegistry.connect(
                        Map.of("schema.registry.url", site.registry().url()), null)) {
            topics = site.topics();
            RuleVersions rules = new RuleVersions(
                    site.folder(),
                    seed,
                    checkout.starterRules(),
                    checkout.samples().resolve("hashes.csv"));
            site.publish(rules.next());
            prepare(checkout, site, registry, rules.compile());
            Instance instance = site.instances().get(0);
            instance.start();
            site.awaitWell();
            return fuzz(site, registry, instance);
        }
    }

    private void prepare(Checkout checkout, Site site, SchemaRegistry registry, Map<String, RuleSet> versions)
            throws Exception {
        Workload workload =
                new Workload(seed, Workload.samples(checkout.samples().resolve("uploads.jsonl")));
        SchemaGenerations schemas = new SchemaGenerations(site.registry().url(), topics.uploads());
        AvroEncoder<UploadEvent> encoder = new AvroEncoder<>(registry, UploadEvent.class, topics.uploads());
        encoder.prepare();
        List<Integer> bombs = List.of(
                schemas.registerWith(
                        "chain",
                        "{\"type\":\"record\",\"name\":\"Link\",\"fields\":[{\"name\":\"next\","
                                + "\"type\":[\"null\",\"Link\"],\"default\":null}]}"),
                schemas.registerWith("nothings", "{\"type\":\"array\",\"items\":\"null\"}"));
        List<Integer> others = List.of(
                schemas.idOf(KeywordRule.getClassSchema(), topics.rules()),
                schemas.idOf(HashRule.getClassSchema(), topics.hashes()),
                schemas.idOf(ModerationDecision.getClassSchema(), topics.review()));
        source = new FuzzRecords(seed, workload, encoder, schemas.register(), bombs, others);
        oracle = new FuzzOracle(site.registry().url(), new HashSet<>(bombs), MAX_BYTES);
        comparison = new DecisionComparison(versions, topics);
    }

    private Report fuzz(Site site, SchemaRegistry registry, Instance instance) throws Exception {
        String servers = site.kafka().bootstrapServers();
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(topics.approved(), topics.review(), topics.blocked(), topics.deadLetter())) {
                consumer.partitionsFor(topic)
                        .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Results reader = new Results(consumer, registry);
            int warmUp = records * WARM_UP_PERCENT / 100;
            send(0, warmUp, producer, reader, instance);
            long heapBefore = Heap.liveMegabytes(instance);
            send(warmUp, records, producer, reader, instance);
            double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
            // One more look: a result too many may come late.
            reader.read();
            long heapAfter = Heap.liveMegabytes(instance);
            int lost = 0;
            for (int number = 0; number < records; number++) {
                if (results[number] == 0 && !expectation(number).isDeletion()) {
                    lost++;
                    note("record " + number + " has no result");
                }
            }
            return new Report(
                    records,
                    decided,
                    deadLetters,
                    deletions,
                    lost,
                    duplicated,
                    wrong,
                    (long) instance.metric("saring_threads_replaced"),
                    heapBefore,
                    heapAfter,
                    seconds,
                    faults);
        }
    }

    /** Sends records and returns when all that are expected have become visible, or none has for a while. */
    private void send(int from, int to, KafkaProducer<byte[], byte[]> producer, Results reader, Instance instance)
            throws Exception {
        for (int number = from; number < to; number++) {
            FuzzRecords.Item item = source.item(number);
            boolean deletion = oracle.expect(item).isDeletion();
            expected += deletion ? 0 : 1;
            deletions += deletion ? 1 : 0;
            int sending = number;
            producer.send(new ProducerRecord<>(topics.uploads(), item.key(), item.value()), (metadata, failed) -> {
                if (failed != null) {
                    failure.compareAndSet(null, failed);
                } else {
                    sent.add(metadata.partition(), metadata.offset(), sending, deletion);
                }
            });
            if (expected - seen > IN_FLIGHT) {
                awaitResults(IN_FLIGHT / 2, producer, reader, instance);
            }
        }
        awaitResults(0, producer, reader, instance);
        progress.accept(to + " sent, " + seen + " results");
    }

    private void awaitResults(int left, KafkaProducer<byte[], byte[]> producer, Results reader, Instance instance)
            throws Exception {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("A record could not be written", failure.get());
        }
        long last = System.nanoTime();
        while (expected - seen > left && System.nanoTime() - last < PATIENCE.toNanos()) {
            instance.requireAlive();
            if (reader.read()) {
                last = System.nanoTime();
            }
        }
    }

    private Expectation expectation(int number) throws RegistryUnavailableException, InterruptedException {
        return oracle.expect(source.item(number));
    }

    private void note(String fault) {
        if (faults.size() < LISTED) {
            faults.add(fault);
        }
    }

    /** Reads results and judges them. */
    private final class Results {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final AvroDecoder<ModerationDecision> decoder;

        Results(KafkaConsumer<byte[], byte[]> consumer, SchemaRegistry registry) {
            this.consumer = consumer;
            this.decoder = new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());
        }

        /** Whether there were any. */
        boolean read() throws Exception {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                any = true;
                if (!DeadLetterHeaders.isMarker(record.headers())) {
                    seen++;
                    take(record);
                }
            }
            return any;
        }

        private void take(ConsumerRecord<byte[], byte[]> record) throws Exception {
            boolean dead = record.topic().equals(topics.deadLetter());
            int number = dead ? numberOfDeadLetter(record) : numberOfDecision(record);
            if (number < 0 || results[number]++ > 0) {
                duplicated++;
                note("a result too many at " + record.topic() + '-' + record.partition() + '@' + record.offset());
                return;
            }
            decided += dead ? 0 : 1;
            deadLetters += dead ? 1 : 0;
            String fault = dead ? faultOfDeadLetter(record, number) : faultOfDecision(record, number);
            if (fault != null) {
                wrong++;
                note("record " + number + ": " + fault);
            }
        }

        private int numberOfDeadLetter(ConsumerRecord<byte[], byte[]> record) {
            return sent.number(
                    Integer.parseInt(Arrivals.header(record, DeadLetterHeaders.PARTITION)),
                    Long.parseLong(Arrivals.header(record, DeadLetterHeaders.OFFSET)));
        }

        private int numberOfDecision(ConsumerRecord<byte[], byte[]> record) {
            String place = Arrivals.header(record, DecisionHeaders.SOURCE);
            int at = place.lastIndexOf('@');
            return sent.number(
                    Integer.parseInt(place.substring(place.lastIndexOf('-', at) + 1, at)),
                    Long.parseLong(place.substring(at + 1)));
        }

        private String faultOfDeadLetter(ConsumerRecord<byte[], byte[]> record, int number) throws Exception {
            Expectation expectation = expectation(number);
            String cause = Arrivals.header(record, DeadLetterHeaders.CAUSE);
            if (!expectation.causes().contains(cause)) {
                return "a dead letter of the cause " + cause + " (" + Arrivals.header(record, DeadLetterHeaders.MESSAGE)
                        + "), expected " + expectation;
            }
            FuzzRecords.Item item = source.item(number);
            boolean whole = record.headers().lastHeader(DeadLetterHeaders.LEFT_OUT) == null;
            if (expectation.refused() != null) {
                String withholding = comparison.withholding(expectation.refused(), whole);
                if (withholding != null) {
                    return "its dead letter " + withholding;
                }
            } else if (!whole) {
                return "its dead letter lacks its value for no reason";
            }
            return Arrays.equals(record.key(), item.key()) && Arrays.equals(record.value(), whole ? item.value() : null)
                    ? null
                    : "its dead letter is not what was sent";
        }

        private String faultOfDecision(ConsumerRecord<byte[], byte[]> record, int number) throws Exception {
            Expectation expectation = expectation(number);
            if (expectation.upload() == null) {
                return "a decision, expected " + expectation;
            }
            try {
                return comparison.difference(record, decoder.decode(record.value()), expectation.upload());
            } catch (UndecodableException e) {
                return e.getMessage();
            }
        }
    }
}
