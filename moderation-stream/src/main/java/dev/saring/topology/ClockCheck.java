package dev.saring.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether this machine's clock is right, since the validity of rules, due dates and the time of each decision go by it.
 *
 * <p>The cluster tells no time as such. Its active controller stamps its own state with its clock when it is asked for
 * it, for which a principal must be allowed to describe the cluster. Where it is not, the newest decisions stand in: one
 * from the future shows that this clock is behind that of the instance which made it, and none shows nothing.
 */
final class ClockCheck implements StartCheck {
    /** No sane clock is off by more; below, nothing here depends on it. */
    private static final Duration TOLERATED = Duration.ofSeconds(30);
    /** Due dates of an hour would be off by a tenth. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** It is not worth a start's waiting longer. */
    private static final int PATIENCE_MS = 5_000;

    private final Admin admin;
    private final Topics topics;
    private final InstantSource clock;

    ClockCheck(Admin admin, Topics topics, InstantSource clock) {
        this.admin = admin;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "clock";
    }

    /** What cannot be found out is no finding: the other checks tell of a cluster that does not answer. */
    @Override
    public List<Finding> look() throws InterruptedException {
        try {
            return againstTheController();
        } catch (ExecutionException mayNotAsk) {
            try {
                return againstTheNewestDecision();
            } catch (ExecutionException e) {
                return List.of();
            }
        }
    }

    private List<Finding> againstTheController() throws InterruptedException, ExecutionException {
        Instant before = clock.instant();
        QuorumInfo quorum = admin.describeMetadataQuorum(new DescribeMetadataQuorumOptions().timeoutMs(PATIENCE_MS))
                .quorumInfo()
                .get();
        Duration asking = Duration.between(before, clock.instant());
        OptionalLong stamp = Stream.concat(quorum.voters().stream(), quorum.observers().stream())
                .map(QuorumInfo.ReplicaState::lastFetchTimestamp)
                .flatMapToLong(OptionalLong::stream)
                .max();
        if (stamp.isEmpty() || asking.compareTo(TOLERATED) > 0) {
            return List.of();
        }
        Duration ahead = Duration.between(Instant.ofEpochMilli(stamp.getAsLong()), before.plus(asking.dividedBy(2)));
        return ahead.abs().compareTo(TOLERATED) <= 0
                ? List.of()
                : List.of(new Finding(
                        ahead.abs().compareTo(LONGEST) > 0,
                        "this machine's clock is " + ahead.abs().toSeconds() + " s "
                                + (ahead.isNegative() ? "behind" : "ahead of")
                                + " that of Kafka's controller; due dates and the validity of rules go by it: have both"
                                + " follow a time server"));
    }

    private List<Finding> againstTheNewestDecision() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> newest = admin
                .describeTopics(
                        List.of(topics.approved(), topics.review(), topics.blocked()),
                        new DescribeTopicsOptions().timeoutMs(PATIENCE_MS))
                .allTopicNames()
                .get()
                .values()
                .stream()
                .flatMap(ClockCheck::partitions)
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.maxTimestamp()));
        long latest =
                admin.listOffsets(newest, new ListOffsetsOptions().timeoutMs(PATIENCE_MS)).all().get().values().stream()
                        .mapToLong(ListOffsetsResultInfo::timestamp)
                        .max()
                        .orElse(-1);
        Duration behind = Duration.between(clock.instant(), Instant.ofEpochMilli(latest));
        return latest < 0 || behind.compareTo(TOLERATED) <= 0
                ? List.of()
                : List.of(Finding.hindering("the newest decision is " + behind.toSeconds()
                        + " s in the future: this machine's clock, or that of another instance, is wrong; due dates and"
                        + " the validity of rules go by it: have all follow a time server"));
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition()));
    }
}
