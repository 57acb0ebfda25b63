package dev.saring.capture;

import dev.saring.moderation.ModerationDecision;
import java.time.Instant;

/**
 * What became of an upload: a decision without its upload, or a dead letter.
 *
 * @param decision null for a dead letter
 * @param cause the dead letter's cause; null for a decision
 * @param message the dead letter's message; null for a decision
 * @param at when it was decided, or given up
 */
public record CapturedResult(ModerationDecision decision, String cause, String message, Instant at) {

    static CapturedResult of(ModerationDecision decision) {
        return new CapturedResult(decision, null, null, decision.getDecidedAt());
    }

    static CapturedResult deadLetter(String cause, String message, Instant at) {
        return new CapturedResult(null, cause, message, at);
    }
}
