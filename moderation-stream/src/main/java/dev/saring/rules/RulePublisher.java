package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleChange;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Brings the rule topics to what a list of rules says: adds and changes by ruleId, and retires what a replaced source
 * no longer lists. Each rule goes out in one transaction with its entry in {@code rule-changes}.
 *
 * <p><b>Two publishers at once.</b> All publishers of one environment share one transactional id. The one that starts
 * later fences the earlier one and rolls back its open transaction, and only then reads what is live. So what it
 * compares with cannot change under its hands, and {@code before} in each change is true. The earlier one stops with an
 * error that says how much of it is live; publishing is by difference, so running it again completes it.
 *
 * <p><b>A publish that dies half way</b> leaves whole transactions of at most 10,000 records: each rule is live with its
 * change, or neither. Running it again publishes the rest. <b>The same rules twice</b> change nothing the second time.
 *
 * <p><b>Cost.</b> A topic is read only where rules of its kind are published or rules may be retired, and by one
 * publisher only once: publishing again reads what came since. What was read is kept in memory as bytes, beside the
 * wanted rules. An id that is live as a rule of the other kind is refused where both topics are read.
 */
public final class RulePublisher implements AutoCloseable {
    /** All that was published is committed by then; a producer that was fenced may wait for answers that never come. */
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    /** A video's hundred thousand frames, before and after a change; what the topic rule-changes takes. */
    private static final int LARGEST_CHANGE = 8 << 20;

    /** Each change is two records. */
    private static final int CHANGES_A_TRANSACTION = 5_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final RuleTopics topics;
    private final InstantSource clock;
    private final AvroDecoder<KeywordRule> keywordDecoder;
    private final AvroDecoder<HashRule> hashDecoder;
    private final AvroEncoder<KeywordRule> keywordEncoder;
    private final AvroEncoder<HashRule> hashEncoder;
    private final AvroEncoder<RuleChange> changeEncoder;
    private final LiveRules liveKeywords;
    private final LiveRules liveHashes;
    private boolean fencing;

