package dev.saring.cli;

import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleFileException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that name rule files, the same for each command that reads them. */
final class RuleOptions {
    @Option(
            names = "--rules",
            required = true,
            paramLabel = "DIR",
            description =
                    "Directory with keywords.csv and hashes.csv (either may be missing) and perhaps policies.yaml.")
    private Path directory;

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description = "Policy file; by default the policies.yaml of the directory, else Saring's own policies.")
    private Path policies;

    @Option(names = "--allow-empty", description = "Accept a directory without a single live rule.")
    private boolean allowEmpty;

    Path directory() {
        return directory;
    }

    /** The policy file that was named, or null. */
    Path policies() {
        return policies;
    }

    boolean allowEmpty() {
        return allowEmpty;
    }

    RuleDirectory open() throws IOException, RuleFileException {
        return new RuleDirectory(directory, policies);
    }
}
