package dev.saring.cli;

import dev.saring.audit.AuditException;
import dev.saring.audit.TopicReader;
import dev.saring.classify.Context;
import dev.saring.classify.DecisionWords;
import dev.saring.classify.Explainer;
import dev.saring.classify.RuleSet;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.ModerationDecision;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleFileException;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import dev.saring.serde.json.RecordJson;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.Place;
import dev.saring.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code saring explain}: why a content was decided on as it was. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the latest decision on a content, by revision and sequence, on the topics of the outcomes, and says"
                    + " what it rests on. Of each topic it reads the partition that holds the content, from --since on;"
                    + " where none has it, such as after partitions were added, the other partitions too.",
            "With --rules, and where the decision carries its upload and was made under the version of these rules, also"
                    + " what was set aside because of which ALLOW, SHADOW, region or date (see `saring rules export --at`)."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:a decision is explained", "1:there is none, or a topic could not be read", "2:wrong usage"})
public final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Option(names = "--content-id", required = true, paramLabel = "X", description = "The content.")
    private String contentId;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PastTimeConverter.class,
            defaultValue = "7d",
            description =
                    "Read decisions from then on, such as 12h, 30d or 2026-01-31; default: ${DEFAULT-VALUE}. Choose it"
                            + " such that all decisions on the content came later, or the latest is not found.")
    private Instant since;

    @Option(
            names = "--language",
            paramLabel = "id|en",
            defaultValue = "en",
            description = "The language of the explanation; default: ${DEFAULT-VALUE}.")
    private ExplanationLanguage language;

    @Option(names = "--rules", paramLabel = "DIR", description = "Rule files of the decision's version.")
    private Path rules;

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description =
                    "Policy file; by default that of the settings, else the policies.yaml of DIR, else Saring's own.")
    private Path policies;

    @Option(
            names = "--json",
            description = "Print the decision itself on one line, upload included, for `saring replay`.")
    private boolean json;

    private Settings settings;
    private ModerationDecision latest;

    @Override
    public Integer call() {
        settings = options.load(Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS, SettingCatalog.SCHEMA_REGISTRY_URL);
        find();
        if (latest == null) {
            System.err.println(
                    "no decision on " + contentId + " since " + since + " on the topics of the outcomes; it may"
                            + " be older (--since) or older than their retention, on its way, or a dead letter");
            return 1;
        }
        if (json) {
            System.out.println(RecordJson.whole().write(latest));
            return 0;
        }
        System.out.println(Printable.of(latest.getContentId()) + " revision " + latest.getRevision() + ": "
                + latest.getOutcome() + ", " + latest.getDecidedAt() + ", " + latest.getTrigger() + ", "
                + latest.getRuleSetVersion() + ", engine " + latest.getEngineVersion());
        lines().forEach(line -> System.out.println("  " + Printable.of(line.get(language.name()))));
        return 0;
    }

    private void find() {
        Topics topics = Topics.of(settings);
        byte[] key = contentId.getBytes(StandardCharsets.UTF_8);
        try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry(), null);
                TopicReader reader =
                        TopicReader.connect(settings, List.of(topics.approved(), topics.review(), topics.blocked()))) {
            AvroDecoder<ModerationDecision> decoder =
                    new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());
            Map<TopicPartition, Long> starts = reader.offsetsAt(Math.max(0, since.toEpochMilli()));
            Map<TopicPartition, Long> ends = reader.ends();
            Set<TopicPartition> likely = partitionsOf(key, ends.keySet());
            read(reader, decoder, key, without(starts, ends, partition -> !likely.contains(partition)), ends);
            if (latest == null) {
                read(reader, decoder, key, without(starts, ends, likely::contains), ends);
            }
        } catch (AuditException | KafkaException e) {
            throw new CommandFailure("the topics cannot be read: " + e.getMessage(), e);
        }
    }

    private void read(
            TopicReader reader,
            AvroDecoder<ModerationDecision> decoder,
            byte[] key,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends) {
        reader.range(starts, ends);
        Progress progress = new Progress("decisions", reader.left());
        while (!reader.isAtEnd()) {
            reader.poll(
                    record -> {
                        if (Arrays.equals(key, record.key())) {
                            keepLater(decode(decoder, record));
                        }
                    },
                    (partition, position) -> {});
            progress.left(reader.left());
        }
    }

    /** Where the pipeline's producer puts a key, by the number of partitions that each topic has now. */
    private static Set<TopicPartition> partitionsOf(byte[] key, Set<TopicPartition> all) {
        Map<String, List<TopicPartition>> topics = all.stream().collect(Collectors.groupingBy(TopicPartition::topic));
        return topics.entrySet().stream()
                .map(each -> new TopicPartition(
                        each.getKey(),
                        BuiltInPartitioner.partitionForKey(key, each.getValue().size())))
                .collect(Collectors.toSet());
    }

    /** The starts, with those of some partitions at their ends, so that nothing of them is read. */
    private static Map<TopicPartition, Long> without(
            Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends, Predicate<TopicPartition> leftOut) {
        Map<TopicPartition, Long> kept = new HashMap<>(starts);
        kept.replaceAll((partition, start) -> leftOut.test(partition) ? ends.get(partition) : start);
        return kept;
    }

    private static ModerationDecision decode(
            AvroDecoder<ModerationDecision> decoder, ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(record.value());
        } catch (UndecodableException | RegistryUnavailableException e) {
            throw new CommandFailure("the decision at " + Place.of(record) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void keepLater(ModerationDecision decision) {
        Comparator<ModerationDecision> order = Comparator.comparingLong(ModerationDecision::getRevision)
                .thenComparingLong(ModerationDecision::getSequence);
        if (latest == null || order.compare(decision, latest) >= 0) {
            latest = decision;
        }
    }

    private List<Map<String, String>> lines() {
        if (rules == null) {
            return DecisionWords.of(latest);
        }
        if (latest.getUpload() == null) {
            System.err.println("the decision carries no upload, so the rules say no more than the decision itself");
            return DecisionWords.of(latest);
        }
        RuleSet ruleSet = compile();
        if (!ruleSet.version().equals(latest.getRuleSetVersion())) {
            System.err.println("the rules in " + rules + " are " + ruleSet.version() + ", the decision was made under "
                    + latest.getRuleSetVersion() + "; so this is what the decision itself says");
            return DecisionWords.of(latest);
        }
        return new Explainer()
                .explain(
                        latest.getUpload(),
                        ruleSet,
                        new Context(
                                latest.getDecidedAt(),
                                latest.getContext().getStrikes(),
                                latest.getContext().getRestriction()))
                .lines();
    }

    private RuleSet compile() {
        Path file = policies == null ? RuleOptions.policyFileOf(settings) : policies;
        try {
            return new RuleDirectory(rules, file).compile(PipelineApp.limits(settings), true);
        } catch (RuleFileException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
    }
}
