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
    private final RestrictedRules restricted;
    private long rules;
    private long leftOut;

    /** @param restricted what must be withheld; null for nothing */
    RuleEntries(CaptureWriter writer, RestrictedRules restricted) {
        this.writer = writer;
        this.restricted = restricted;
    }

    /** @throws UncheckedIOException where the file cannot be written */
    void write(RuleTimeline timeline) throws IOException, RegistryUnavailableException {
        writer.entry(CaptureWriter.RULES);
        timeline.forEachRule(this);
        writer.entry(CaptureWriter.CHANGES);
        timeline.span()
                .forEachChange(change -> line(restricted == null ? CaptureJson.write(change) : permitted(change)));
    }

    @Override
    public void put(KeywordRule rule) {
        rules++;
        line(CaptureJson.write(restricted == null ? rule : permitted(rule)));
    }

    @Override
    public void put(HashRule rule) {
        if (restricted != null && restricted.include(rule)) {
            leftOut++;
        } else {
            rules++;
            line(CaptureJson.write(rule));
        }
    }

    /**
     * A change keeps its place, since places are counted. One of a restricted list is without everything else, its ruleId
     * too, which may be the hash; only a rule that the file has been told of under another policy is retired by its id.
     */
    private String permitted(RuleChange change) {
        if (change.getAfter() instanceof KeywordRule rule) {
            KeywordRule permitted = permitted(rule);
            // An ALLOW that allows nothing any more is no valid rule, and the one before it must not stay.
            boolean idle = permitted != rule && permitted.getAllows().isEmpty();
            return CaptureJson.write(RuleChange.newBuilder(change)
                    .setBefore(rule)
                    .setAfter(idle ? null : permitted)
                    .build());
        }
        boolean told = change.getBefore() != null && !restricted.include(change.getBefore());
        boolean retires = change.getAfter() == null;
        if (retires ? told : !restricted.include(change.getAfter())) {
            return CaptureJson.write(change);
        }
        leftOut++;
        return told
                ? CaptureJson.write(
                        RuleChange.newBuilder(change).setWhy("").setAfter(null).build())
                : CaptureJson.withheldChange(change.getChangedAt());
    }

    private KeywordRule permitted(KeywordRule rule) {
        KeywordRule permitted = restricted.permitted(rule);
        leftOut += permitted == rule ? 0 : 1;
        return permitted;
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

    /** Rules and changes that were left out, or written without a name. */
    long leftOut() {
        return leftOut;
    }
}
