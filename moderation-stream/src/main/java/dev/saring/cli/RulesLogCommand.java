package dev.saring.cli;

import dev.saring.moderation.RuleChange;
import dev.saring.serde.json.RecordJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code saring rules log}: what happened to a rule. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the changes of one rule from rule-changes, oldest first: when, who, why, and each field before and"
                    + " after.",
            "Reads the whole topic; what its retention has removed is not there any more."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:there are changes", "1:there are none, or the topic could not be read", "2:wrong usage"})
public final class RulesLogCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RULE", description = "The rule's id.")
    private String ruleId;

    @Mixin
    private RuleTopicCommand topics;

    @Option(names = "--json", description = "One RuleChange a line as JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        List<RuleChange> changes = topics.history(history -> history.changes(ruleId));
        if (changes.isEmpty()) {
            System.err.println("no change of a rule " + ruleId + " on "
                    + topics.topics().changes() + "; check the id and saring.topics.prefix");
            return 1;
        }
        for (RuleChange change : changes) {
            System.out.println(json ? RecordJson.whole().write(change) : RuleChangeText.of(change));
        }
        return 0;
    }
}
