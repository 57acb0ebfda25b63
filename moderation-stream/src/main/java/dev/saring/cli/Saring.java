package dev.saring.cli;

import dev.saring.config.ApplicationVersion;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "saring",
        description = "Classifies every upload of a content platform while it happens.",
        mixinStandardHelpOptions = true,
        versionProvider = Saring.Version.class,
        subcommands = {
            RunCommand.class,
            ClassifyCommand.class,
            BacktestCommand.class,
            RulesCommand.class,
            HashCommand.class,
            MatchCommand.class,
            TopicsCommand.class,
            ExplainCommand.class,
            CaptureCommand.class,
            ReplayCommand.class,
            AuditCommand.class,
            DoctorCommand.class,
            DeadLetterCommand.class,
            SettingsCommand.class
        },
        footer = {
            "",
            "Data goes to standard output, everything else to standard error.",
            "Exit status: 0 success; 1 a failed run or, for checks, a finding; 2 wrong usage or settings."
        })
public final class Saring implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        System.exit(commandLine().execute(args));
    }

    /** Data and messages are in UTF-8, whatever the platform's own charset. */
    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(stream)), true, StandardCharsets.UTF_8);
    }

    /** The command line with all commands. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Saring());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new FailureReport());
        inheritHelp(line);
        return line;
    }

    private static void inheritHelp(CommandLine line) {
        for (CommandLine command : line.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (!spec.mixinStandardHelpOptions()) {
                spec.mixinStandardHelpOptions(true);
            }
            spec.versionProvider(new Version());
            inheritHelp(command);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The version for {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"saring " + ApplicationVersion.get()};
        }
    }
}
