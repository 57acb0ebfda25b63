package dev.saring.cli;

import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleAdvice;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleFileException;
import dev.saring.rules.RuleList;
import dev.saring.topology.PipelineApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name rule files, the same for each command that reads them. */
final class RuleOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description =
                    "Directory with keywords.csv and hashes.csv (either may be missing) and perhaps policies.yaml.")
    private Path directory;

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description = "Policy file; by default the policies.yaml of the directory (rules publish: that of the"
                    + " settings), else that of the settings, else Saring's own policies.")
    private Path policies;

    @Option(names = "--allow-empty", description = "Accept a directory without a single live rule.")
    private boolean allowEmpty;

    /** Whether there is a directory. */
    boolean isGiven() {
        return directory != null;
    }

    /**
     * The policies alone.
     *
     * @param preferred policy file to use unless the option names one; null for none
     */
    PolicyBook policies(Path preferred) throws RuleFileException {
        Path file = policies == null ? preferred : policies;
        return reading(() -> directory != null
                ? new RuleDirectory(directory, file).policies()
                : file == null ? PolicyFile.standard() : PolicyFile.read(file));
    }

    /**
     * Refuses a policy file of the directory's own that the pipeline would not judge by: the rules would be checked
     * against policies that it does not have, and it would reject them.
     *
     * @param configured the pipeline's policy file; null for Saring's own policies
     */
    void requirePoliciesOfThePipeline(Path configured) {
        if (directory == null || policies != null || configured != null) {
            return;
        }
        if (hasPolicies(directory)) {
            throw new CommandFailure(directory.resolve(PolicyFile.NAME)
                    + " is not the policy file that the pipeline judges by; set saring.policies.file to"
                    + " it for the pipeline and here, or name the pipeline's with --policies");
        }
    }

    private Path directory() {
        if (directory == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--rules=DIR'");
        }
        return directory;
    }

    /** Reads and compiles the rules as a pipeline with these settings would. */
    RuleSet compile(Settings settings) throws RuleFileException {
        return compile(directory(), settings);
    }

    /** Compiles another directory in the same way. */
    RuleSet compile(Path other, Settings settings) throws RuleFileException {
        return reading(() -> new RuleDirectory(other, policyFile(other, settings))
                .compile(PipelineApp.limits(settings), allowEmpty));
    }

    private Path policyFile(Path rules, Settings settings) {
        return policies == null && !hasPolicies(rules) ? policyFileOf(settings) : policies;
    }

    private static boolean hasPolicies(Path rules) {
        return Files.exists(rules.resolve(PolicyFile.NAME), LinkOption.NOFOLLOW_LINKS);
    }

    /** The policy file that a pipeline with these settings judges by; null for Saring's own policies. */
    static Path policyFileOf(Settings settings) {
        String configured = settings.get(SettingCatalog.POLICIES_FILE);
        return configured.isEmpty() ? null : Path.of(configured);
    }

    /** What is doubtful about the rules, though each of them is valid. */
    List<RuleAdvice.Doubt> doubts(Instant now, Settings settings) throws RuleFileException {
        return reading(() -> {
            RuleDirectory read = new RuleDirectory(directory(), policyFile(directory(), settings));
            return RuleAdvice.on(read.rules(allowEmpty), read.policies(), now);
        });
    }

    /**
     * Reads and checks the rules.
     *
     * @param preferred policy file to use unless the option names one; null for none
     */
    RuleList rules(Path preferred) throws RuleFileException {
        Path file = policies == null ? preferred : policies;
        return reading(() -> new RuleDirectory(directory(), file).rules(allowEmpty));
    }

    private interface Reading<T> {
        T read() throws IOException, RuleFileException;
    }

    private static <T> T reading(Reading<T> reading) throws RuleFileException {
        try {
            return reading.read();
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
    }
}
