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
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
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
 * <p><b>Cost.</b> A topic is read only where rules of its kind are published or a source is replaced, and by one
 * publisher only once: publishing again reads what came since. What was read is kept in memory as bytes, beside the
 * wanted rules. An id that is live as a rule of the other kind is refused where both topics are read.
 */
public final class RulePublisher implements AutoCloseable {
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
     * Publishes; may be called again while nobody else has taken over. The rules belong to the publisher from now on: it writes into them who updated them and when.
     *
     * @param wanted rules that have been checked; see {@link RuleDirectory#rules}
     * @throws RuleTopicException where the topics are not as they must be, an id is live as a rule of the other kind, or
     *     another publisher takes over
     * @throws RegistryUnavailableException where the registry cannot be asked; nothing was published then
     * @throws KafkaException where the cluster fails
     */
    public PublishReport publish(RuleList wanted, PublishOrder order)
            throws RuleTopicException, RegistryUnavailableException {
        keywordEncoder.prepare();
        hashEncoder.prepare();
        changeEncoder.prepare();
        if (!fencing) {
            producer.initTransactions();
            fencing = true;
        }
        boolean replaces = !order.replacedSources().isEmpty();
        RulePlan plan = new RulePlan(
                wanted,
                replaces || !wanted.keywords().isEmpty() ? liveKeywords.read() : Map.of(),
                replaces || !wanted.hashes().isEmpty() ? liveHashes.read() : Map.of(),
                reader(keywordDecoder),
                reader(hashDecoder),
                order.replacedSources());
        String publishId = UUID.randomUUID().toString();
        Run run = new Run(order, publishId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        run.write(plan.keywords(), topics.rules(), keywordEncoder);
        run.write(plan.hashes(), topics.hashes(), hashEncoder);
        run.commit();
        return new PublishReport(publishId, plan.added(), plan.changed(), plan.retired(), plan.unchanged());
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
        producer.close();
        consumer.close();
    }

    /** The writing of one publish. */
    private final class Run {
        private final PublishOrder order;
        private final String publishId;
        private final Instant at;
        private int open;
        private long committed;

        Run(PublishOrder order, String publishId, Instant at) {
            this.order = order;
            this.publishId = publishId;
            this.at = at;
        }

        <R extends SpecificRecord> void write(RulePlan.Part<R> part, String topic, AvroEncoder<R> encoder)
                throws RuleTopicException, RegistryUnavailableException {
            for (RulePlan.Change<R> change : part.changes()) {
                byte[] value = null;
                if (change.after() != null) {
                    part.kind().stamp().put(change.after(), order.by(), at);
                    value = encoder.encode(change.after());
                }
                RuleChange entry = new RuleChange(
                        change.ruleId(), change.before(), change.after(), order.by(), at, order.note(), publishId);
                send(topic, change.ruleId(), value, changeEncoder.encode(entry));
            }
        }

        private void send(String topic, String ruleId, byte[] value, byte[] change) throws RuleTopicException {
            try {
                if (open == 0) {
                    producer.beginTransaction();
                }
                producer.send(new ProducerRecord<>(topic, ruleId, value));
                producer.send(new ProducerRecord<>(topics.changes(), ruleId, change));
            } catch (KafkaException e) {
                throw failed(e);
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
                throw failed(e);
            }
            committed += open;
            open = 0;
        }

        private RuleTopicException failed(KafkaException e) {
            String live = committed + " changes are live, the others are not; publish again to complete them";
            if (isFenced(e)) {
                return new RuleTopicException("another publish has started and taken over: " + live, e);
            }
            try {
                producer.abortTransaction();
            } catch (KafkaException inAbort) {
                e.addSuppressed(inAbort);
            }
            return new RuleTopicException("publishing failed: " + root(e).getMessage() + ": " + live, e);
        }

        private static Throwable root(Throwable e) {
            return e.getCause() == null ? e : root(e.getCause());
        }

        private static boolean isFenced(Throwable e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof ProducerFencedException || each instanceof InvalidProducerEpochException) {
                    return true;
                }
            }
            return false;
        }
    }
}
