package dev.saring.local.chaos;

import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the workload at a steady rate on a thread of its own, as a backend with an idempotent producer does. */
final class Loader implements AutoCloseable {
    /** Of the uploads while there is a later schema, so many are written with it. */
    private static final double LATER_SHARE = 0.3;
    /** How long the cluster may take for a record before the run fails: longer than any fault. */
    private static final int DELIVERY_MS = 20 * 60_000;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Workload workload;
    private final Sent sent;
    private final int least;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroEncoder<UploadEvent> encoder;
    private final SplittableRandom random;
    private final Thread thread = new Thread(this::run, "loader");
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicInteger later = new AtomicInteger();
    private volatile double rate;
    private volatile boolean finishing;
    private volatile boolean closed;
    private volatile SchemaGenerations.Generation generation;

    /**
     * @param registry asked for the schema's id now, and never again
     * @param least how many records that need a result are sent at least
     * @param rate records a second until {@link #finish}
     */
    Loader(
            Workload workload,
            Sent sent,
            int least,
            double rate,
            long seed,
            String bootstrapServers,
            SchemaRegistry registry,
            String topic)
            throws RegistryUnavailableException {
        this.workload = workload;
        this.sent = sent;
        this.least = least;
        this.rate = rate;
        this.topic = topic;
        this.random = new SplittableRandom(seed);
        this.encoder = new AvroEncoder<>(registry, UploadEvent.class, topic);
        encoder.prepare();
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        "5",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        "10000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Integer.toString(DELIVERY_MS),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Integer.toString(DELIVERY_MS)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** From now on uploads are written with a later schema too; null for none. */
    void use(SchemaGenerations.Generation latest) {
        generation = latest;
    }

    /** How many uploads have been written with later schemas. */
    int later() {
        return later.get();
    }

    /** Sends what is missing as fast as it goes, and returns when all has been written. */
    void finish() throws InterruptedException {
        finishing = true;
        thread.join();
        producer.flush();
        requireWell();
    }

    /** @throws IllegalStateException where a record could not be written: the run says nothing then */
    void requireWell() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("The load could not be written: " + failed, failed);
        }
    }

    private void run() {
        long next = System.nanoTime();
        try {
            for (int number = 0; !closed && failure.get() == null; number++) {
                if (finishing) {
                    if (sent.needing() >= least && flushedEnough()) {
                        return;
                    }
                } else {
                    next = Math.max(next, System.nanoTime() - NANOS) + (long) (NANOS / rate);
                    pause(next);
                }
                send(number);
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
    }

    /** What is counted has been acknowledged; what is on its way comes on top. */
    private boolean flushedEnough() {
        producer.flush();
        return sent.needing() >= least;
    }

    private static void pause(long until) throws InterruptedException {
        long left = until - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private void send(int number) throws RegistryUnavailableException {
        Workload.Item item = workload.item(number);
        byte[] value = workload.value(number, item.kind(), encoder.encode(item.upload()));
        SchemaGenerations.Generation latest = generation;
        if (latest != null && item.kind() == Workload.Kind.UPLOAD && random.nextDouble() < LATER_SHARE) {
            value = latest.encode(value);
            later.incrementAndGet();
        }
        byte[] key = item.key() == null ? null : item.key().getBytes(StandardCharsets.UTF_8);
        boolean deletion = item.kind().isDeletion();
        producer.send(new ProducerRecord<>(topic, key, value), (metadata, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            } else {
                sent.add(metadata.partition(), metadata.offset(), number, deletion);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        producer.close(java.time.Duration.ZERO);
    }
}
