package dev.saring.audit;

import dev.saring.audit.AuditFinding.Kind;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.UndecodableException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether each decision with a duty to preserve has one whole copy among the evidence, nothing else is there, and no
 * outcome carries the upload of a restricted policy. Decisions and copies may come in any order.
 *
 * <p>Unlike the rest of the audit it decodes every decision. Memory: 3 bits for each upload record near one with a duty,
 * see {@link OffsetBook}.
 */
final class Preservation {
    private final AvroDecoder<ModerationDecision> decoder;
    private final PolicyBook policies;
    private final Findings findings;
    /** Duties as records, copies as their results. */
    private final Map<Integer, OffsetBook> books = new TreeMap<>();

    /** @param policies tell which policies are restricted */
    Preservation(AvroDecoder<ModerationDecision> decoder, PolicyBook policies, Findings findings) {
        this.decoder = decoder;
        this.policies = policies;
        this.findings = findings;
    }

    /** Sets which upload records of a partition are looked at: from {@code start} to before {@code end}. */
    void range(int partition, long start, long end) {
        books.put(partition, new OffsetBook(start, end));
    }

    /** Takes note of the first decision on an upload record. */
    void addDecision(ConsumerRecord<byte[], byte[]> record, Source source) {
        ModerationDecision decision = decode(record);
        if (decision == null) {
            add(
                    Kind.MISSING_COPY,
                    record,
                    source,
                    "its decision cannot be read, so nobody can tell whether it has one");
            return;
        }
        if (decision.getPreserveUntil() != null) {
            books.get(source.partition()).addRecord(source.offset());
        }
        String policy = restrictedPolicy(decision);
        if (policy != null && decision.getUpload() != null) {
            add(Kind.EXPOSED, record, source, "carries the upload, though the policy " + policy + " is restricted");
        }
    }

    /** Takes note of a record among the evidence. */
    void addCopy(ConsumerRecord<byte[], byte[]> record, Source source) {
        OffsetBook book = books.get(source.partition());
        if (book == null || !book.contains(source.offset())) {
            return;
        }
        if (!book.addResult(source.offset(), false)) {
            add(Kind.NEEDLESS_COPY, record, source, "is a second copy");
            return;
        }
        ModerationDecision copy = decode(record);
        if (copy == null) {
            add(Kind.MISSING_COPY, record, source, "its copy cannot be read");
        } else {
            copy.getGaps().stream()
                    .filter(gap -> gap.getKind() == GapKind.DECISION_CUT)
                    .findFirst()
                    .ifPresentOrElse(cut -> addCut(record, source, cut), () -> {
                        if (copy.getUpload() == null) {
                            add(Kind.MISSING_COPY, record, source, "its copy is without the upload");
                        }
                    });
        }
    }

    private void addCut(ConsumerRecord<byte[], byte[]> record, Source source, Gap cut) {
        add(
                Kind.MISSING_COPY,
                record,
                source,
                "its copy is not whole (" + cut.getDetail() + "); save the upload itself");
    }

    boolean isMissingAny() {
        return books.values().stream().anyMatch(OffsetBook::isMissingAny);
    }

    /** Reports what has not found its counterpart by now. */
    void finish(String uploads) {
        books.forEach((partition, book) -> {
            book.forEachMissing(offset -> findings.add(
                    Kind.MISSING_COPY,
                    () -> new AuditFinding(
                            Kind.MISSING_COPY,
                            new Source(uploads, partition, offset).toString(),
                            null,
                            "its decision must be preserved, and there is no copy")));
            book.forEachUnfounded(offset -> findings.add(
                    Kind.NEEDLESS_COPY,
                    () -> new AuditFinding(
                            Kind.NEEDLESS_COPY,
                            new Source(uploads, partition, offset).toString(),
                            null,
                            "has a copy, and no decision that must be preserved")));
        });
    }

    private void add(Kind kind, ConsumerRecord<byte[], byte[]> record, Source source, String what) {
        findings.add(
                kind,
                () -> new AuditFinding(
                        kind,
                        source.toString(),
                        Audit.text(record.key()),
                        record.topic() + '-' + record.partition() + '@' + record.offset() + ": " + what));
    }

    private String restrictedPolicy(ModerationDecision decision) {
        return decision.getReasons().stream()
                .map(reason -> policies.find(reason.getPolicy()))
                .filter(policy -> policy != null && policy.restricted())
                .map(Policy::code)
                .findFirst()
                .orElse(null);
    }

    private ModerationDecision decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(record.value());
        } catch (UndecodableException e) {
            return null;
        } catch (RegistryUnavailableException e) {
            throw new AuditException(
                    "Decisions cannot be read without the schema registry: " + e.getMessage()
                            + ". Run the audit again when it answers",
                    e);
        }
    }
}
