package dev.saring.capture;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleChange;
import dev.saring.rules.RuleFiles;
import dev.saring.serde.RegistryUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the rules of a capture and their changes, but for what must be withheld. */
final class RuleEntries implements RuleFiles.Sink {
    private final CaptureWriter writer;
    private final Withholding withholding;
    private final boolean withRestricted;
    private long rules;
    private long leftOut;

    RuleEntries(CaptureWriter writer, Withholding withholding, boolean withRestricted) {
        this.writer = writer;
        this.withholding = withholding;
        this.withRestricted = withRestricted;
    }

    /** @throws UncheckedIOException where the file cannot be written */
    void write(RuleTimeline timeline) throws IOException, RegistryUnavailableException {
        writer.entry(CaptureWriter.RULES);
        timeline.forEachRule(this);
        writer.entry(CaptureWriter.CHANGES);
        timeline.span().forEachChange(change -> line(CaptureJson.write(withRestricted ? change : permitted(change))));
    }

    @Override
    public void put(KeywordRule rule) {
        rules++;
        line(CaptureJson.write(rule));
    }

    @Override
    public void put(HashRule rule) {
        if (!withRestricted && withholding.isRestrictedList(rule)) {
            leftOut++;
        } else {
            rules++;
            line(CaptureJson.write(rule));
        }
    }

    /** A change keeps its place, since places are counted; one to a restricted list counts as the rule's removal. */
    private RuleChange permitted(RuleChange change) {
        if (!withholding.isRestrictedList(change.getAfter())) {
            return change;
        }
        leftOut++;
        return RuleChange.newBuilder(change)
                .setBefore(change.getAfter())
                .setAfter(null)
                .build();
    }

    private void line(String line) {
        try {
            writer.line(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rules at the beginning that were written. */
    long rules() {
        return rules;
    }

    /** Rules and changes that were left out. */
    long leftOut() {
        return leftOut;
    }
}
