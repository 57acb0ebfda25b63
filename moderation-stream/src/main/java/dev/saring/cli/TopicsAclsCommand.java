package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.topology.AccessPlan;
import dev.saring.topology.AccessRole;
import dev.saring.topology.Topics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The least rights of each role. */
@Command(
        name = "acls",
        description = "Prints the least rights that each role needs; asks no cluster.",
        footer = {"", "A consumer's groups must begin with the name of its topic. The registry has rights of its own."})
final class TopicsAclsCommand implements Runnable {

    /** Which notation the rights are printed in. */
    private enum Notation {
        COMMANDS,
        STRIMZI
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settingsOptions;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            split = ",",
            description = "Only these (default: all): ${COMPLETION-CANDIDATES}.")
    private List<AccessRole> roles = List.of(AccessRole.values());

    @Option(
            names = "--principal-prefix",
            paramLabel = "TEXT",
            defaultValue = "saring-",
            description = "Begins the name of each role's user (default: ${DEFAULT-VALUE}).")
    private String prefix;

    @Option(
            names = "--principal",
            paramLabel = "ROLE=NAME",
            description = "The name of one role's user. May be given repeatedly.")
    private Map<AccessRole, String> names = Map.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "commands",
            description = "commands (kafka-acls.sh) or strimzi (KafkaUser); default: ${DEFAULT-VALUE}.")
    private Notation notation;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "kafka",
            description = "Strimzi's name of the cluster (default: ${DEFAULT-VALUE}).")
    private String cluster;

    @Override
    public void run() {
        Settings settings = settingsOptions.load(Map.of());
        String servers = settings.get(SettingCatalog.KAFKA_BOOTSTRAP_SERVERS);
        AclFormat format = notation == Notation.STRIMZI
                ? new AclFormat.Strimzi(cluster)
                : new AclFormat.Commands(servers == null ? "localhost:9092" : servers);
        AccessPlan plan = new AccessPlan(Topics.of(settings));
        StringBuilder text = new StringBuilder(format.heading());
        for (AccessRole role : roles) {
            text.append(format.user(names.getOrDefault(role, prefix + role), plan.grants(role)));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
