package dev.saring.cli;

import dev.saring.config.SettingsDoc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every setting. */
@Command(name = "settings", description = "Prints a settings file with every setting, its default and what it is for.")
final class SettingsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--markdown", description = "Prints a table in Markdown instead.")
    private boolean markdown;

    @Override
    public void run() {
        spec.commandLine().getOut().print(markdown ? SettingsDoc.asMarkdown() : SettingsDoc.asFile());
        spec.commandLine().getOut().flush();
    }
}
