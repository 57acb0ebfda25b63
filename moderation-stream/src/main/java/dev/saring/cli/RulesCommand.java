package dev.saring.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saring rules}: between rule files and topics. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Checks rule files and brings them to the topics.",
        subcommands = {
            RulesCheckCommand.class,
            RulesImportCommand.class,
            RulesPublishCommand.class,
            RulesConfirmCommand.class,
            RulesLogCommand.class,
            RulesExportCommand.class
        })
public final class RulesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        throw new ParameterException(
                command,
                "Missing subcommand; choose one of "
                        + String.join(", ", command.getSubcommands().keySet()));
    }
}
