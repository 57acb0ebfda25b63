package dev.saring.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What this machine can carry. */
@Command(
        name = "bench",
        description = "What this machine, with a cluster, can carry.",
        subcommands = BenchPipelineCommand.class)
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "pipeline?");
    }
}
