package dev.saring.topology;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;

import dev.saring.config.Role;
import java.util.List;
import java.util.stream.Stream;

/**
 * The least that each role must be allowed on the cluster (Kafka 4.3). Nobody needs anything on the cluster itself:
 * an idempotent producer is allowed by its right to write to a topic, and topics are created by hand.
 *
 * <p>The pipeline reads the settings of its topics at the start, to find one that would lose records. It knows nothing
 * of {@code rule-changes}.
 *
 * <p>Whoever replays dead letters reads uploads too, where a dead letter is not whole.
 *
 * <p>A consumer's groups begin with the name of its topic, so that consumers of one outcome cannot disturb another's.
 */
public final class AccessPlan {
    private final Topics topics;

    /** The plan for topics of these names. */
    public AccessPlan(Topics topics) {
        this.topics = topics;
    }

    /** All that a role must be allowed; without any one of them it does not work. */
    public List<Grant> grants(AccessRole role) {
        return switch (role) {
            case PIPELINE -> pipeline();
            case PRODUCER -> List.of(Grant.topic(topics.uploads(), WRITE));
            case APPROVED_CONSUMER -> consumer(topics.approved());
            case REVIEW_CONSUMER -> consumer(topics.review());
            case BLOCKED_CONSUMER -> consumer(topics.blocked());
            case PRESERVED_CONSUMER -> consumer(topics.preserved());
            case DEAD_LETTER_CONSUMER -> consumer(topics.deadLetter());
            case DEAD_LETTER_REPLAYER ->
                List.of(
                        Grant.topic(topics.uploads(), READ),
                        Grant.topic(topics.uploads(), WRITE),
                        Grant.topic(topics.deadLetter(), READ),
                        Grant.topic(topics.deadLetter(), WRITE),
                        Grant.transactions(topics.deadLetterReplay(), LITERAL));
            case RULE_PUBLISHER ->
                List.of(
                        Grant.topic(topics.rules(), READ),
                        Grant.topic(topics.rules(), WRITE),
                        Grant.topic(topics.hashes(), READ),
                        Grant.topic(topics.hashes(), WRITE),
                        Grant.topic(topics.ruleChanges(), WRITE),
                        Grant.transactions(topics.rulePublisher(), LITERAL));
            case RULE_READER -> reader(topics.rules(), topics.hashes(), topics.ruleChanges());
            case BACKTESTER -> reader(topics.uploads());
            case EXPLAINER -> reader(topics.approved(), topics.review(), topics.blocked());
            case AUDITOR ->
                reader(topics.uploads(), topics.approved(), topics.review(), topics.blocked(), topics.deadLetter());
            case EVIDENCE_AUDITOR ->
                reader(
                        topics.uploads(),
                        topics.approved(),
                        topics.review(),
                        topics.blocked(),
                        topics.preserved(),
                        topics.deadLetter());
            case CAPTURER ->
                reader(
                        topics.uploads(),
                        topics.approved(),
                        topics.review(),
                        topics.blocked(),
                        topics.deadLetter(),
                        topics.rules(),
                        topics.hashes(),
                        topics.ruleChanges());
        };
    }

    /** Reads whole topics, in no group. */
    private static List<Grant> reader(String... names) {
        return Stream.of(names).map(name -> Grant.topic(name, READ)).toList();
    }

    private List<Grant> pipeline() {
        String application = topics.applicationId(Role.CLASSIFY);
        List<String> read = List.of(topics.uploads(), topics.rules(), topics.hashes());
        List<String> written = List.of(
                topics.rulesRejected(),
                topics.approved(),
                topics.review(),
                topics.blocked(),
                topics.preserved(),
                topics.deadLetter());
        return Stream.of(
                        read.stream().map(topic -> Grant.topic(topic, READ)),
                        written.stream().map(topic -> Grant.topic(topic, WRITE)),
                        Stream.concat(read.stream(), written.stream())
                                .map(topic -> Grant.topic(topic, DESCRIBE_CONFIGS)),
                        Stream.of(Grant.group(application, LITERAL), Grant.transactions(application + '-', PREFIXED)))
                .flatMap(grants -> grants)
                .toList();
    }

    private static List<Grant> consumer(String topic) {
        return List.of(Grant.topic(topic, READ), Grant.group(topic, PREFIXED));
    }
}
