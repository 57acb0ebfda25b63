package dev.saring.rules;

import dev.saring.moderation.RejectedRule;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rejected rules to their topic. One that cannot be written is given up, with a log line for the first of a
 * row: the bad record itself stays on its topic, and the next start reports it again. For one thread.
 */
public final class RejectedRuleWriter implements Consumer<RejectedRule>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedRuleWriter.class);
    private static final int MAX_BLOCK_MS = 5_000;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final AvroEncoder<RejectedRule> encoder;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * Connects.
     *
     * @param producer settings of the Kafka producer
     */
    public static RejectedRuleWriter connect(Map<String, Object> producer, RuleTopics topics, SchemaRegistry registry) {
        Map<String, Object> settings = new HashMap<>(producer);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        return new RejectedRuleWriter(
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()), topics, registry);
    }

    RejectedRuleWriter(Producer<String, byte[]> producer, RuleTopics topics, SchemaRegistry registry) {
        this.producer = producer;
        this.topic = topics.rejected();
        this.encoder = new AvroEncoder<>(registry, RejectedRule.class, topic);
    }

    @Override
    public void accept(RejectedRule rejected) {
        try {
            ProducerRecord<String, byte[]> message =
                    new ProducerRecord<>(topic, rejected.getRuleId(), encoder.encode(rejected));
            producer.send(message, (metadata, failure) -> settled(rejected, failure));
        } catch (RegistryUnavailableException | KafkaException e) {
            settled(rejected, e);
        }
    }

    private void settled(RejectedRule rejected, Exception failure) {
        if (failure == null) {
            failing.set(false);
        } else if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "Rejected rule {} of {}, offset {}, could not be written to {}: {}",
                    rejected.getRuleId(),
                    rejected.getTopic(),
                    rejected.getOffset(),
                    topic,
                    failure.getMessage());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
