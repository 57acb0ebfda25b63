package dev.saring.rules;

import dev.saring.classify.RuleSet;
import dev.saring.moderation.RejectedRule;
import java.time.Duration;
import java.util.List;

/** Hears what happens to the rules. Called on the follower's thread, so it must be quick and must not throw. */
public interface RuleFollowerListener {

    /**
     * A rule set is in use from now on.
     *
     * @param changes rule records taken since the one before, rejected ones not counted
     * @param took time to read and compile them; for the first rule set, since the start
     */
    void swapped(RuleSet rules, long changes, Duration took);

    /** A rule record was not taken; the reason and the place are in the RejectedRule. */
    void rejected(String topic);

    /**
     * Which rule records that stand on the topics are not in the rule set: once the topics have been read to their end,
     * and whenever it changes. A later record of the same rule, or its deletion, ends it.
     *
     * @param rules in the order in which they came, the first thousand
     */
    void leftOut(List<RejectedRule> rules);

    /**
     * The rules cannot be followed for now, and the last good rule set stays. Called again with each attempt.
     *
     * @param reason for people to read
     */
    void failed(String reason);

    /** The rules are followed again, or still: after a failure, and about every ten seconds. */
    void following();
}
