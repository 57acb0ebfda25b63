package dev.saring.topology;

import dev.saring.config.Settings;
import dev.saring.topology.TopicInspection.Difference;
import dev.saring.topology.TopicInspection.Gravity;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** Whether the topics that the pipeline works with are there, and are such that no record is lost. */
final class TopicsCheck implements StartCheck {
    private static final int LOOKS_AGAIN = 2;

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

    /** A missing topic is looked for again for a moment: a broker may not know yet of one that was just created. */
    @Override
    public List<Finding> look() throws InterruptedException {
        try {
            List<Difference> grave = grave();
            for (int again = 0; again < LOOKS_AGAIN && isAnyMissing(grave); again++) {
                TimeUnit.SECONDS.sleep(1);
                grave = grave();
            }
            return grave.stream()
                    .map(difference -> Finding.stopping(difference.text()))
                    .toList();
        } catch (ClusterException e) {
            return List.of(Finding.stopping(e.getMessage()));
        }
    }

    /** What {@link RightsCheck} does not tell already. */
    private List<Difference> grave() throws InterruptedException {
        return new TopicInspection(admin)
                .compare(plan).stream()
                        .filter(each -> each.gravity() == Gravity.MISSING || each.gravity() == Gravity.WRONG)
                        .toList();
    }

    private static boolean isAnyMissing(List<Difference> differences) {
        return differences.stream().anyMatch(difference -> difference.gravity() == Gravity.MISSING);
    }
}
