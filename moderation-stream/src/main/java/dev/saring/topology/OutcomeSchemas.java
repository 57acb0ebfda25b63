package dev.saring.topology;

import dev.saring.moderation.ModerationDecision;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the schema of decisions where it is not there yet, before the first one is written. */
final class OutcomeSchemas {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeSchemas.class);

    private OutcomeSchemas() {}

    /**
     * Registers, or finds what is registered. A registry that is away stops nothing: schemas are kept on disk.
     *
     * @throws PipelineStartException where the registry refuses
     */
    static void prepare(SchemaRegistry registry, Topics topics) throws PipelineStartException {
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
