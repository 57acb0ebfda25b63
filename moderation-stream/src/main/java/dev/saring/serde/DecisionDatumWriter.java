package dev.saring.serde;

import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Writes decisions field by field, byte for byte as Avro's own writer does. Avro generates such code itself, but not for
 * records that hold times; what it generated for the records within is used here. Follows the schema by hand: a test
 * compares it with Avro's writer, on random decisions.
 */
final class DecisionDatumWriter implements DatumWriter<ModerationDecision> {
    private static final int NULL = 0;
    private static final int VALUE = 1;

    @Override
    public void setSchema(Schema schema) {
        throw new UnsupportedOperationException("writes one schema only");
    }

    /** @throws NullPointerException where a field is missing that may not be */
    @Override
    public void write(ModerationDecision decision, Encoder out) throws IOException {
        out.writeString(decision.getDecisionId());
        out.writeEnum(decision.getTrigger().ordinal());
        out.writeString(decision.getTriggerId());
        out.writeString(decision.getContentId());
        out.writeLong(decision.getRevision());
        out.writeInt(decision.getSequence());
        writeOptional(decision.getSupersedes(), out);
        out.writeEnum(decision.getOutcome().ordinal());
        writeOptional(decision.getWhilePending(), out);
        if (present(decision.getUpload(), out)) {
            write(decision.getUpload(), out);
        }
        if (present(decision.getSource(), out)) {
            decision.getSource().customEncode(out);
        }
        writeArray(decision.getKeywordMatches(), out);
        writeArray(decision.getHashMatches(), out);
        out.writeBoolean(decision.getMatchesTruncated());
        writeArray(decision.getScores(), out);
        writeStrings(decision.getLabels(), out);
        out.writeBoolean(decision.getPromote());
        out.writeInt(decision.getMinimumAge());
        writeStrings(decision.getRestrictedRegions(), out);
        writeArray(decision.getReasons(), out);
        writeArray(decision.getGaps(), out);
        out.writeInt(decision.getReviewPriority());
        out.writeString(decision.getReviewQueue());
        writeOptional(decision.getReviewGroup(), out);
        writeOptional(decision.getDueAt(), out);
        writeOptional(decision.getDueKind(), out);
        writeOptional(decision.getPreserveUntil(), out);
        decision.getContext().customEncode(out);
        out.writeString(decision.getRuleSetVersion());
        out.writeString(decision.getEngineVersion());
        out.writeLong(decision.getDecidedAt().toEpochMilli());
    }

    private static void write(UploadEvent upload, Encoder out) throws IOException {
        writeOptional(upload.getEventId(), out);
        out.writeEnum(upload.getKind().ordinal());
        out.writeString(upload.getContentId());
        out.writeLong(upload.getRevision());
        out.writeString(upload.getUploaderId());
        if (present(upload.getUploaderAge(), out)) {
            out.writeInt(upload.getUploaderAge());
        }
        out.writeLong(upload.getUploadedAt().toEpochMilli());
        out.writeString(upload.getRegion());
        writeOptional(upload.getLanguage(), out);
        out.writeBoolean(upload.getComplete());
        writeArray(upload.getTexts(), out);
        writeArray(upload.getMedia(), out);
        out.writeMapStart();
        out.setItemCount(upload.getAttributes().size());
        for (Map.Entry<String, String> attribute : upload.getAttributes().entrySet()) {
            out.startItem();
            out.writeString(attribute.getKey());
            out.writeString(attribute.getValue());
        }
        out.writeMapEnd();
    }

    /** Writes which branch of a union with null follows; true where it is the value. */
    private static boolean present(Object value, Encoder out) throws IOException {
        out.writeIndex(value == null ? NULL : VALUE);
        return value != null;
    }

    private static void writeOptional(String value, Encoder out) throws IOException {
        if (present(value, out)) {
            out.writeString(value);
        }
    }

    private static void writeOptional(Enum<?> value, Encoder out) throws IOException {
        if (present(value, out)) {
            out.writeEnum(value.ordinal());
        }
    }

    private static void writeOptional(Instant value, Encoder out) throws IOException {
        if (present(value, out)) {
            out.writeLong(value.toEpochMilli());
        }
    }

    private static void writeStrings(List<String> values, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(values.size());
        for (int i = 0; i < values.size(); i++) {
            out.startItem();
            out.writeString(values.get(i));
        }
        out.writeArrayEnd();
    }

    private static void writeArray(List<? extends SpecificRecordBase> records, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(records.size());
        for (int i = 0; i < records.size(); i++) {
            out.startItem();
            records.get(i).customEncode(out);
        }
        out.writeArrayEnd();
    }
}
