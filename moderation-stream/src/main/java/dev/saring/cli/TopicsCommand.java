package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.topology.CapacityPlan;
import dev.saring.topology.Clients;
import dev.saring.topology.ClusterException;
import dev.saring.topology.PlannedTopic;
import dev.saring.topology.SchemaRegistration;
import dev.saring.topology.TopicCreation;
import dev.saring.topology.TopicInspection;
import dev.saring.topology.TopicInspection.Difference;
import dev.saring.topology.TopicInspection.Gravity;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The topics that the cluster needs. */
@Command(
        name = "topics",
        description = "The topics that the cluster needs, and the rights on them.",
        subcommands = TopicsAclsCommand.class)
final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "plan, create or acls?");
    }

    /** How many of what. */
    private static final class Sizes {
        private static final int DEFAULT_PARTITIONS = 12;
        private static final double MINUTES_A_DAY = 24 * 60;
        private static final double MOST_DAYS = 36_500;

        @Option(
                names = "--partitions",
                paramLabel = "N",
                description =
                        "Partitions of uploads and of what follows from them (default: 12, or what --uploads-per-second"
                                + " needs). The most threads that can classify at once; changing it later reorders"
                                + " contents, so be generous.")
        private Integer partitions;

        @Option(
                names = "--replication-factor",
                paramLabel = "N",
                defaultValue = "3",
                description = "Copies of each partition (default: ${DEFAULT-VALUE}); 1 loses records with a broker.")
        private short replication;

        @Option(
                names = "--days",
                paramLabel = "D",
                description = "How long uploads are kept (default: 7). As long as a replay may be wanted.")
        private Double days;

        private TopicPlan plan(Settings settings) {
            TopicPlan plan = TopicPlan.of(settings);
            return days == null
                    ? plan
                    : plan.keepingUploads(Topics.of(settings), Duration.ofMinutes(Math.round(days * MINUTES_A_DAY)));
        }

        private int partitions(PlannedTopic topic) {
            return topic.single() ? 1 : partitions == null ? DEFAULT_PARTITIONS : partitions;
        }

        /** The topic's settings, with two in-sync copies where there are three, so that one broker may be away. */
        private Map<String, String> settings(PlannedTopic topic) {
            Map<String, String> settings = new TreeMap<>(topic.settings());
            settings.put("min.insync.replicas", replication >= 3 ? "2" : "1");
            return settings;
        }

        /** Takes what is needed, unless more was asked for. */
        private void need(int least, CommandSpec spec) {
            if (partitions == null) {
                partitions = least;
            } else if (partitions < least) {
                spec.commandLine()
                        .getErr()
                        .println("--partitions " + partitions + " is less than the " + least
                                + " that this needs with room to grow");
            }
        }

        private void check(CommandSpec spec) {
            if (partitions != null && partitions < 1 || replication < 1) {
                throw new ParameterException(
                        spec.commandLine(), "--partitions and --replication-factor must be at least 1");
            }
            if (days != null && !(days > 0 && days <= MOST_DAYS)) {
                throw new ParameterException(spec.commandLine(), "--days must be above 0, and at most 36500");
            }
        }
    }

    @Command(
            name = "plan",
            description = {
                "Prints the topics with their settings and the reasons; asks no cluster.",
                "With --uploads-per-second also what they and the instances need, from what `saring bench pipeline` has"
                        + " measured, with the arithmetic; last partitions=n instances=n cores_per_instance=n heap_mb=n"
                        + " memory_mb=n disk_gb=n network_mb_per_s=n."
            })
    int plan(@Mixin SettingsOptions options, @Mixin Sizes sizes, @Mixin CapacityOptions capacity) {
        sizes.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.load(Map.of());
        TopicPlan plan = sizes.plan(settings);
        CapacityPlan needs = capacity.isGiven() ? capacity.plan(Topics.of(settings), plan, sizes.replication) : null;
        if (needs != null) {
            sizes.need(needs.partitions(), spec);
        }
        for (PlannedTopic topic : plan.topics()) {
            out.println(topic.name());
            out.println("  partitions=" + sizes.partitions(topic) + " replication.factor=" + sizes.replication + " "
                    + sizes.settings(topic).entrySet().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(" ")));
            out.println("  " + topic.why());
        }
        if (needs != null) {
            out.println();
            needs.lines().forEach(out::println);
            out.println(needs.summary());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            description =
                    "Creates the topics that are missing, registers the schemas of all, and says what differs from"
                            + " the plan. Changes nothing that exists; can be run again.",
            footer = {"", "Status 1 where an existing topic would lose records or stop the pipeline."})
    int create(@Mixin SettingsOptions options, @Mixin Sizes sizes) throws InterruptedException {
        sizes.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.load(Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS);
        TopicPlan plan = sizes.plan(settings);
        try (Admin admin = Clients.admin(settings)) {
            List<Difference> differences = new TopicInspection(admin).compare(plan);
            TopicCreation creation = new TopicCreation(admin);
            for (PlannedTopic topic : plan.topics()) {
                if (is(Gravity.HIDDEN, topic, differences)) {
                    continue; // said below
                }
                if (is(Gravity.MISSING, topic, differences)) {
                    creation.create(topic.name(), sizes.partitions(topic), sizes.replication, sizes.settings(topic));
                    out.println("created " + topic.name());
                } else {
                    out.println("exists  " + topic.name());
                }
            }
            register(settings, out);
            differences.stream()
                    .filter(difference -> difference.gravity() != Gravity.MISSING)
                    .forEach(difference -> spec.commandLine().getErr().println(difference.text()));
            return differences.stream()
                            .anyMatch(difference ->
                                    difference.gravity() == Gravity.WRONG || difference.gravity() == Gravity.HIDDEN)
                    ? ExitCode.SOFTWARE
                    : ExitCode.OK;
        } catch (ClusterException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new CommandFailure("Kafka's settings cannot be used: " + e.getMessage(), e);
        }
    }

    private static boolean is(Gravity gravity, PlannedTopic topic, List<Difference> differences) {
        return differences.stream()
                .anyMatch(difference ->
                        difference.gravity() == gravity && difference.topic().equals(topic.name()));
    }

    private void register(Settings settings, PrintWriter out) {
        if (settings.get(SettingCatalog.SCHEMA_REGISTRY_URL) == null) {
            spec.commandLine().getErr().println("schema.registry.url is not set: no schemas were registered");
            return;
        }
        try {
            SchemaRegistration.register(settings).forEach(topic -> out.println("schema  " + topic));
        } catch (RegistryUnavailableException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
