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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be right before a pipeline can start. Each check ends with everything that it found wrong. */
final class StartChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

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

    /** Compares the topics with the plan; what is merely other than planned passes. */
    void topics() throws PipelineStartException, InterruptedException {
        try (Admin admin = Clients.admin(settings)) {
            List<String> problems = new TopicInspection(admin)
                    .compare(TopicPlan.of(settings)).stream()
                            .filter(difference -> difference.gravity() != TopicInspection.Gravity.DIFFERENT)
                            .map(TopicInspection.Difference::text)
                            .toList();
            if (!problems.isEmpty()) {
                throw new PipelineStartException(problems);
            }
        }
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
