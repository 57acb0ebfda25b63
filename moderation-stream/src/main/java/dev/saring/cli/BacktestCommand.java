package dev.saring.cli;

import dev.saring.classify.RuleSet;
import dev.saring.rules.CsvTable;
import dev.saring.rules.Problems;
import dev.saring.rules.RuleFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code saring backtest}: what rules would have done to labelled texts. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = {
            "Judges labelled texts as captions and compares: a text is positive with label 1, and predicted positive"
                    + " when it is BLOCKED or goes to REVIEW.",
            "Prints the rules behind most right and most wrong positives, and last"
                    + " precision=… recall=… f1=… fpr=… (0 where a denominator is)."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every row was judged", "1:a row, the rules or a file could not be read", "2:wrong usage"})
public final class BacktestCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("text", "label");
    private static final int RULES_SHOWN = 10;

    @Mixin
    private RuleOptions rules;

    @Option(
            names = "--labelled",
            required = true,
            paramLabel = "FILE.csv",
            description = "CSV in UTF-8 with the columns text and label (0 or 1); other columns are ignored.")
    private Path labelled;

    @Option(
            names = "--now",
            paramLabel = "ISO",
            converter = TimeConverter.class,
            description = "The time by which rules are valid, such as 2026-11-24T08:00:00Z; by default the clock's.")
    private Instant now;

    @Override
    public Integer call() {
        try {
            RuleSet ruleSet = rules.compile();
            Backtest backtest = new Backtest(ruleSet, now == null ? Instant.now() : now);
            Problems problems = judge(backtest);
            print(backtest);
            if (problems.count() > 0) {
                System.err.println(problems.describe());
                System.err.println(problems.count() + " problems; such rows are not in the figures");
            }
            return problems.count() > 0 ? 1 : 0;
        } catch (RuleFileException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private Problems judge(Backtest backtest) {
        Problems problems = new Problems();
        try (CsvTable table = new CsvTable(labelled, List.of(), COLUMNS, problems)) {
            for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                String label = row.cell("label").strip();
                if (label.equals("1") || label.equals("0")) {
                    backtest.add(row.cell("text"), label.equals("1"));
                } else {
                    row.report("label", "\"" + label + "\" is no label; write 0 or 1");
                }
            }
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
        return problems;
    }

    private static void print(Backtest backtest) {
        System.out.println("rules behind most right positives (right, wrong):");
        backtest.earned(RULES_SHOWN).forEach(BacktestCommand::print);
        System.out.println("rules behind most wrong positives (right, wrong):");
        backtest.cost(RULES_SHOWN).forEach(BacktestCommand::print);
        System.out.println(backtest.matrix());
        System.out.println(backtest.ratios());
    }

    private static void print(Backtest.RuleCount count) {
        System.out.println(String.format(Locale.ROOT, "  %-40s %8d %8d", count.ruleId(), count.right(), count.wrong()));
    }
}
