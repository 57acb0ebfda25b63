package dev.saring.topology;

import dev.saring.moderation.ModerationDecision;

/**
 * An upload and its decision between classify and route.
 *
 * @param decision without the upload
 * @param restricted whether the upload's body may go to {@code preserved} only
 */
record Judged(DecodedUpload upload, ModerationDecision decision, boolean restricted) {}
