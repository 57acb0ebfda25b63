package dev.saring.topology;

import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.ModerationDecision;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleFileException;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.TopicInspection.Difference;
import dev.saring.topology.TopicInspection.Gravity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be right before a pipeline can start. Each check ends with everything that it found wrong. */
final class StartChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

    private static final int LOOKS_AGAIN = 2;

    private final Settings settings;
    private final Topics topics;

    StartChecks(Settings settings) {
        this.settings = settings;
        this.topics = Topics.of(settings);
    }

    /** Reads the policies. */
    PolicyBook policies() throws PipelineStartException {
        String file = settings.get(SettingCatalog.POLICIES_FILE);
        try {
            return file.isEmpty() ? PolicyFile.standard() : PolicyFile.read(Path.of(file));
        } catch (RuleFileException e) {
            throw new PipelineStartException(e.getMessage(), e);
        } catch (IOException e) {
            throw new PipelineStartException(
                    "the policy file " + file + " cannot be read (" + e + "); mend saring.policies.file", e);
        }
    }

    /**
     * Compares the topics with the plan; what is merely other than planned passes. A missing topic is looked for again
     * for a moment, since a broker may not have heard yet of one that was just created.
     */
    void topics() throws PipelineStartException, InterruptedException {
        try (Admin admin = Clients.admin(settings)) {
            TopicInspection inspection = new TopicInspection(admin);
            List<Difference> grave = grave(inspection);
            for (int again = 0; again < LOOKS_AGAIN && isAnyMissing(grave); again++) {
                TimeUnit.SECONDS.sleep(1);
                grave = grave(inspection);
            }
            if (!grave.isEmpty()) {
                throw new PipelineStartException(
                        grave.stream().map(Difference::text).toList());
            }
        }
    }

    private List<Difference> grave(TopicInspection inspection) throws InterruptedException {
        return inspection.compare(TopicPlan.of(settings)).stream()
                .filter(difference -> difference.gravity() != Gravity.DIFFERENT)
                .toList();
    }

    private static boolean isAnyMissing(List<Difference> differences) {
        return differences.stream().anyMatch(difference -> difference.gravity() == Gravity.MISSING);
    }

    /** Finds out early what is wrong for good. A registry that is away is no such thing: schemas are kept on disk. */
    void registry(SchemaRegistry registry) throws PipelineStartException {
        try {
            for (String topic : List.of(topics.approved(), topics.review(), topics.blocked(), topics.preserved())) {
                new AvroEncoder<>(registry, ModerationDecision.class, topic).prepare();
            }
        } catch (RegistryUnavailableException e) {
            switch (e.reason()) {
                case UNREACHABLE, WRONG_OR_LAGGING -> LOG.warn("Starting all the same: {}", e.getMessage());
                default -> throw new PipelineStartException(e.getMessage(), e);
            }
        }
    }
}
