package dev.saring.cli;

import dev.saring.rules.RuleHistory;
import dev.saring.rules.RuleTopicException;
import dev.saring.rules.WaitingRule;
import dev.saring.serde.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            "Puts BLOCK rules in force that wait in SHADOW for a second person (saring.rules.four-eyes=true). Who wrote a"
                    + " rule cannot confirm it; a later edit must be confirmed again.",
            "RULE alone prints the rule and its fingerprint; with --seen and that fingerprint it is put in force. One that"
                    + " was edited in between has another fingerprint and is refused.",
            "--list prints the rules that wait, longest first: id, policy, action, what it looks for, who wrote it, when,"
                    + " and its fingerprint, separated by tabs; last waiting=n. --listed confirms the rules in such a list,"
                    + " after you have read it and taken out what shall not be in force: all of them, or none where one was"
                    + " edited since."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the rules are in force; with --list, they are listed",
            "1:they are not: RULE was only shown, a rule awaits nobody, the same person wrote it, it was edited, or the"
                    + " cluster or the registry failed",
            "2:wrong usage"
        })
public final class RulesConfirmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RULE", description = "The id of the rule to look at or to confirm.")
    private String ruleId;

    @Mixin
    private RuleTopicCommand topics;

    @Option(names = "--list", description = "List the rules that wait, and change nothing.")
    private boolean list;

    @Option(
            names = "--seen",
            paramLabel = "FINGERPRINT",
            description = "Confirm RULE as it was when its fingerprint was this.")
    private String seen;

    @Option(
            names = "--listed",
            paramLabel = "FILE",
            description =
                    "Confirm the rules in FILE: lines as --list prints them, of which the first and the last column"
                            + " count.")
    private Path listed;

    @Option(names = "--by", paramLabel = "NAME", description = "Who confirms; must be given to confirm.")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why, for rule-changes.")
    private String note;

    @Override
    public Integer call() {
        if (Stream.of(list, listed != null, ruleId != null).filter(each -> each).count() != 1
                || seen != null && ruleId == null) {
            throw new ParameterException(
                    spec.commandLine(), "Give one of RULE, perhaps with --seen, --list, and --listed FILE");
        }
        if (list) {
            return list();
        }
        if (listed == null && seen == null) {
            return show();
        }
        if (by == null || by.isBlank()) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--by=NAME'");
        }
        return confirm(listed == null ? Map.of(ruleId, seen.strip().toLowerCase(Locale.ROOT)) : read(listed));
    }

    private int confirm(Map<String, String> rules) {
        Instant at = topics.publisher(publisher -> publisher.confirm(rules, by, note));
        rules.keySet().forEach(each -> System.out.println("confirmed " + Printable.of(each) + " at " + at));
        return 0;
    }

    /** The fingerprints in a list, by ruleId. */
    private static Map<String, String> read(Path file) {
        Map<String, String> rules = new LinkedHashMap<>();
        try {
            long line = 0;
            for (String text : Files.readAllLines(file)) {
                line++;
                if (text.isBlank() || text.startsWith("waiting=")) {
                    continue;
                }
                String[] columns = text.split("\t", -1);
                if (columns.length < 2) {
                    throw new CommandFailure(
                            file + ":" + line + ": is no line of `saring rules confirm --list`, with the"
                                    + " rule's id first and its fingerprint last, split by tabs; nothing was confirmed");
                }
                rules.put(columns[0], columns[columns.length - 1].strip());
            }
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
        if (rules.isEmpty()) {
            throw new CommandFailure(file + " lists no rule; nothing was confirmed");
        }
        return rules;
    }

    private int show() {
        for (WaitingRule rule : topics.history(RulesConfirmCommand::waiting)) {
            if (rule.ruleId().equals(ruleId)) {
                System.out.println(rule.ruleId() + " waits for a second person, written by " + Printable.of(rule.by())
                        + " at " + rule.since());
                System.out.println(RuleChangeText.fields(rule.rule()));
                System.err.println("nothing was confirmed; to put the rule in force as it stands here, add --seen "
                        + rule.fingerprint() + " and --by NAME");
                return 1;
            }
        }
        throw new CommandFailure("no rule " + ruleId
                + " waits for a second person; see `saring rules confirm --list`, and" + " check saring.topics.prefix");
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
                    String.valueOf(rule.since()),
                    rule.fingerprint()));
        }
        System.out.println("waiting=" + waiting.size());
        return 0;
    }

    private static List<WaitingRule> waiting(RuleHistory history)
            throws RuleTopicException, RegistryUnavailableException {
        return history.now().waiting(System.err::println);
    }
}
