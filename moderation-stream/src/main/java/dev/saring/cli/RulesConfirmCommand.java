package dev.saring.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code saring rules confirm}: the second person's word. */
@Command(
        name = "confirm",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a BLOCK rule in force that waits in SHADOW for a second person (saring.rules.four-eyes=true). Who wrote"
                    + " the rule cannot confirm it; a later edit must be confirmed again.",
            "Look at it first: `saring rules log RULE`."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the rule is in force",
            "1:it is not: it awaits nobody, or the same person wrote it, or the cluster or the registry failed",
            "2:wrong usage"
        })
public final class RulesConfirmCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RULE", description = "The rule's id.")
    private String ruleId;

    @Mixin
    private RuleTopicCommand topics;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who confirms.")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why, for rule-changes.")
    private String note;

    @Override
    public Integer call() {
        System.out.println(
                "confirmed " + ruleId + " at " + topics.publisher(publisher -> publisher.confirm(ruleId, by, note)));
        return 0;
    }
}
