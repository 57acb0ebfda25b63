package dev.saring.topology;

import dev.saring.config.Settings;
import dev.saring.topology.TopicInspection.Gravity;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** Whether the topics that the pipeline works with are there, and are such that no record is lost. */
final class TopicsCheck implements StartCheck {
    private final Admin admin;
    private final TopicPlan plan;

    TopicsCheck(Admin admin, Settings settings) {
        this.admin = admin;
        String publishersOnly = Topics.of(settings).ruleChanges();
        this.plan = TopicPlan.of(settings).without(publishersOnly);
    }

    @Override
    public String subject() {
        return "topics";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        try {
            return new TopicInspection(admin)
                    .compare(plan).stream()
                            // RightsCheck tells what may not be looked at.
                            .filter(each -> each.gravity() == Gravity.MISSING || each.gravity() == Gravity.WRONG)
                            .map(each -> Finding.stopping(each.text()))
                            .toList();
        } catch (KafkaUnreachableException e) {
            return List.of(Finding.stopping(e.getMessage()));
        }
    }
}