    /**
     * Connects.
     *
     * @param consumer settings of the Kafka consumer; those that matter for correctness are set over them
     * @param producer the same for the producer
     * @param transactionalId equal for all publishers of one environment
     */
    public static RulePublisher connect(
            Map<String, Object> consumer,
            Map<String, Object> producer,
            String transactionalId,
            RuleTopics topics,
            SchemaRegistry registry) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_CHANGE);
        // With more, brokers log refused sequence numbers while a transaction's first batch is being verified.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.putAll(producer);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return new RulePublisher(
                RuleConsumers.open(consumer),
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()),
                topics,
                registry,
                InstantSource.system());
    }

    RulePublisher(
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            RuleTopics topics,
            SchemaRegistry registry,
            InstantSource clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.topics = topics;
        this.clock = clock;
        this.liveKeywords = new LiveRules(consumer, topics.rules(), PATIENCE);
        this.liveHashes = new LiveRules(consumer, topics.hashes(), PATIENCE);
        this.keywordDecoder = new AvroDecoder<>(registry, KeywordRule.class, DecodingLimits.defaults());
        this.hashDecoder = new AvroDecoder<>(registry, HashRule.class, DecodingLimits.defaults());
        this.keywordEncoder = new AvroEncoder<>(registry, KeywordRule.class, topics.rules());
        this.hashEncoder = new AvroEncoder<>(registry, HashRule.class, topics.hashes());
        this.changeEncoder = new AvroEncoder<>(registry, RuleChange.class, topics.changes());
    }

    /**
     * Says what {@link #publish} would do at this moment. Writes nothing, registers nothing and fences nobody. The rules
     * belong to the publisher from now on, as there.
     *
     * @param changes takes each change
     * @return the report, with an empty publishId
     * @throws RuleTopicException where the topics are not as they must be, or for what {@link #publish} refuses
     * @throws RegistryUnavailableException where the registry cannot be asked
     */
    public PublishReport preview(RuleList wanted, PublishOrder order, java.util.function.Consumer<RuleChange> changes)
            throws RuleTopicException, RegistryUnavailableException {
        RulePlan plan = plan(wanted, order);
        Instant at = now();
        for (RulePlan.Part<?> part : List.of(plan.keywords(), plan.hashes())) {
            for (RulePlan.Change<?> each : part.changes()) {
                changes.accept(
                        new RuleChange(each.ruleId(), each.before(), each.after(), order.by(), at, order.note(), ""));
            }
        }
        return report(plan, "");
    }

    /**
     * Publishes; may be called again while nobody else has taken over. The rules belong to the publisher from now on: it
     * writes into them who updated them and when.
     *
     * @param wanted rules that have been checked; see {@link RuleDirectory#rules}
     * @throws RuleTopicException where the topics are not as they must be, an id is wanted twice or live as a rule of the
     *     other kind, all rules of a kind would go because none is wanted, or another publisher takes over
     * @throws RegistryUnavailableException where the registry cannot be asked; what was committed before stays, and
     *     publishing again completes it
     * @throws KafkaException where the cluster fails
     */
    public PublishReport publish(RuleList wanted, PublishOrder order)
            throws RuleTopicException, RegistryUnavailableException {
        begin();
        RulePlan plan = plan(wanted, order);
        String publishId = UUID.randomUUID().toString();
        Run run = new Run(order, publishId, now());
        run.all(() -> {
            run.write(plan.keywords(), topics.rules(), keywordEncoder);
            run.write(plan.hashes(), topics.hashes(), hashEncoder);
        });
        return report(plan, publishId);
    }

    /**
     * Puts rules in force that wait for a second person: all of them, or none where one cannot be.
     *
     * @param seen by ruleId, the {@link WaitingRule#fingerprint} of the rule that was looked at
     * @param by who confirms; another than who wrote the rules
     * @param note why; may be empty
     * @return when they were confirmed, as in rule-changes
     * @throws RuleTopicException where a rule is not live, awaits nobody, was written by the same person or has changed
     *     since it was looked at; where the topics are not as they must be; where another publisher takes over
     * @throws RegistryUnavailableException where the registry cannot be asked
     */
    public Instant confirm(Map<String, String> seen, String by, String note)
            throws RuleTopicException, RegistryUnavailableException {
        begin();
        Confirmation plan = new Confirmation(
                seen, by, liveKeywords.read(), liveHashes.read(), reader(keywordDecoder), reader(hashDecoder));
        Run run =
                new Run(new PublishOrder(by, note, Set.of()), UUID.randomUUID().toString(), now());
        run.all(() -> {
            for (RulePlan.Change<KeywordRule> each : plan.keywords()) {
                run.write(each, topics.rules(), keywordEncoder);
            }
            for (RulePlan.Change<HashRule> each : plan.hashes()) {
                run.write(each, topics.hashes(), hashEncoder);
            }
        });
        return run.at;
    }

    private void begin() throws RegistryUnavailableException {
        keywordEncoder.prepare();
        hashEncoder.prepare();
        changeEncoder.prepare();
        if (!fencing) {
            producer.initTransactions();
            fencing = true;
        }
    }

    private RulePlan plan(RuleList wanted, PublishOrder order) throws RuleTopicException, RegistryUnavailableException {
        boolean both = order.mayRetire();
        return new RulePlan(
                wanted,
                both || !wanted.keywords().isEmpty() ? liveKeywords.read() : Map.of(),
                both || !wanted.hashes().isEmpty() ? liveHashes.read() : Map.of(),
                reader(keywordDecoder),
                reader(hashDecoder),
                order);
    }

    private static PublishReport report(RulePlan plan, String publishId) {
        return new PublishReport(
                publishId, plan.added(), plan.changed(), plan.retired(), plan.unchanged(), plan.awaiting());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A live record that cannot be read differs from every rule; no source can claim it. */
    private static <R extends SpecificRecord> RulePlan.Reader<R> reader(AvroDecoder<R> decoder) {
        return bytes -> {
            try {
                return decoder.decode(bytes);
            } catch (UndecodableException e) {
                return null;
            }
        };
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIME);
        consumer.close();
    }

    /** What writes changes. */
    private interface Writing {
        void run() throws RuleTopicException, RegistryUnavailableException;
    }

    /** The writing of one publish. */
    private final class Run {
        private final PublishOrder order;
        private final String publishId;
        private final Instant at;
        private int open;
        private boolean begun;
        private long committed;

        Run(PublishOrder order, String publishId, Instant at) {
            this.order = order;
            this.publishId = publishId;
            this.at = at;
        }

        /** Writes and commits; whatever fails leaves no transaction open. */
        void all(Writing writing) throws RuleTopicException, RegistryUnavailableException {
            boolean done = false;
            try {
                writing.run();
                commit();
                done = true;
            } finally {
                if (!done) {
                    rollBack();
                }
            }
        }

        <R extends SpecificRecord> void write(RulePlan.Part<R> part, String topic, AvroEncoder<R> encoder)
                throws RuleTopicException, RegistryUnavailableException {
            for (RulePlan.Change<R> change : part.changes()) {
                if (change.after() != null) {
                    part.kind().stamp().put(change.after(), order.by(), at);
                }
                write(change, topic, encoder);
            }
        }

        /** Writes a change whose rule is as it shall be. */
        <R extends SpecificRecord> void write(RulePlan.Change<R> change, String topic, AvroEncoder<R> encoder)
                throws RuleTopicException, RegistryUnavailableException {
            byte[] value = change.after() == null ? null : encoder.encode(change.after());
            RuleChange entry = new RuleChange(
                    change.ruleId(), change.before(), change.after(), order.by(), at, order.note(), publishId);
            send(topic, change.ruleId(), value, changeEncoder.encode(entry));
        }

        private void send(String topic, String ruleId, byte[] value, byte[] change) throws RuleTopicException {
            try {
                if (open == 0) {
                    producer.beginTransaction();
                    begun = true;
                }
                producer.send(new ProducerRecord<>(topic, ruleId, value));
                producer.send(new ProducerRecord<>(topics.changes(), ruleId, change));
            } catch (KafkaException e) {
                throw failed(e, "the others are not");
            }
            open++;
            if (open == CHANGES_A_TRANSACTION) {
                commit();
            }
        }

        void commit() throws RuleTopicException {
            if (open == 0) {
                return;
            }
            try {
                producer.commitTransaction();
            } catch (KafkaException e) {
                throw failed(e, "of the " + open + " in the commit that failed all or none, the others are not");
            }
            committed += open;
            open = 0;
            begun = false;
        }

        private void rollBack() {
            if (begun) {
                begun = false;
                open = 0;
                try {
                    producer.abortTransaction();
                } catch (RuntimeException e) {
                    // fenced, or the broker is away and will do it: what has failed says why
                }
            }
        }

        /** @param others what is known of the changes that are not committed */
        private RuleTopicException failed(KafkaException e, String others) {
            String live = committed + " changes are live, " + others + "; run the same again to complete them";
            if (isFenced(e)) {
                return new RuleTopicException("another publish has started and taken over: " + live, e);
            }
            return new RuleTopicException("publishing failed: " + root(e).getMessage() + ": " + live, e);
        }

        private static Throwable root(Throwable e) {
            return e.getCause() == null ? e : root(e.getCause());
        }

        private static boolean isFenced(Throwable e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                // Kafka takes a commit that comes right after the takeover for a repetition, in the wrong state.
                if (each instanceof ProducerFencedException
                        || each instanceof InvalidProducerEpochException
                        || each instanceof InvalidTxnStateException) {
                    return true;
                }
            }
            return false;
        }
    }
}
