package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.config.Role;
import dev.saring.config.Settings;
import dev.saring.rules.RuleTopics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void withoutInputPrefix_everythingHasTheSamePrefix() {
        Topics topics = Topics.of(Settings.of(Map.of("saring.topics.prefix", "staging.")));

        assertThat(topics).isEqualTo(new Topics("staging."));
        assertThat(topics.areBesideAnother()).isFalse();
        assertThat(topics.uploads()).isEqualTo("staging.uploads");
        assertThat(topics.ruleTopics()).isEqualTo(RuleTopics.of("staging."));
    }

    @Test
    void withInputPrefix_whatIsReadIsTheOthers_andAllElseIsOnesOwn() {
        Topics topics = Topics.of(
                Settings.of(Map.of("saring.topics.prefix", "shadow.", "saring.topics.input-prefix", "moderation.")));

        assertThat(topics.areBesideAnother()).isTrue();
        assertThat(List.of(
                        topics.uploads(),
                        topics.rules(),
                        topics.hashes(),
                        topics.ruleChanges(),
                        topics.rulePublisher()))
                .allMatch(name -> name.startsWith("moderation."));
        assertThat(List.of(
                        topics.rulesRejected(),
                        topics.approved(),
                        topics.review(),
                        topics.blocked(),
                        topics.preserved(),
                        topics.deadLetter(),
                        topics.applicationId(Role.CLASSIFY)))
                .allMatch(name -> name.startsWith("shadow."));
        assertThat(new AccessPlan(topics).grants(AccessRole.PIPELINE))
                .filteredOn(grant -> grant.operation() == org.apache.kafka.common.acl.AclOperation.WRITE)
                .allMatch(grant -> grant.resource().name().startsWith("shadow."));
    }
}
