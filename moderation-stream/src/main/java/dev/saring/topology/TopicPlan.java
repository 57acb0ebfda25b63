package dev.saring.topology;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What topics the cluster needs, with which settings, and why. */
public final class TopicPlan {
    private static final int UPLOAD_BYTES = 1 << 20;
    private static final int RULE_BYTES = 4 << 20;
    private static final int DECISION_BYTES = 3 << 20;
    /** Room for a batch's frame, and for compression that makes a record longer. */
    private static final int FRAME_BYTES = 2_000;

    private static final int FRAME_SHARE = 100;
    private static final String FOR_EVER = "-1";

    private final List<PlannedTopic> topics;

    private TopicPlan(List<PlannedTopic> topics) {
        this.topics = List.copyOf(topics);
    }

    /** The plan under these settings. */
    public static TopicPlan of(Settings settings) {
        Topics names = Topics.of(settings);
        int decision = settings.get(SettingCatalog.DECISION_MAX_BYTES);
        int needed = batchBytes(decision);
        int decisionBytes = Math.max(DECISION_BYTES, needed);
        return new TopicPlan(
                List.of(
                        deleted(
                                names.uploads(),
                                Duration.ofDays(7),
                                UPLOAD_BYTES,
                                0,
                                CLEANUP_POLICY_DELETE,
                                "Uploads, edits, deletions. Its partitions are the unit of scale. Kept for as long as a replay may be wanted; never compacted, or revisions go undecided."),
                        compacted(
                                names.rules(), "Live keyword rules. One partition, so that changes keep their order."),
                        compacted(
                                names.hashes(),
                                "Live hash rules. One partition, so that changes keep their order; large records, for videos of many frames."),
                        new PlannedTopic(
                                names.ruleChanges(),
                                true,
                                Map.of(
                                        CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                                        RETENTION_MS_CONFIG, FOR_EVER,
                                        MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 * RULE_BYTES)),
                                CLEANUP_POLICY_DELETE,
                                0,
                                "Who changed which rule, when and why: kept for ever, since decisions are explained by it. Holds a rule twice, before and after."),
                        new PlannedTopic(
                                names.rulesRejected(),
                                true,
                                Map.of(
                                        CLEANUP_POLICY_CONFIG,
                                        CLEANUP_POLICY_DELETE,
                                        RETENTION_MS_CONFIG,
                                        millis(Duration.ofDays(30))),
                                null,
                                0,
                                "Rules that could not be taken, with the reason."),
                        deleted(
                                names.approved(),
                                Duration.ofDays(7),
                                decisionBytes,
                                needed,
                                null,
                                "Decisions: publish. Kept until every consumer has surely read them."),
                        deleted(
                                names.review(),
                                Duration.ofDays(30),
                                decisionBytes,
                                needed,
                                null,
                                "Decisions: a person decides. Kept for longer than any review takes."),
                        deleted(
                                names.blocked(),
                                Duration.ofDays(30),
                                decisionBytes,
                                needed,
                                null,
                                "Decisions: do not publish. Kept for as long as an appeal may come."),
                        deleted(
                                names.preserved(),
                                Duration.ofDays(400),
                                decisionBytes,
                                needed,
                                null,
                                "Evidence that the law wants kept (child safety: a year). Give it an ACL of its own."),
                        deleted(
                                names.deadLetter(),
                                Duration.ofDays(30),
                                decisionBytes,
                                needed,
                                null,
                                "Uploads that could not be read, as they came. Unfiltered content: give it an ACL of its own.")));
    }

    /** The topics, in the order in which records pass them. */
    public List<PlannedTopic> topics() {
        return topics;
    }

    /** The same plan with uploads kept for another time. */
    public TopicPlan keepingUploads(Topics names, Duration time) {
        return new TopicPlan(topics.stream()
                .map(topic -> topic.name().equals(names.uploads()) ? kept(topic, time) : topic)
                .toList());
    }

    private static PlannedTopic kept(PlannedTopic topic, Duration time) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put(RETENTION_MS_CONFIG, millis(time));
        return new PlannedTopic(
                topic.name(), topic.single(), settings, topic.cleanup(), topic.leastRecordBytes(), topic.why());
    }

    /** The same plan without one topic. */
    TopicPlan without(String name) {
        return new TopicPlan(
                topics.stream().filter(topic -> !topic.name().equals(name)).toList());
    }

    /** What a topic or a request must take so that a record of this size fits, whatever compression does to it. */
    static int batchBytes(int recordBytes) {
        return recordBytes + recordBytes / FRAME_SHARE + FRAME_BYTES;
    }

    private static PlannedTopic deleted(
            String name, Duration retention, int recordBytes, int leastRecordBytes, String cleanup, String why) {
        return new PlannedTopic(
                name,
                false,
                Map.of(
                        CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                        RETENTION_MS_CONFIG, millis(retention),
                        MAX_MESSAGE_BYTES_CONFIG, Integer.toString(recordBytes)),
                cleanup,
                leastRecordBytes,
                why);
    }

    private static PlannedTopic compacted(String name, String why) {
        return new PlannedTopic(
                name,
                true,
                Map.of(
                        CLEANUP_POLICY_CONFIG,
                        CLEANUP_POLICY_COMPACT,
                        MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(RULE_BYTES)),
                CLEANUP_POLICY_COMPACT,
                0,
                why);
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
