package dev.saring.cli;

import dev.saring.rules.BadRuleException;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleFileException;
import dev.saring.rules.RuleFileWriter;
import dev.saring.rules.RuleFiles;
import dev.saring.rules.RuleHistory;
import dev.saring.rules.RuleTopicException;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.topology.PipelineApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saring rules export}: from the topics to rule files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes keywords.csv and hashes.csv as the rules are live now or, with --at, as they were live then."
                    + " Compiled with the same policies and limits, the files have the version that instances had.",
            "--at takes back the changes since then, so rule-changes must reach back to that time; where retention has"
                    + " removed later ones, nothing is written. Rules written to the topics without `rules publish`"
                    + " have no change and count as having been there always."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the files are written",
            "1:a rule could not be read and is missing in them, or nothing was written",
            "2:wrong usage"
        })
public final class RulesExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleTopicCommand topics;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where the files are written.")
    private Path to;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = PastTimeConverter.class,
            description = "A time such as 2026-11-24T08:00:00+07:00, a date (its first moment in UTC), or a duration"
                    + " before now such as 7d.")
    private Instant at;

    @Option(names = "--force", description = "Write over rule files that are there.")
    private boolean force;

    private long unreadable;

    @Override
    public Integer call() {
        if (at != null && at.isAfter(Instant.now())) {
            throw new ParameterException(spec.commandLine(), "--at takes a time that is past");
        }
        for (String name : new String[] {RuleFiles.KEYWORDS, RuleFiles.HASHES}) {
            if (!force && Files.exists(to.resolve(name))) {
                throw new CommandFailure(
                        to.resolve(name) + " is there already; give another --to, or --force to write over it");
            }
        }
        try {
            Files.createDirectories(to);
            RuleFileWriter written = topics.history(this::write);
            System.out.println("keywords=" + written.keywordRules() + " hashes=" + written.hashRules() + " unreadable="
                    + unreadable + " version=" + version());
            return unreadable == 0 ? 0 : 1;
        } catch (IOException e) {
            throw failed(e);
        } catch (UncheckedIOException e) {
            throw failed(e.getCause());
        }
    }

    private RuleFileWriter write(RuleHistory history) throws RuleTopicException, RegistryUnavailableException {
        RuleHistory.Rules rules = at == null ? history.now() : history.at(at);
        try (RuleFileWriter writer = new RuleFileWriter(to)) {
            rules.forEach(writer, problem -> {
                unreadable++;
                System.err.println(problem);
            });
            writer.finish();
            return writer;
        } catch (BadRuleException e) {
            throw new IllegalStateException("a file takes every rule", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandFailure failed(IOException e) {
        return new CommandFailure("cannot write to " + to + ": " + e.getMessage(), e);
    }

    /** What instances with these settings make of the files. */
    private String version() throws IOException {
        try {
            return new RuleDirectory(to, topics.policies())
                    .compile(PipelineApp.limits(topics.settings()), true)
                    .version();
        } catch (RuleFileException e) {
            System.err.println("under the policies of now some of these rules cannot be taken:");
            System.err.println(e.getMessage());
            return "none";
        }
    }
}
