package dev.saring.capture;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleBook;
import dev.saring.rules.RuleFileException;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.ListedSchemas;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.topology.DeadLetterCause;
import dev.saring.topology.PipelineApp;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Decides again on what a capture holds, from the file alone: each record under the rules of its own result, at that
 * result's time and with its context.
 *
 * <p>Rules are built up change by change and compiled where a record needs them. Results follow each other in the order
 * of uploads, so their rules rarely go back, as when a partition moves to an instance that is behind; then they are built
 * up from the beginning again.
 */
public final class CaptureReplay implements Closeable {
    /**
     * A record as it was and as it is here.
     *
     * @param decision the decision here; null for a dead letter, a deletion or a record that is withheld
     * @param cause the dead letter's cause here, or null
     * @param message the dead letter's message here, or null
     */
    public record Replayed(CapturedRecord record, ModerationDecision decision, DeadLetterCause cause, String message) {}

    private final CaptureFile file;
    private final CaptureManifest manifest;
    private final PolicyBook policies;
    private final Limits limits;
    private final AvroDecoder<UploadEvent> decoder;
    private final Classifier classifier = new Classifier();
    private final RuleSet instead;
    private RuleBook book;
    private int position;
    private RuleSet rules;
    private Stream<String> changes;
    private Iterator<String> changesLeft;

    /**
     * Opens a capture.
     *
     * @param instead rules to decide by instead of the captured ones; null for these
     * @throws CaptureException where the file is no capture, or one of a later format
     * @throws IOException where it cannot be read
     */
    public CaptureReplay(Path file, RuleSet instead) throws IOException {
        this.instead = instead;
        this.file = new CaptureFile(file);
        try {
            try (Stream<String> lines = this.file.lines(CaptureWriter.MANIFEST)) {
                manifest = CaptureJson.manifest(lines.findFirst().orElse("{}"));
            }
            policies = PolicyFile.read(CaptureWriter.POLICIES, this.file.bytes(CaptureWriter.POLICIES));
            Settings settings = Settings.of(manifest.settings());
            limits = PipelineApp.limits(settings);
            decoder = new AvroDecoder<>(
                    schemas(), UploadEvent.class, new DecodingLimits(settings.get(SettingCatalog.UPLOAD_MAX_BYTES)));
        } catch (RuleFileException | IllegalArgumentException e) {
            this.file.close();
            throw new CaptureException(
                    "this release cannot use what the capture holds: " + e.getMessage() + "; take the release that"
                            + " wrote it",
                    e);
        } catch (RuntimeException | IOException e) {
            this.file.close();
            throw e;
        }
    }

    private ListedSchemas schemas() throws IOException {
        Map<Integer, String> schemas = new HashMap<>();
        try (Stream<String> lines = file.lines(CaptureWriter.SCHEMAS)) {
            lines.map(CaptureJson::tree)
                    .forEach(line -> schemas.put(CaptureJson.schemaId(line), CaptureJson.schemaText(line)));
        }
        return new ListedSchemas(schemas);
    }

    /** What the capture is of. */
    public CaptureManifest manifest() {
        return manifest;
    }

    /**
     * Whether versions of rule sets can be compared: not where other rules take the captured ones' place, nor where the
     * capture is without some of them.
     */
    public boolean hasAllRules() {
        return instead == null && manifest.rulesLeftOut() == 0;
    }

    /**
     * Decides on each record, in the order of offsets.
     *
     * @throws CaptureException where the file is damaged
     * @throws IOException where it cannot be read
     */
    public void forEach(Consumer<Replayed> sink) throws IOException {
        try (Stream<String> lines = file.lines(CaptureWriter.RECORDS)) {
            Iterator<String> left = lines.iterator();
            while (left.hasNext()) {
                sink.accept(replay(CaptureJson.record(left.next())));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Replayed replay(CapturedRecord record) throws IOException {
        if (record.withheld() != null) {
            return new Replayed(record, null, null, null);
        }
        UploadReading reading;
        try {
            reading = UploadReading.of(record.key(), record.value(), decoder);
        } catch (RegistryUnavailableException e) {
            throw new IllegalStateException("there is no registry", e);
        }
        if (reading.cause() != null || reading.deletion()) {
            return new Replayed(record, null, reading.cause(), reading.message());
        }
        RuleSet inForce = rulesAt(record.rulesAt());
        try {
            return new Replayed(record, classifier.classify(reading.upload(), inForce, context(record)), null, null);
        } catch (RuntimeException | StackOverflowError e) {
            return new Replayed(record, null, DeadLetterCause.FAILURE, e.toString());
        }
    }

    private Context context(CapturedRecord record) {
        CapturedResult result = record.result();
        if (result == null) {
            return Context.at(manifest.capturedAt());
        }
        return result.decision() == null
                ? Context.at(result.at())
                : new Context(
                        result.at(),
                        result.decision().getContext().getStrikes(),
                        result.decision().getContext().getRestriction());
    }

    private RuleSet rulesAt(int wanted) throws IOException {
        if (instead != null) {
            return instead;
        }
        if (book == null || wanted < position) {
            begin();
        }
        if (wanted > position || rules == null) {
            while (position < wanted) {
                if (!changesLeft.hasNext()) {
                    throw new CaptureException(
                            "the capture is damaged: it holds " + position + " changes of rules, not " + wanted);
                }
                CaptureJson.rule(changesLeft.next()).applyTo(book);
                position++;
            }
            rules = book.snapshot();
        }
        return rules;
    }

    private void begin() throws IOException {
        endChanges();
        book = new RuleBook(policies, limits);
        position = 0;
        rules = null;
        try (Stream<String> lines = file.lines(CaptureWriter.RULES)) {
            lines.map(CaptureJson::rule).forEach(rule -> rule.applyTo(book));
        }
        changes = file.lines(CaptureWriter.CHANGES);
        changesLeft = changes.iterator();
    }

    private void endChanges() {
        if (changes != null) {
            changes.close();
        }
    }

    @Override
    public void close() throws IOException {
        endChanges();
        file.close();
    }
}
