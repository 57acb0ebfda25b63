package dev.saring.classify;

import java.util.List;

/** Hears of rules that found something and yet have no match. Decisions do not need it, explanations do. */
interface Asides {
    /** Wants to hear nothing. */
    Asides NONE = new Asides() {};

    /** Some phrases of the rule were found, but its expression does not hold. */
    default void unfulfilled(Rule rule) {}

    /** The rule is not valid at the time of the decision. */
    default void expired(Rule rule) {}

    /** An ALLOW rule is only watched. */
    default void shadow(Rule allow) {}

    /** An ALLOW rule does not hold in the upload's region. */
    default void elsewhere(Rule allow) {}

    /** ALLOW rules cover what the rule found. */
    default void allowed(Rule rule, List<Rule> by) {}
}
