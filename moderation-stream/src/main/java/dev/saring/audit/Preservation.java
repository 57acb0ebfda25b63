package dev.saring.audit;

import dev.saring.audit.AuditFinding.Kind;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Reason;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.UndecodableException;
import dev.saring.topology.Place;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether each decision with a duty to preserve has one whole copy among the evidence, nothing else is there, and no
 * outcome carries the upload of a restricted policy. Decisions and copies may come in any order.
 *
 * <p>Unlike the rest of the audit it decodes every decision. Memory: an entry for each copy, and for each decision that
 * lacks one.
 */
final class Preservation {
    private final AvroDecoder<ModerationDecision> decoder;
    private final PolicyBook policies;
    private final Findings findings;
    private final Map<Integer, CopyBook> books = new TreeMap<>();

    /** @param policies tell which policies are restricted */
    Preservation(AvroDecoder<ModerationDecision> decoder, PolicyBook policies, Findings findings) {
        this.decoder = decoder;
        this.policies = policies;
        this.findings = findings;
    }

    /** Sets which upload records of a partition are looked at: from {@code start} to before {@code end}. */
    void range(int partition, long start, long end) {
        books.put(partition, new CopyBook(start, end));
    }

    /** Takes note of the first decision on an upload record. */
    void addDecision(ConsumerRecord<byte[], byte[]> record, Place source) {
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
            books.get(source.partition()).addDuty(source.offset());
        }
        if (decision.getUpload() != null) {
            String policy = restrictedPolicy(decision, source);
            if (policy != null) {
                add(Kind.EXPOSED, record, source, "carries the upload, though the policy " + policy + " is restricted");
            }
        }
    }

    /** Takes note of a record among the evidence. */
    void addCopy(ConsumerRecord<byte[], byte[]> record, Place source) {
        CopyBook book = books.get(source.partition());
        if (book == null || !book.contains(source.offset())) {
            return;
        }
        if (!book.addCopy(source.offset())) {
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

    private void addCut(ConsumerRecord<byte[], byte[]> record, Place source, Gap cut) {
        add(
                Kind.MISSING_COPY,
                record,
                source,
                "its copy is not whole (" + cut.getDetail() + "); save the upload itself");
    }

    boolean isMissingAny() {
        return books.values().stream().anyMatch(CopyBook::isMissingAny);
    }

    /** Reports what has not found its counterpart by now. */
    void finish(String uploads) {
        books.forEach((partition, book) -> {
            book.forEachMissing(offset -> findings.add(
                    Kind.MISSING_COPY,
                    () -> new AuditFinding(
                            Kind.MISSING_COPY,
                            new Place(uploads, partition, offset).toString(),
                            null,
                            "its decision must be preserved, and there is no copy")));
            book.forEachNeedless(offset -> findings.add(
                    Kind.NEEDLESS_COPY,
                    () -> new AuditFinding(
                            Kind.NEEDLESS_COPY,
                            new Place(uploads, partition, offset).toString(),
                            null,
                            "has a copy, and no decision that must be preserved")));
        });
    }

    private void add(Kind kind, ConsumerRecord<byte[], byte[]> record, Place source, String what) {
        findings.add(
                kind,
                () -> new AuditFinding(
                        kind, source.toString(), Audit.text(record.key()), Place.of(record) + ": " + what));
    }

    private String restrictedPolicy(ModerationDecision decision, Place source) {
        for (Reason reason : decision.getReasons()) {
            String code = reason.getPolicy();
            Policy policy = policies.find(code);
            // Reasons that no policy gives, such as gaps, have no code.
            if (policy == null && !code.isEmpty()) {
                throw new AuditException(
                        "The decision on " + source + " was made under the policy " + code + ", which is not among the"
                                + " policies here, so whether it is restricted cannot be told: give --config with the"
                                + " saring.policies.file of the pipeline, and leave policies in it that decisions name",
                        null);
            }
            if (policy != null && policy.restricted()) {
                return code;
            }
        }
        return null;
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
