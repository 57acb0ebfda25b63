package dev.saring.topology;

import dev.saring.moderation.ModerationDecision;

/**
 * An upload and its decision between classify and route.
 *
 * @param decision without the upload
 * @param restricted whether the upload's body may go to {@code preserved} only
 * @param perhapsRestricted also where a part that was not looked at may be what a restricted policy is about
 */
record Judged(DecodedUpload upload, ModerationDecision decision, boolean restricted, boolean perhapsRestricted) {}
