package dev.saring.topology;

import dev.saring.moderation.ModerationDecision;

/**
 * An upload and its decision between classify and route.
 *
 * @param decision without the upload
 * @param restricted whether the upload's body may go to {@code preserved} only
 */
record Judged(DecodedUpload upload, ModerationDecision decision, boolean restricted) {
    /**
     * Whether it is known that no restricted policy holds: not where a part could not be looked at, since that part may be
     * what a restricted policy is about.
     */
    boolean isOpen() {
        return !restricted && decision.getGaps().isEmpty();
    }
}
