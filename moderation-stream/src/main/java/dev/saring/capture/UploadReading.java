package dev.saring.capture;

import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.UndecodableException;
import dev.saring.topology.DeadLetterCause;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the pipeline makes of a record before it classifies: an upload, a deletion, or a dead letter. The pipeline's own
 * stage does this amid waiting, counting and forwarding; a test on a broker holds both against each other.
 *
 * @param upload what could be decoded, for a deletion or a dead letter too; else null
 * @param deletion whether it ends here without a result
 * @param cause why it is a dead letter, or null
 * @param message the cause in words, or null
 */
record UploadReading(UploadEvent upload, boolean deletion, DeadLetterCause cause, String message) {

    static UploadReading of(byte[] key, byte[] value, AvroDecoder<UploadEvent> decoder)
            throws RegistryUnavailableException {
        boolean keyless = key == null || key.length == 0;
        if (value == null) {
            return keyless ? deadLetter(null, DeadLetterCause.KEY_MISSING, "no key") : deletion(null);
        }
        UploadEvent upload;
        try {
            upload = decoder.decode(value);
        } catch (UndecodableException e) {
            return keyless
                    ? deadLetter(null, DeadLetterCause.KEY_MISSING, "no key")
                    : deadLetter(null, DeadLetterCause.valueOf(e.cause().name()), e.getMessage());
        }
        if (keyless) {
            return deadLetter(upload, DeadLetterCause.KEY_MISSING, "no key");
        }
        if (!Arrays.equals(key, upload.getContentId().getBytes(StandardCharsets.UTF_8))) {
            return deadLetter(upload, DeadLetterCause.KEY_MISMATCH, "the key differs from the contentId");
        }
        return upload.getKind() == UploadKind.DELETE ? deletion(upload) : new UploadReading(upload, false, null, null);
    }

    private static UploadReading deletion(UploadEvent upload) {
        return new UploadReading(upload, true, null, null);
    }

    private static UploadReading deadLetter(UploadEvent upload, DeadLetterCause cause, String message) {
        return new UploadReading(upload, false, cause, message);
    }
}
