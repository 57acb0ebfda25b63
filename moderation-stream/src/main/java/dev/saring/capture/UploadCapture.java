package dev.saring.capture;

import dev.saring.audit.TopicReader;
import dev.saring.classify.Context;
import dev.saring.classify.Engine;
import dev.saring.classify.Limits;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.ApplicationVersion;
import dev.saring.config.KafkaClient;
import dev.saring.config.Setting;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.RuleHistory;
import dev.saring.rules.RuleTopicException;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Packs a range of uploads with their schemas, their results, the rules of each of them, the policies and the settings
 * that influence decisions. Reads what is committed, joins no group and writes nothing to Kafka. For one capture.
 *
 * <p>The range is read three times, for its schemas, for what must have a result, and to write it, so that its uploads need
 * not be in memory. Its end is fixed before, so that uploads which arrive meanwhile are no part of it. The results are in
 * memory, hence the limit of {@value #MOST_RECORDS} records.
 */
public final class UploadCapture implements AutoCloseable {
    /** The settings that influence decisions and dead letters. */
    private static final List<Setting<Integer>> SETTINGS = Stream.concat(
                    Stream.of(SettingCatalog.UPLOAD_MAX_BYTES), SettingCatalog.LIMITS.stream())
            .toList();

    private static final int MOST_RECORDS = 100_000;
    /** How much a pipeline may have been behind with the rules before its version is looked for in vain. */
    private static final Duration BEHIND = Duration.ofMinutes(10);

    private final Settings settings;
    private final byte[] policyText;
    private final PolicyBook policies;
    private final CaptureOrder order;
    private final Instant now;
    private final Topics topics;
    private final TopicPartition partition;
    private final SchemaRegistry registry;
    private final TopicReader uploads;
    private final AvroDecoder<UploadEvent> decoder;
    private final RecordSchemas schemas = new RecordSchemas();
    /** By offset, counted from the first of the range. */
    private final BitSet present = new BitSet();

    private final BitSet wanted = new BitSet();
    private long end;
    private long earliest = Long.MAX_VALUE;
    private long decisions;
    private long deadLetters;
    private long undecided;
    private long withheld;
    private long rulesByTime;
    private long written;

    /**
     * Connects.
     *
     * @param policyText the policies that the pipeline judges by, as their file's text
     * @param policies the same, read
     * @throws dev.saring.audit.AuditException where the topic or the partition is not there
     */
    public UploadCapture(Settings settings, byte[] policyText, PolicyBook policies, CaptureOrder order, Instant now) {
        this.settings = settings;
        this.policyText = policyText.clone();
        this.policies = policies;
        this.order = order;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.topics = Topics.of(settings);
        this.partition = new TopicPartition(topics.uploads(), order.partition());
        this.registry = SchemaRegistry.connect(settings.registry(), null);
        try {
            this.uploads = TopicReader.connect(settings, topics.uploads(), order.partition());
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
        this.decoder = new AvroDecoder<>(
                registry, UploadEvent.class, new DecodingLimits(settings.get(SettingCatalog.UPLOAD_MAX_BYTES)));
    }

    /**
     * Writes the file, in place of one that is there.
     *
     * @throws CaptureException where the range is not there, too long, or something in the way cannot be read
     * @throws IOException where the file cannot be written
     */
    public CaptureReport write(Path file) throws IOException {
        try {
            fixEnd();
            read(this::inspect);
            if (present.isEmpty()) {
                throw new CaptureException(partition + " holds no records in this range");
            }
            schemas.find(registry);
            read(this::expectResult);
            ResultSearch search = new ResultSearch(settings, registry, order.partition(), order.from(), wanted);
            search.run(earliest);
            RuleTimeline timeline = timeline(search.results());
            try (CaptureWriter writer = new CaptureWriter(file)) {
                CaptureReport report = write(writer, timeline, search);
                writer.finish();
                return report;
            }
        } catch (RuleTopicException | RegistryUnavailableException e) {
            throw new CaptureException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void fixEnd() {
        long last = uploads.ends().get(partition);
        if (order.from() >= last) {
            throw new CaptureException(partition + " holds the offsets "
                    + uploads.beginnings().get(partition) + " to " + (last - 1) + "; nothing is later");
        }
        end = Math.min(order.to(), last);
    }

    private void read(Consumer<ConsumerRecord<byte[], byte[]>> records) {
        long beginning = uploads.beginnings().get(partition);
        if (order.from() < beginning) {
            throw new CaptureException(
                    partition + " holds the offsets from " + beginning + " on; retention has removed what was before");
        }
        uploads.range(Map.of(partition, order.from()), Map.of(partition, end));
        while (!uploads.isAtEnd()) {
            uploads.poll(records, (each, position) -> {});
        }
    }

    private void inspect(ConsumerRecord<byte[], byte[]> record) {
        if (present.cardinality() >= MOST_RECORDS) {
            throw new CaptureException(
                    "the range holds more than " + MOST_RECORDS + " records; capture it in several parts");
        }
        present.set(index(record));
        earliest = Math.min(earliest, record.timestamp());
        schemas.add(record.value());
    }

    private void expectResult(ConsumerRecord<byte[], byte[]> record) {
        try {
            wanted.set(index(record), !reading(record).deletion());
        } catch (RegistryUnavailableException e) {
            throw new CaptureException(e.getMessage(), e);
        }
    }

    private int index(ConsumerRecord<byte[], byte[]> record) {
        return (int) (record.offset() - order.from());
    }

    private UploadReading reading(ConsumerRecord<byte[], byte[]> record) throws RegistryUnavailableException {
        return UploadReading.of(record.key(), record.value(), decoder);
    }

    private RuleTimeline timeline(Map<Long, CapturedResult> results)
            throws RuleTopicException, RegistryUnavailableException {
        Instant first = now;
        Set<String> engines = new HashSet<>();
        for (CapturedResult result : results.values()) {
            first = result.at().isBefore(first) ? result.at() : first;
            if (result.decision() != null) {
                engines.add(result.decision().getEngineVersion());
            }
        }
        Limits limits = PipelineApp.limits(settings);
        try (RuleHistory history =
                RuleHistory.connect(settings.kafka(KafkaClient.CONSUMER), topics.ruleTopics(), registry)) {
            return new RuleTimeline(history.since(first.minus(BEHIND)), policies, limits, engines);
        }
    }

    private CaptureReport write(CaptureWriter writer, RuleTimeline timeline, ResultSearch search)
            throws IOException, RegistryUnavailableException {
        Withholding withholding = new Withholding(timeline.now(), Context.at(now));
        writer.entry(CaptureWriter.POLICIES);
        writer.bytes(policyText);
        writer.entry(CaptureWriter.SCHEMAS);
        for (Map.Entry<Integer, String> each : schemas.texts().entrySet()) {
            writer.line(CaptureJson.schema(each.getKey(), each.getValue()));
        }
        RuleEntries rules =
                new RuleEntries(writer, order.withRestricted() ? null : new RestrictedRules(timeline, withholding));
        rules.write(timeline);
        writer.entry(CaptureWriter.RECORDS);
        read(record -> {
            try {
                writer.line(CaptureJson.write(captured(record, timeline, search, withholding)));
                written++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RegistryUnavailableException e) {
                throw new CaptureException(e.getMessage(), e);
            }
        });
        if (written != present.cardinality()) {
            throw new CaptureException("retention has removed records while they were captured; try a later range");
        }
        CaptureManifest manifest = manifest(timeline, rules);
        writer.entry(CaptureWriter.MANIFEST);
        writer.line(CaptureJson.write(manifest));
        return new CaptureReport(
                manifest,
                decisions,
                deadLetters,
                written - wanted.cardinality(),
                undecided,
                rulesByTime,
                schemas.unknown());
    }

    private CapturedRecord captured(
            ConsumerRecord<byte[], byte[]> record, RuleTimeline timeline, ResultSearch search, Withholding withholding)
            throws RegistryUnavailableException {
        CapturedResult result = search.results().get(record.offset());
        int exactly = result == null || result.decision() == null ? -1 : timeline.exactly(result.decision());
        int rulesAt = exactly >= 0 ? exactly : result == null ? timeline.last() : timeline.at(result.at());
        if (!order.withRestricted() && isRestricted(record, result, search, withholding)) {
            withheld++;
            return new CapturedRecord(
                    record.offset(),
                    record.timestamp(),
                    record.key(),
                    List.of(),
                    null,
                    new CapturedRecord.Withheld(sha256(record.value()), record.value().length),
                    null,
                    rulesAt,
                    exactly >= 0);
        }
        count(record, result, exactly);
        List<CapturedHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new CapturedHeader(header.key(), header.value()));
        }
        return new CapturedRecord(
                record.offset(),
                record.timestamp(),
                record.key(),
                headers,
                record.value(),
                null,
                result,
                rulesAt,
                exactly >= 0);
    }

    private void count(ConsumerRecord<byte[], byte[]> record, CapturedResult result, int exactly) {
        if (result == null) {
            undecided += wanted.get(index(record)) ? 1 : 0;
        } else if (result.decision() == null) {
            deadLetters++;
        } else {
            decisions++;
            rulesByTime += exactly < 0 ? 1 : 0;
        }
    }

    private boolean isRestricted(
            ConsumerRecord<byte[], byte[]> record, CapturedResult result, ResultSearch search, Withholding withholding)
            throws RegistryUnavailableException {
        if (record.value() == null) {
            return false;
        }
        if (result != null && result.decision() != null && withholding.isRestricted(result.decision())) {
            return true;
        }
        if (search.isRestrictedLetter(record.offset())) {
            return true;
        }
        UploadEvent upload = reading(record).upload();
        return upload != null && withholding.isRestricted(upload);
    }

    private CaptureManifest manifest(RuleTimeline timeline, RuleEntries rules) {
        SortedMap<String, String> influential = new TreeMap<>();
        SETTINGS.forEach(each -> influential.put(each.name(), Integer.toString(settings.get(each))));
        return new CaptureManifest(
                CaptureManifest.FORMAT,
                ApplicationVersion.get(),
                Engine.VERSION,
                now,
                topics.uploads(),
                order.partition(),
                order.from(),
                order.from() + present.length(),
                written,
                withheld,
                rules.rules(),
                timeline.last(),
                rules.leftOut(),
                influential);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        uploads.close();
        registry.close();
    }
}
