package dev.saring.audit;

import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells deletions, which rightly have no result, from records whose result is missing. */
final class Deletions {
    private final AvroDecoder<UploadEvent> decoder;

    /** @param decoder null where there is no schema registry to ask: then only null values count as deletions */
    Deletions(AvroDecoder<UploadEvent> decoder) {
        this.decoder = decoder;
    }

    /** Whether the record deletes by having no value. */
    static boolean isTombstone(byte[] key, byte[] value) {
        return key != null && value == null;
    }

    /**
     * Whether the record says that its content is deleted. The value is decoded for that.
     *
     * @throws AuditException where the schema registry is needed and away
     */
    boolean isDeleteEvent(byte[] key, byte[] value) {
        if (decoder == null || key == null || value == null) {
            return false;
        }
        try {
            UploadEvent upload = decoder.decode(value);
            return upload.getKind() == UploadKind.DELETE
                    && Arrays.equals(key, upload.getContentId().getBytes(StandardCharsets.UTF_8));
        } catch (UndecodableException e) {
            return false;
        } catch (RegistryUnavailableException e) {
            throw new AuditException(
                    "Deletions cannot be told from missing decisions without the schema registry: " + e.getMessage()
                            + ". Run the audit again when it answers",
                    e);
        }
    }
}
