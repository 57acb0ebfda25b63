package dev.saring.cli;

import dev.saring.classify.RuleSet;
import dev.saring.config.Settings;
import dev.saring.rules.RuleAdvice;
import dev.saring.rules.RuleFileException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code saring rules check}: everything that is wrong with rule files. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads rule and policy files and says what is wrong with them: one finding a line with file, line, column"
                    + " and remedy (the first hundred, the others are counted).",
            "Then names what is doubtful though valid, as warnings: rules that can never match, that repeat or"
                    + " contradict each other, allow nothing, are over, block on very short phrases, or hit ordinary"
                    + " Indonesian or English words.",
            "The last line sums up: problems=n, and without problems the warnings, the live rules and the version that they make"
                    + " under the limits of the settings, by default Saring's."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:something is, or with --strict doubtful; or a file could not be read",
            "2:wrong usage"
        })
public final class RulesCheckCommand implements Callable<Integer> {
    @Mixin
    private RuleOptions rules;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--strict", description = "Warnings make the exit status 1 too.")
    private boolean strict;

    @Override
    public Integer call() {
        Settings settings = options.load();
        try {
            RuleSet ruleSet = rules.compile(settings);
            List<RuleAdvice.Doubt> doubts = rules.doubts(Instant.now(), settings);
            doubts.forEach(doubt -> System.out.println("warning: " + doubt));
            System.out.println("problems=0 warnings=" + doubts.size() + " policies="
                    + ruleSet.policies().all().size() + " keywords=" + ruleSet.keywordRules() + " hashes="
                    + ruleSet.hashRules() + " version=" + ruleSet.version());
            return strict && !doubts.isEmpty() ? 1 : 0;
        } catch (RuleFileException e) {
            System.out.println(e.getMessage());
            System.out.println("problems=" + e.problems().count());
            return 1;
        }
    }
}
