package dev.saring.topology;

import dev.saring.moderation.UploadEvent;

/**
 * An upload between decode and classify.
 *
 * @param bytes the record's value as it came
 * @param event what it says
 */
record DecodedUpload(byte[] bytes, UploadEvent event) {}
