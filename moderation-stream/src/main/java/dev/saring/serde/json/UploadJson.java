package dev.saring.serde.json;

import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Reads uploads from JSON as people write it: only contentId is required. A missing kind is CREATE, uploaderId is
 * empty, region ZZ, revision 0, complete true; a text's field is DESCRIPTION, a medium's mediaId its index. Null counts
 * as missing. Safe for use by several threads.
 */
public final class UploadJson {
    private final RecordReader<UploadEvent> reader;

    /** Makes a reader that takes 1970 for a missing uploadedAt. */
    public UploadJson() {
        this(Instant.EPOCH);
    }

    /**
     * Makes a reader.
     *
     * @param now the time to take for a missing uploadedAt
     */
    public UploadJson(Instant now) {
        Instant uploadedAt = now.truncatedTo(ChronoUnit.MILLIS);
        reader = new RecordReader<>(
                UploadEvent.class,
                Map.of(
                        "UploadEvent.kind", index -> UploadKind.CREATE,
                        "UploadEvent.uploaderId", index -> "",
                        "UploadEvent.uploadedAt", index -> uploadedAt,
                        "UploadText.field", index -> TextField.DESCRIPTION,
                        "UploadMedia.mediaId", Integer::toString));
    }

    /**
     * Reads one upload.
     *
     * @param json one JSON object; lone surrogates in it are kept as they are
     * @throws InvalidRecordException where it is no upload
     */
    public UploadEvent read(String json) throws InvalidRecordException {
        UploadEvent upload = reader.read(json);
        if (upload.getContentId().isBlank()) {
            throw new InvalidRecordException("contentId", "must not be blank");
        }
        return upload;
    }
}
