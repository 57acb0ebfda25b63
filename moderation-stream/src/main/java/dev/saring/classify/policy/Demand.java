package dev.saring.classify.policy;

/** What a medium must bring so that it counts as looked at. */
public enum Demand {
    /** Nothing. */
    NONE,
    /** One hash of the whole medium. */
    ANY_HASH,
    /** One hash of the whole medium, or frames of which at least one has the quality to be compared. */
    FRAMES_OR_HASH
}
