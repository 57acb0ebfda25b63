package dev.saring.local.bench;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends uploads of about 400 bytes at an even rate on a thread of its own; one in twenty matches a rule. */
final class BenchLoad implements AutoCloseable {
    private static final int DISTINCT = 2_000;
    private static final int WORDS = 30;
    private static final int ONE_MATCH_IN = 20;

    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroEncoder<UploadEvent> encoder;
    private final String topic;
    private final long pause;
    private final UploadEvent[] uploads = new UploadEvent[DISTINCT];
    private final Moments written;
    private final Thread thread = new Thread(this::run, "bench-load");
    private volatile boolean closed;

    /**
     * @param topic stamps records with the time at which the broker takes them
     * @param written takes the times at which uploads were on the topic, by partition
     */
    BenchLoad(String servers, SchemaRegistry registry, String topic, int rate, BenchRules rules, Moments written) {
        this.written = written;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.encoder = new AvroEncoder<>(registry, UploadEvent.class, topic);
        this.topic = topic;
        this.pause = 1_000_000_000L / rate;
        Random random = new Random(rate);
        for (int i = 0; i < DISTINCT; i++) {
            uploads[i] = upload(i, rules, random);
        }
    }

    private static UploadEvent upload(int number, BenchRules rules, Random random) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            text.append(BenchRules.word(random)).append(' ');
        }
        byte[] hash = new byte[16];
        random.nextBytes(hash);
        ByteBuffer value = ByteBuffer.wrap(hash);
        if (number % ONE_MATCH_IN == 0) {
            text.append(rules.keyword(number).getExpression());
            value = rules.hash(number).getValues().get(0);
        }
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("")
                .setUploaderId("bench")
                .setUploadedAt(Instant.EPOCH)
                .setRegion("ID")
                .setTexts(List.of(new UploadText(TextField.CAPTION, null, text.toString())))
                .setMedia(List.of(UploadMedia.newBuilder()
                        .setMediaId("m")
                        .setKind(MediaKind.IMAGE)
                        .setHashes(List.of(new MediaHash(HashAlgorithm.MD5, value, null)))
                        .build()))
                .build();
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long due = System.nanoTime();
        try {
            for (long number = 0; !closed; number++) {
                UploadEvent upload = uploads[(int) (number % DISTINCT)];
                upload.setContentId("bench-" + number);
                producer.send(
                        new ProducerRecord<>(
                                topic, upload.getContentId().getBytes(StandardCharsets.UTF_8), encoder.encode(upload)),
                        (metadata, failure) -> {
                            if (failure == null) {
                                written.add(metadata.partition(), metadata.timestamp());
                            }
                        });
                long now = System.nanoTime();
                due = Math.max(due + pause, now - 100 * pause);
                if (due > now) {
                    LockSupport.parkNanos(due - now);
                }
            }
        } catch (RegistryUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
