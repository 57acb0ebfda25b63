package dev.saring.local;

import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;

/**
 * One record of the samples: an upload, or a record that is sent as it is because nobody can read it.
 *
 * @param upload the upload, or null
 * @param key the key of an unreadable record; null where the record has none
 * @param value the value of an unreadable record
 */
record Sample(UploadEvent upload, byte[] key, byte[] value) {
    static Sample of(UploadEvent upload) {
        return new Sample(upload, null, null);
    }

    static Sample unreadable(byte[] key, byte[] value) {
        return new Sample(null, key, value);
    }

    /** Whether it takes content away; such an upload is not classified and has no result. */
    boolean isDeletion() {
        return upload != null && upload.getKind() == UploadKind.DELETE;
    }
}
