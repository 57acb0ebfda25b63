package dev.saring.cli;

import dev.saring.ops.MeterDoc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every metric. */
@Command(
        name = "metrics",
        description =
                "Prints every metric of Saring's own with its kind, unit, tags and meaning, and what holds between"
                        + " them. One a line, tab-separated. The values are on /metrics of a running pipeline; those of"
                        + " saring_audit_* in the file that audit --metrics leaves.")
final class MetricsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--markdown", description = "Prints tables in Markdown instead.")
    private boolean markdown;

    @Override
    public void run() {
        spec.commandLine().getOut().print(markdown ? MeterDoc.asMarkdown() : MeterDoc.asText());
        spec.commandLine().getOut().flush();
    }
}
