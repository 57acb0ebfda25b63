package dev.saring.capture;

import dev.saring.audit.TopicReader;
import dev.saring.config.Settings;
import dev.saring.moderation.ModerationDecision;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.Place;
import dev.saring.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Finds what became of a range of uploads, on the topics of outcomes and dead letters. They are read from shortly before
 * the first upload until all is found, and only where something is not, from their beginnings as well: clocks differ, and
 * an upload may carry any time.
 */
final class ResultSearch {
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(10);

    private final Settings settings;
    private final Topics topics;
    private final AvroDecoder<ModerationDecision> decoder;
    private final int partition;
    private final long from;
    private final BitSet wanted;
    private final Map<Long, CapturedResult> results = new HashMap<>();
    private final BitSet restricted = new BitSet();

    /**
     * @param from the offset that bit 0 stands for
     * @param wanted the offsets, counted from there, that must have a result
     */
    ResultSearch(Settings settings, SchemaRegistry registry, int partition, long from, BitSet wanted) {
        this.settings = settings;
        this.topics = Topics.of(settings);
        this.decoder = new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());
        this.partition = partition;
        this.from = from;
        this.wanted = (BitSet) wanted.clone();
    }

    /** @param earliest the least time of the uploads, in milliseconds since 1970 */
    void run(long earliest) {
        List<String> read = List.of(topics.approved(), topics.review(), topics.blocked(), topics.deadLetter());
        try (TopicReader reader = TopicReader.connect(settings, read)) {
            Map<TopicPartition, Long> starts = reader.offsetsAt(Math.max(0, earliest - CLOCK_DIFFERENCE.toMillis()));
            read(reader, starts, reader.ends());
            if (!wanted.isEmpty()) {
                read(reader, reader.beginnings(), starts);
            }
        }
    }

    private void read(TopicReader reader, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        reader.range(starts, ends);
        while (!reader.isAtEnd() && !wanted.isEmpty()) {
            reader.poll(this::take, (each, position) -> {});
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        boolean letter = record.topic().equals(topics.deadLetter());
        Optional<Place> source = letter ? Place.ofDeadLetter(record.headers()) : Place.ofDecision(record.headers());
        if (source.isEmpty()
                || source.get().partition() != partition
                || !source.get().topic().equals(topics.uploads())) {
            return;
        }
        long index = source.get().offset() - from;
        if (index < 0 || index > Integer.MAX_VALUE || !wanted.get((int) index)) {
            return;
        }
        wanted.clear((int) index);
        if (letter && header(record, DeadLetterHeaders.LEFT_OUT).contains(DeadLetterHeaders.RESTRICTED)) {
            restricted.set((int) index);
        }
        results.put(source.get().offset(), letter ? letter(record) : CapturedResult.of(decision(record)));
    }

    private static CapturedResult letter(ConsumerRecord<byte[], byte[]> record) {
        return CapturedResult.deadLetter(
                header(record, DeadLetterHeaders.CAUSE),
                header(record, DeadLetterHeaders.MESSAGE),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private ModerationDecision decision(ConsumerRecord<byte[], byte[]> record) {
        try {
            ModerationDecision decision = decoder.decode(record.value());
            decision.setUpload(null);
            return decision;
        } catch (UndecodableException | RegistryUnavailableException e) {
            throw new CaptureException("the decision at " + Place.of(record) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** What became of each upload that something has become of, by offset. */
    Map<Long, CapturedResult> results() {
        return results;
    }

    /** Whether an upload's dead letter is without its value, for a restricted policy's sake. */
    boolean isRestrictedLetter(long offset) {
        return restricted.get((int) (offset - from));
    }
}
