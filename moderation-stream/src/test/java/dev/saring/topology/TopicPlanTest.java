package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static Map<String, PlannedTopic> plan(Map<String, String> settings) {
        return TopicPlan.of(Settings.of(settings)).topics().stream()
                .collect(Collectors.toMap(PlannedTopic::name, Function.identity()));
    }

    @Test
    void plan_namesEveryTopicUnderItsPrefix() {
        Topics topics = new Topics("p-");
        assertThat(plan(Map.of("saring.topics.prefix", "p-")).keySet())
                .containsExactlyInAnyOrderElementsOf(List.of(
                        topics.uploads(),
                        topics.rules(),
                        topics.hashes(),
                        topics.ruleChanges(),
                        topics.rulesRejected(),
                        topics.approved(),
                        topics.review(),
                        topics.blocked(),
                        topics.preserved(),
                        topics.deadLetter()));
    }

    @Test
    void ruleTopics_areCompactedWithOnePartition() {
        Map<String, PlannedTopic> plan = plan(Map.of());
        for (String name : List.of("moderation.rules", "moderation.hashes")) {
            assertThat(plan.get(name).single()).isTrue();
            assertThat(plan.get(name).settings()).containsEntry("cleanup.policy", "compact");
            assertThat(plan.get(name).cleanup()).isEqualTo("compact");
        }
        assertThat(plan.get("moderation.uploads").cleanup()).isEqualTo("delete");
    }

    @Test
    void outcomeTopics_takeTheLargestDecision() {
        assertThat(plan(Map.of()).get("moderation.review").settings()).containsEntry("max.message.bytes", "3145728");
        PlannedTopic large =
                plan(Map.of("saring.decision.max-bytes", "10000000")).get("moderation.review");
        assertThat(large.settings()).containsEntry("max.message.bytes", "10102000");
        assertThat(large.leastRecordBytes()).isEqualTo(10_102_000);
    }
}
