package dev.saring.topology;

import dev.saring.config.Role;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.Outcome;
import dev.saring.rules.RuleTopics;
import java.util.Locale;

/**
 * The names of all topics and of what else the cluster knows by name.
 *
 * @param prefix begins every name but those below
 * @param inputPrefix begins the names of what is read: uploads and rules. Another one than {@code prefix} only for a
 *     pipeline beside the one that these topics belong to
 */
public record Topics(String prefix, String inputPrefix) {

    /** The names where everything has one prefix. */
    public Topics(String prefix) {
        this(prefix, prefix);
    }

    /** The names under the configured prefixes. */
    public static Topics of(Settings settings) {
        String prefix = settings.get(SettingCatalog.TOPICS_PREFIX);
        String input = settings.get(SettingCatalog.TOPICS_INPUT_PREFIX);
        return new Topics(prefix, input.isEmpty() ? prefix : input);
    }

    /** Whether the uploads belong to another pipeline, beside which this one stands. */
    public boolean areBesideAnother() {
        return !prefix.equals(inputPrefix);
    }

    /** The topics that rules live on. */
    public RuleTopics ruleTopics() {
        return new RuleTopics(rules(), hashes(), ruleChanges(), rulesRejected());
    }

    /** Uploads, edits and deletions by contentId. */
    public String uploads() {
        return inputPrefix + "uploads";
    }

    /** Keyword rules by ruleId. */
    public String rules() {
        return inputPrefix + "rules";
    }

    /** Hash rules by ruleId. */
    public String hashes() {
        return inputPrefix + "hashes";
    }

    /** Who changed which rule, when and why. */
    public String ruleChanges() {
        return inputPrefix + "rule-changes";
    }

    /** Rules that could not be taken. */
    public String rulesRejected() {
        return prefix + "rules-rejected";
    }

    /** Decisions with the outcome APPROVED. */
    public String approved() {
        return prefix + "approved";
    }

    /** Decisions with the outcome REVIEW. */
    public String review() {
        return prefix + "review";
    }

    /** Decisions with the outcome BLOCKED. */
    public String blocked() {
        return prefix + "blocked";
    }

    /** Decisions with the whole upload, for policies with a preservation duty. */
    public String preserved() {
        return prefix + "preserved";
    }

    /** Upload records that could not be decided on. */
    public String deadLetter() {
        return prefix + "dead-letter";
    }

    /**
     * Where decisions of an outcome go.
     *
     * @throws IllegalArgumentException for UNKNOWN, which is no outcome of ours
     */
    public String of(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> approved();
            case REVIEW -> review();
            case BLOCKED -> blocked();
            case UNKNOWN -> throw new IllegalArgumentException("no topic takes the outcome " + outcome);
        };
    }

    /** The transactional id that all publishers of rules share. */
    public String rulePublisher() {
        return inputPrefix + "rule-publisher";
    }

    /** The transactional id that all replays of dead letters share. */
    public String deadLetterReplay() {
        return prefix + "dead-letter-replay";
    }

    /** The Kafka Streams application.id of a role, which also begins its transactional ids. */
    public String applicationId(Role role) {
        return prefix + role.name().toLowerCase(Locale.ROOT);
    }
}
