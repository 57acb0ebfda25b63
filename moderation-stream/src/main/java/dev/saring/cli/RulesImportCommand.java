package dev.saring.cli;

import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.Fold;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TrustedRecords;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleFileException;
import dev.saring.rules.RuleFileWriter;
import dev.saring.rules.RuleFiles;
import dev.saring.rules.WordList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saring rules import}: from a published word list to a keywords.csv. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a keywords.csv of word lists: one term a line, or CSV files with a column of terms. Each term is"
                    + " quoted and gets the id SOURCE:TERM; a term that comes again is counted and left out.",
            "What cannot be taken is named with file and line; the rest is written."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every term was taken", "1:a term or a file could not be", "2:wrong usage"})
public final class RulesImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The lists, UTF-8.")
    private List<Path> files;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where keywords.csv is written.")
    private Path to;

    @Option(names = "--force", description = "Write over a keywords.csv that is there.")
    private boolean force;

    @Option(names = "--source", required = true, paramLabel = "NAME", description = "Name of the list.")
    private String source;

    @Option(names = "--policy", required = true, paramLabel = "CODE", description = "The policy that they serve.")
    private String policy;

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description = "Policy file; by default the policies.yaml of DIR, else Saring's own policies.")
    private Path policies;

    @Option(
            names = "--action",
            defaultValue = "REVIEW",
            paramLabel = "ACTION",
            description = "BLOCK, REVIEW or LABEL; default: ${DEFAULT-VALUE}.")
    private RuleAction action;

    @Option(
            names = "--fold",
            defaultValue = "STRONG",
            paramLabel = "FOLD",
            description = "exact, standard or strong; default: strong.")
    private Fold fold;

    @Option(
            names = "--mode",
            defaultValue = "ENFORCE",
            paramLabel = "MODE",
            description = "enforce, shadow or off; default: enforce.")
    private RuleMode mode;

    @Option(names = "--severity", defaultValue = "50", paramLabel = "N", description = "0 to 100; default: 50.")
    private int severity;

    @Option(
            names = "--languages",
            split = ",",
            paramLabel = "TAG",
            description = "Languages whose affixes are looked for around the terms, such as id,en.")
    private List<String> languages = List.of();

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "Column of the terms in CSV files; by default term, word, phrase, text or expression.")
    private String column;

    @Override
    public Integer call() throws IOException, RuleFileException {
        if (!List.of(RuleAction.BLOCK, RuleAction.REVIEW, RuleAction.LABEL).contains(action)) {
            throw new ParameterException(spec.commandLine(), "--action takes BLOCK, REVIEW or LABEL");
        }
        if (severity < 0 || severity > 100) {
            throw new ParameterException(spec.commandLine(), "--severity takes 0 to 100");
        }
        if (fold == Fold.UNKNOWN || mode == RuleMode.UNKNOWN) {
            throw new ParameterException(spec.commandLine(), "--fold and --mode do not take UNKNOWN");
        }
        Path target = to.resolve(RuleFiles.KEYWORDS);
        if (Files.exists(target) && !force) {
            System.err.println(target + " is there already; give another --to, or --force to write over it");
            return 1;
        }
        if (policies().find(policy) == null) {
            System.err.println("no policy '" + policy + "' in the policy file");
            return 1;
        }
        WordList list = new WordList(template());
        for (Path file : files) {
            try {
                list.add(file, column);
            } catch (IOException e) {
                throw CommandFailure.unreadable(e);
            }
        }
        Files.createDirectories(to);
        RuleFileWriter.writeKeywords(to, list.rules());
        if (list.problems().count() > 0) {
            System.err.println(list.problems().describe());
        }
        System.out.println("rules=" + list.rules().size() + " duplicates=" + list.duplicates() + " refused="
                + list.problems().count());
        return list.problems().count() == 0 ? 0 : 1;
    }

    private PolicyBook policies() throws IOException, RuleFileException {
        Path own = to.resolve(PolicyFile.NAME);
        if (policies != null) {
            return PolicyFile.read(policies);
        }
        return Files.exists(own) ? PolicyFile.read(own) : PolicyFile.standard();
    }

    private KeywordRule template() {
        TrustedRecords.register();
        return KeywordRule.newBuilder()
                .setRuleId("")
                .setExpression("")
                .setPolicy(policy)
                .setAction(action)
                .setFold(fold)
                .setMode(mode)
                .setSeverity(severity)
                .setLanguages(languages)
                .setSource(source)
                .build();
    }
}
