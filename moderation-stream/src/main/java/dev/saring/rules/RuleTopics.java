package dev.saring.rules;

/**
 * The topics that rules live on.
 *
 * @param rules live keyword rules, compacted, one partition
 * @param hashes live hash rules, compacted, one partition
 * @param changes what changed, when, by whom and why
 * @param rejected rule records that could not be taken
 */
public record RuleTopics(String rules, String hashes, String changes, String rejected) {

    /** Saring's own names behind a prefix, such as {@code moderation.}. */
    public static RuleTopics of(String prefix) {
        return new RuleTopics(prefix + "rules", prefix + "hashes", prefix + "rule-changes", prefix + "rules-rejected");
    }
}
