package dev.saring.audit;

import dev.saring.audit.AuditFinding.Kind;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleFileException;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Place;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Proves from the topics alone that each upload record has exactly one decision or one dead letter, and that results
 * stand in order. It reads what is committed, writes nothing and joins no group, so it may run beside a pipeline at work.
 *
 * <p>Results tell by their headers which upload record they are for. The results are read ahead of the uploads, as far as
 * memory admits, so that nearly every upload meets its result and only those without one are decoded, to tell deletions.
 * What has no result at the end of the topics is looked for among older results too (clocks differ), and then waited for:
 * a pipeline may be behind, and a transaction shows in one topic a little before it shows in another.
 *
 * <p>Cost: each record is read once. Memory: see {@link OffsetBook} and {@link OrderBook}; at most {@value #AHEAD} chunks
 * (100 MB) for results read ahead, beyond which it is 3 bits for each upload record whose result is missing or has not
 * been read yet. On demand, the evidence is audited with it: see {@link Preservation}.
 */
public final class Audit implements AutoCloseable {
    private static final int AHEAD = 4_096;
    /** How far the clocks of those who produce and those who decide may differ before results are looked for twice. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(2);

    private final Topics topics;
    private final AuditOptions options;
    private final Consumer<String> progress;
    private final int ahead;
    private final SchemaRegistry registry;
    private final Deletions deletions;
    private final TopicReader uploads;
    private final TopicReader results;
    private final Map<Integer, OffsetBook> books = new TreeMap<>();
    private final Findings findings;
    private final Preservation preservation;
    private OrderBook order = new OrderBook();
    private long checked;
    private long deleted;
    private long accounted;
    private long toldAt = System.nanoTime();

    /**
     * Connects.
     *
     * @param settings where the cluster and the topics are; without a schema registry among them only null values count
     *     as deletions
     * @param progress takes lines for people to read while the audit runs
     * @throws AuditException where a topic is not there
     */
    public Audit(Settings settings, AuditOptions options, Consumer<String> progress) {
        this(settings, options, progress, AHEAD);
    }

    Audit(Settings settings, AuditOptions options, Consumer<String> progress, int ahead) {
        this.topics = Topics.of(settings);
        this.options = options;
        this.progress = progress;
        this.ahead = ahead;
        this.findings = new Findings(options.listed());
        this.registry = settings.registry().containsKey("schema.registry.url")
                ? SchemaRegistry.connect(settings.registry(), null)
                : null;
        this.deletions = new Deletions(
                registry == null
                        ? null
                        : new AvroDecoder<>(
                                registry,
                                UploadEvent.class,
                                new DecodingLimits(settings.get(SettingCatalog.UPLOAD_MAX_BYTES))));
        this.preservation = options.preserved() ? preservation(settings) : null;
        this.uploads = TopicReader.connect(settings, List.of(topics.uploads()));
        List<String> read =
                new ArrayList<>(List.of(topics.approved(), topics.review(), topics.blocked(), topics.deadLetter()));
        if (options.preserved()) {
            read.add(topics.preserved());
        }
        this.results = TopicReader.connect(settings, read);
    }

    private Preservation preservation(Settings settings) {
        if (registry == null) {
            throw new AuditException(
                    "The evidence cannot be audited without a schema registry: set schema.registry.url", null);
        }
        return new Preservation(
                new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults()),
                policies(settings),
                findings);
    }

    private static PolicyBook policies(Settings settings) {
        String file = settings.get(SettingCatalog.POLICIES_FILE);
        try {
            return file.isEmpty() ? PolicyFile.standard() : PolicyFile.read(Path.of(file));
        } catch (RuleFileException | IOException e) {
            throw new AuditException(
                    "Which policies are restricted cannot be told, since saring.policies.file cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Does the audit; once for each object. */
    public AuditReport run() {
        Map<TopicPartition, Long> starts =
                options.since() == null ? uploads.beginnings() : uploads.offsetsAt(millis(options.since()));
        Map<TopicPartition, Long> ends =
                options.until() == null ? uploads.ends() : uploads.offsetsAt(millis(options.until()));
        starts.forEach((partition, start) -> {
            long end = Math.max(start, ends.get(partition));
            books.put(partition.partition(), new OffsetBook(start, end));
            if (preservation != null) {
                preservation.range(partition.partition(), start, end);
            }
        });
        uploads.range(starts, ends);

        Map<TopicPartition, Long> oldest = results.beginnings();
        Map<TopicPartition, Long> resultStarts = options.since() == null
                ? oldest
                : results.offsetsAt(millis(options.since().minus(CLOCK_SKEW)));
        Map<TopicPartition, Long> resultEnds = results.ends();
        results.range(resultStarts, resultEnds);
        readBoth();
        if (isMissingAny() && !resultStarts.equals(oldest)) {
            progress.accept("Looking for missing results among older ones");
            lookBack(oldest, resultStarts, resultEnds);
        }
        awaitLateResults();
        return report();
    }

    private static long millis(Instant time) {
        return Math.max(0, time.toEpochMilli());
    }

    private void readBoth() {
        while (!uploads.isAtEnd() || !results.isAtEnd()) {
            boolean mayReadAhead = !results.isAtEnd() && (uploads.isAtEnd() || openChunks() < ahead);
            if (mayReadAhead) {
                readResults();
            } else {
                uploads.poll(
                        this::addUpload,
                        (partition, position) ->
                                books.get(partition.partition()).passed(position));
            }
            tellProgress();
        }
    }

    private void lookBack(
            Map<TopicPartition, Long> oldest, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        OrderBook main = order;
        order = new OrderBook();
        results.range(oldest, starts);
        while (!results.isAtEnd()) {
            readResults();
            tellProgress();
        }
        order = main;
        results.range(ends, ends);
    }

    private void awaitLateResults() {
        long last = System.nanoTime();
        long before = accounted;
        while (isMissingAny() && System.nanoTime() - last < options.patience().toNanos()) {
            results.extend(results.ends());
            if (results.isAtEnd()) {
                results.pause();
            } else {
                readResults();
            }
            if (accounted != before) {
                before = accounted;
                last = System.nanoTime();
            }
            tellProgress();
        }
    }

    private void readResults() {
        results.poll(this::addResult, (partition, position) -> {});
    }

    private void addUpload(ConsumerRecord<byte[], byte[]> record) {
        OffsetBook book = books.get(record.partition());
        checked++;
        if (Deletions.isTombstone(record.key(), record.value())) {
            deleted++;
        } else if (!book.hasResult(record.offset()) && deletions.isDeleteEvent(record.key(), record.value())) {
            deleted++;
        } else {
            book.addRecord(record.offset());
        }
    }

    private void addResult(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.preserved())) {
            Place.ofDecision(record.headers())
                    .filter(source -> source.topic().equals(topics.uploads()))
                    .ifPresent(source -> preservation.addCopy(record, source));
            return;
        }
        boolean deadLetter = record.topic().equals(topics.deadLetter());
        (deadLetter ? Place.ofDeadLetter(record.headers()) : Place.ofDecision(record.headers()))
                .filter(source -> source.topic().equals(topics.uploads()))
                .ifPresent(source -> addResult(record, source, deadLetter));
    }

    private void addResult(ConsumerRecord<byte[], byte[]> record, Place source, boolean deadLetter) {
        OffsetBook book = books.get(source.partition());
        if (book == null || !book.contains(source.offset())) {
            return;
        }
        Place place = Place.of(record);
        if (!book.addResult(source.offset(), deadLetter)) {
            add(Kind.DOUBLED, source, record.key(), "has another result at " + place);
            return;
        }
        accounted++;
        if (preservation != null && !deadLetter) {
            preservation.addDecision(record, source);
        }
        long later =
                order.add(new TopicPartition(record.topic(), record.partition()), source.partition(), source.offset());
        if (later >= 0) {
            add(Kind.OUT_OF_ORDER, source, record.key(), "its result at " + place + " follows that of offset " + later);
        }
    }

    private AuditReport report() {
        if (preservation != null) {
            preservation.finish(topics.uploads());
        }
        // What retention has removed by now may have been removed before it was read, but after its result was.
        Map<TopicPartition, Long> beginnings = uploads.beginnings();
        books.forEach((partition, book) -> {
            book.forEachMissing(offset -> {
                String detail = offset < book.highestResult()
                        ? "no result, though later uploads of the partition have theirs"
                        : "no result yet, nor has any later upload of the partition: the pipeline is down or behind";
                addWithKey(Kind.MISSING, partition, offset, detail);
            });
            long oldest = beginnings.get(new TopicPartition(topics.uploads(), partition));
            book.forEachUnfounded(offset -> {
                if (offset >= oldest) {
                    addWithKey(
                            Kind.DOUBLED,
                            partition,
                            offset,
                            "has a result, though it is a deletion or holds no record");
                }
            });
        });
        return new AuditReport(
                checked,
                books.values().stream().mapToLong(OffsetBook::decided).sum(),
                books.values().stream().mapToLong(OffsetBook::deadLettered).sum(),
                deleted,
                findings.count(Kind.MISSING),
                findings.count(Kind.DOUBLED),
                findings.count(Kind.OUT_OF_ORDER),
                copies(),
                findings.kept());
    }

    private AuditReport.Copies copies() {
        return preservation == null
                ? null
                : new AuditReport.Copies(
                        findings.count(Kind.MISSING_COPY),
                        findings.count(Kind.NEEDLESS_COPY),
                        findings.count(Kind.EXPOSED));
    }

    private void add(Kind kind, Place source, byte[] key, String detail) {
        findings.add(kind, () -> new AuditFinding(kind, source.toString(), text(key), detail));
    }

    private void addWithKey(Kind kind, int partition, long offset, String detail) {
        Place source = new Place(topics.uploads(), partition, offset);
        findings.add(
                kind,
                () -> new AuditFinding(
                        kind,
                        source.toString(),
                        text(uploads.key(new TopicPartition(topics.uploads(), partition), offset)),
                        detail));
    }

    static String text(byte[] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    private boolean isMissingAny() {
        return books.values().stream().anyMatch(OffsetBook::isMissingAny)
                || preservation != null && preservation.isMissingAny();
    }

    private int openChunks() {
        return books.values().stream().mapToInt(OffsetBook::openChunks).sum();
    }

    private void tellProgress() {
        long now = System.nanoTime();
        if (now - toldAt >= BETWEEN_PROGRESS.toNanos()) {
            toldAt = now;
            progress.accept(String.format(
                    "%,d uploads read, %,d offsets to go; %,d results read, %,d offsets to go",
                    uploads.read(), uploads.left(), results.read(), results.left()));
        }
    }

    @Override
    public void close() {
        uploads.close();
        results.close();
        if (registry != null) {
            registry.close();
        }
    }
}
