package dev.saring.cli;

import dev.saring.classify.RuleSet;
import dev.saring.rules.RuleFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code saring rules check}: everything that is wrong with rule files. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads rule and policy files and says what is wrong with them: one finding a line with file, line, column"
                    + " and remedy (the first hundred, the others are counted).",
            "The last line sums up: problems=n, and without problems the live rules and the version that they make"
                    + " under the default limits."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:nothing is wrong", "1:something is, or a file could not be read", "2:wrong usage"})
public final class RulesCheckCommand implements Callable<Integer> {
    @Mixin
    private RuleOptions rules;

    @Override
    public Integer call() {
        try {
            RuleSet ruleSet = rules.compile();
            System.out.println("problems=0 policies=" + ruleSet.policies().all().size() + " keywords="
                    + ruleSet.keywordRules() + " hashes=" + ruleSet.hashRules() + " version=" + ruleSet.version());
            return 0;
        } catch (RuleFileException e) {
            System.out.println(e.getMessage());
            System.out.println("problems=" + e.problems().count());
            return 1;
        }
    }
}
