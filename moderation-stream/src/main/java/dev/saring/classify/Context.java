package dev.saring.classify;

import dev.saring.moderation.StandingRestriction;
import java.time.Instant;

/**
 * What the classifier is told beside the upload and the rules.
 *
 * @param now the time of the decision, by which rules are valid and due dates run
 * @param strikes the uploader's live strikes, 0 or more
 * @param restriction what a person or an authority has decided for this content, or null
 */
public record Context(Instant now, int strikes, StandingRestriction restriction) {

    /** A context without strikes or restriction. */
    public static Context at(Instant now) {
        return new Context(now, 0, null);
    }
}
