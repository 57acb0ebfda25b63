package dev.saring.classify.policy;

import dev.saring.moderation.Outcome;
import dev.saring.moderation.WhilePending;
import java.time.Period;
import java.util.List;
import java.util.Map;

/**
 * What the platform allows or wants in one matter, and the duties that come with it.
 *
 * @param code the name that rules refer to, such as {@code gambling}
 * @param group first half of the review queue
 * @param positive true for policies that label and promote rather than restrict
 * @param title short name by language tag; {@code id} and {@code en} are always there
 * @param explanation what is said to an uploader, by language tag; {@code id} and {@code en} are always there
 * @param keywordCeiling the strongest outcome that keywords alone can bring about: REVIEW or BLOCKED
 * @param whilePending what the platform does with content while its review is open
 * @param minimumAge least age in years of who may see content that matches: 0, 13, 16 or 18
 * @param deadlines review targets and duties; the first that covers a region holds there
 * @param preservation how long evidence is kept, or null
 * @param restricted whether the upload's body goes nowhere but to the topic {@code preserved}
 */
public record Policy(
        String code,
        String group,
        boolean positive,
        Map<String, String> title,
        Map<String, String> explanation,
        Outcome keywordCeiling,
        WhilePending whilePending,
        int minimumAge,
        List<Deadline> deadlines,
        Period preservation,
        boolean restricted) {

    public Policy {
        title = Map.copyOf(title);
        explanation = Map.copyOf(explanation);
        deadlines = List.copyOf(deadlines);
    }

    /** The deadline that holds in a region, or null. */
    public Deadline deadline(String region) {
        for (Deadline deadline : deadlines) {
            if (deadline.covers(region)) {
                return deadline;
            }
        }
        return null;
    }
}
