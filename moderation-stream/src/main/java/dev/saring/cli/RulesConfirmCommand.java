package dev.saring.cli;

import dev.saring.rules.RuleHistory;
import dev.saring.rules.RuleTopicException;
import dev.saring.rules.WaitingRule;
import dev.saring.serde.RegistryUnavailableException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saring rules confirm}: the second person's word, and what waits for it. */
@Command(
        name = "confirm",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a BLOCK rule in force that waits in SHADOW for a second person (saring.rules.four-eyes=true). Who wrote"
                    + " the rule cannot confirm it; a later edit must be confirmed again.",
            "With --list, prints the rules that wait, longest first: id, policy, action, what it looks for, who wrote it"
                    + " and when, separated by tabs; last waiting=n. More on one of them: `saring rules log RULE`."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the rule is in force; with --list, the rules are listed",
            "1:it is not: it awaits nobody, or the same person wrote it, or the cluster or the registry failed",
            "2:wrong usage"
        })
public final class RulesConfirmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RULE", description = "The id of the rule to confirm.")
    private String ruleId;

    @Mixin
    private RuleTopicCommand topics;

    @Option(names = "--list", description = "List the rules that wait, and change nothing.")
    private boolean list;

    @Option(names = "--by", paramLabel = "NAME", description = "Who confirms; must be given.")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why, for rule-changes.")
    private String note;

    @Override
    public Integer call() {
        if (list == (ruleId != null)) {
            throw new ParameterException(spec.commandLine(), "Give either RULE, the rule to confirm, or --list");
        }
        if (list) {
            return list();
        }
        if (by == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--by=NAME'");
        }
        System.out.println(
                "confirmed " + ruleId + " at " + topics.publisher(publisher -> publisher.confirm(ruleId, by, note)));
        return 0;
    }

    private int list() {
        List<WaitingRule> waiting = topics.history(RulesConfirmCommand::waiting);
        for (WaitingRule rule : waiting) {
            System.out.println(String.join(
                    "\t",
                    Printable.of(rule.ruleId()),
                    Printable.of(rule.policy()),
                    rule.action().name(),
                    Printable.of(rule.subject()),
                    Printable.of(rule.by()),
                    String.valueOf(rule.since())));
        }
        System.out.println("waiting=" + waiting.size());
        return 0;
    }

    private static List<WaitingRule> waiting(RuleHistory history)
            throws RuleTopicException, RegistryUnavailableException {
        return history.now().waiting(System.err::println);
    }
}
