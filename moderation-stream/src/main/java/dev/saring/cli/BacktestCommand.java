package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.rules.CsvTable;
import dev.saring.rules.Problems;
import dev.saring.rules.RuleFileException;
import dev.saring.serde.json.InvalidRecordException;
import dev.saring.serde.json.UploadJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saring backtest}: what rules would have done to labelled texts. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = {
            "Judges labelled texts as captions and compares: a text is positive with label 1, and predicted positive"
                    + " when it is BLOCKED or goes to REVIEW.",
            "With --against, decides by both rule sets instead and prints how many decisions would change, by outcome (with"
                    + " examples), policy and rule, and what SHADOW rules matched; last"
                    + " uploads=n outcome_changed=n otherwise_changed=n old=rs-… new=rs-…. A text's id tells its row and label.",
            "Else prints the rules behind most right and most wrong positives, and last"
                    + " precision=… recall=… f1=… fpr=… (0 where a denominator is)."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every row was judged", "1:a row, the rules or a file could not be read", "2:wrong usage"})
public final class BacktestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private static final List<String> COLUMNS = List.of("text", "label");
    private static final int RULES_SHOWN = 10;

    @Mixin
    private RuleOptions rules;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--against",
            paramLabel = "OLD",
            description = "Rule directory to compare with: what would change if --rules took its place.")
    private Path against;

    @ArgGroup(multiplicity = "1")
    private Texts texts;

    private static final String UPLOADS = "uploads";

    /** Where the uploads come from. */
    private static final class Texts {
        @Option(
                names = "--labelled",
                paramLabel = "FILE.csv",
                description = "CSV in UTF-8 with the columns text and label (0 or 1); other columns are ignored.")
        private Path labelled;

        @Option(
                names = "--uploads",
                paramLabel = "FILE.jsonl",
                description = "With --against: one upload a line, as `saring classify` takes them.")
        private Path uploads;

        @Option(
                names = "--from-topic",
                arity = "0..1",
                paramLabel = "TOPIC",
                fallbackValue = UPLOADS,
                description = "With --against: the uploads of the topic that --config leads to, each as at its record's"
                        + " time unless --now is given. Reads at full speed, joins no group and writes nothing. There is"
                        + " one such topic, which may be named: uploads.")
        private String topic;
    }

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PastTimeConverter.class,
            description = "Of --from-topic: from then on, such as 7d or 2026-01-31; by default all that is there.")
    private Instant since;

    @Option(
            names = "--now",
            paramLabel = "ISO",
            converter = TimeConverter.class,
            description = "The time by which rules are valid, such as 2026-11-24T08:00:00Z; by default the clock's.")
    private Instant now;

    @Override
    public Integer call() {
        if (against == null && texts.labelled == null) {
            throw new ParameterException(
                    spec.commandLine(), "--uploads and --from-topic hold no labels; give --against to compare with");
        }
        try {
            return against == null ? judge() : compare();
        } catch (RuleFileException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private int judge() throws RuleFileException {
        Backtest backtest = new Backtest(rules.compile(options.load()), time());
        Problems problems = judge(backtest::add);
        print(backtest);
        return told(problems);
    }

    private Instant time() {
        return now == null ? Instant.now() : now;
    }

    private int compare() throws RuleFileException {
        Settings settings = texts.topic != null
                ? options.load(Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS, SettingCatalog.SCHEMA_REGISTRY_URL)
                : options.load();
        RuleSetComparison comparison = new RuleSetComparison(rules.compile(against, settings), rules.compile(settings));
        Instant time = time();
        int status = 0;
        if (texts.labelled != null) {
            long[] number = new long[1];
            status = told(judge((text, positive) -> comparison.add(
                    Backtest.upload("text-" + ++number[0] + (positive ? "-1" : "-0"), text, time), time)));
        } else if (texts.uploads != null) {
            status = readUploads(upload -> comparison.add(upload, time));
        } else {
            UploadTopic topic = new UploadTopic(settings);
            if (!List.of(UPLOADS, topic.name()).contains(texts.topic)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--from-topic takes uploads, or " + topic.name() + ", and not " + Printable.of(texts.topic));
            }
            topic.read(since, (upload, at) -> comparison.add(upload, now == null ? at : now));
            if (topic.unreadable() > 0) {
                System.err.println(topic.unreadable() + " records could not be decoded and are not in the figures");
            }
        }
        comparison.report().forEach(System.out::println);
        return status;
    }

    private int readUploads(Consumer<UploadEvent> uploads) {
        UploadJson json = new UploadJson();
        int status = 0;
        try (InputStream in = Files.newInputStream(texts.uploads)) {
            LineReader lines = new LineReader(in, System.out);
            while (lines.next()) {
                String problem = lines.problem();
                if (problem == null) {
                    try {
                        UploadEvent upload = json.read(lines.text());
                        if (upload.getKind() != UploadKind.DELETE) {
                            uploads.accept(upload);
                        }
                    } catch (InvalidRecordException e) {
                        problem = e.getMessage();
                    }
                }
                if (problem != null) {
                    System.err.println("line " + lines.number() + ": " + problem);
                    status = 1;
                }
            }
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
        return status;
    }

    private static int told(Problems problems) {
        if (problems.count() > 0) {
            System.err.println(problems.describe());
            System.err.println(problems.count() + " problems; such rows are not in the figures");
        }
        return problems.count() > 0 ? 1 : 0;
    }

    private Problems judge(BiConsumer<String, Boolean> rows) {
        Problems problems = new Problems();
        try (CsvTable table = new CsvTable(texts.labelled, List.of(), COLUMNS, problems)) {
            for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                String label = row.cell("label").strip();
                if (label.equals("1") || label.equals("0")) {
                    rows.accept(row.cell("text"), label.equals("1"));
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
