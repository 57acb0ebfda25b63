package dev.saring.cli;

import dev.saring.config.KafkaClient;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.PublishReport;
import dev.saring.rules.RuleFileException;
import dev.saring.rules.RuleList;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopicException;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.topology.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code saring rules publish}: from rule files to the topics. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Checks rule files and, where nothing is wrong, brings the topics to what they say: adds and changes by"
                    + " rule id. What the files do not list stays live, unless --replace-source names its source.",
            "Safe to repeat: rules that are live already as they are stay untouched. Of two publishes at once the later"
                    + " one takes over, and the earlier one says how far it came."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the topics say what the files say",
            "1:something is wrong with the files, the cluster or the registry",
            "2:wrong usage"
        })
public final class RulesPublishCommand implements Callable<Integer> {
    @Mixin
    private RuleOptions rules;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--replace-source",
            paramLabel = "S",
            description = "Retire the live rules of this source that the files do not list. May be given repeatedly.")
    private Set<String> replacedSources = Set.of();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who publishes; by default the user's name.")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why, for rule-changes.")
    private String note;

    @Override
    public Integer call() {
        Settings settings =
                options.load(Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS, SettingCatalog.SCHEMA_REGISTRY_URL);
        try {
            System.out.println(describe(publish(settings, rules.rules(policies(settings)))));
            return 0;
        } catch (RuleFileException e) {
            throw new CommandFailure(
                    e.getMessage() + "\nproblems=" + e.problems().count() + ", nothing was published", e);
        } catch (RuleTopicException | RegistryUnavailableException | KafkaException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** What the pipeline judges by counts, so its policy file goes before the directory's. */
    private static Path policies(Settings settings) {
        String configured = settings.get(SettingCatalog.POLICIES_FILE);
        return configured.isEmpty() ? null : Path.of(configured);
    }

    private PublishReport publish(Settings settings, RuleList wanted)
            throws RuleTopicException, RegistryUnavailableException {
        String prefix = settings.get(SettingCatalog.TOPICS_PREFIX);
        try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry(), null);
                RulePublisher publisher = RulePublisher.connect(
                        settings.kafka(KafkaClient.CONSUMER),
                        settings.kafka(KafkaClient.PRODUCER),
                        Topics.of(settings).rulePublisher(),
                        RuleTopics.of(prefix),
                        registry)) {
            return publisher.publish(wanted, new PublishOrder(by, note, replacedSources));
        }
    }

    private static String describe(PublishReport report) {
        return "added=" + report.added() + " changed=" + report.changed() + " retired=" + report.retired()
                + " unchanged=" + report.unchanged() + " publish_id=" + report.publishId();
    }
}
