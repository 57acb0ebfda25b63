package dev.saring.cli;

import dev.saring.config.KafkaClient;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.rules.RuleHistory;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopicException;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;

/** What the commands that work on the rule topics have in common: where these are, and what can go wrong. */
final class RuleTopicCommand {
    @Mixin
    private SettingsOptions options;

    private Settings settings;

    /** Work on the topics; nothing is caught but what {@link #run} explains. */
    interface Work<C, T> {
        T on(C connected) throws RuleTopicException, RegistryUnavailableException;
    }

    Settings settings() {
        if (settings == null) {
            settings =
                    options.load(Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS, SettingCatalog.SCHEMA_REGISTRY_URL);
        }
        return settings;
    }

    RuleTopics topics() {
        return Topics.of(settings()).ruleTopics();
    }

    /** The policy file that the pipeline judges by; null for Saring's own policies. */
    Path policies() {
        return RuleOptions.policyFileOf(settings());
    }

    /** Reads rules as they are and were. */
    <T> T history(Work<RuleHistory, T> work) {
        return connected(registry -> {
            try (RuleHistory history =
                    RuleHistory.connect(settings().kafka(KafkaClient.CONSUMER), topics(), registry)) {
                return work.on(history);
            }
        });
    }

    /** Publishes. */
    <T> T publisher(Work<RulePublisher, T> work) {
        return connected(registry -> {
            try (RulePublisher publisher = RulePublisher.connect(
                    settings().kafka(KafkaClient.CONSUMER),
                    settings().kafka(KafkaClient.PRODUCER),
                    Topics.of(settings()).rulePublisher(),
                    topics(),
                    registry)) {
                return work.on(publisher);
            }
        });
    }

    private <T> T connected(Work<SchemaRegistry, T> work) {
        try (SchemaRegistry registry = SchemaRegistry.connect(settings().registry(), null)) {
            return work.on(registry);
        } catch (RuleTopicException | RegistryUnavailableException | KafkaException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
