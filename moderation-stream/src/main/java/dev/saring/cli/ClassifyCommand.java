package dev.saring.cli;

import dev.saring.classify.RuleSet;
import dev.saring.rules.RuleFileException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code saring classify}: decisions on uploads from standard input, without Kafka. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description = {
            "Classifies uploads from standard input: one JSON object a line with the fields of UploadEvent by name,"
                    + " bytes in hex, times in ISO 8601; only contentId is required.",
            "Answers each line in order with one line on standard output: the decision, or {\"line\":n,\"error\":\"...\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every line was classified", "1:a line or the rules could not be read", "2:wrong usage"})
public final class ClassifyCommand implements Callable<Integer> {
    @Mixin
    private RuleOptions rules;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--now",
            paramLabel = "ISO",
            converter = TimeConverter.class,
            description = "The time of the decisions, such as 2026-11-24T08:00:00Z; by default the clock's.")
    private Instant now;

    @Option(
            names = "--explain",
            description = "Adds to each decision the field explanation: sentences that say what matched where, what was"
                    + " set aside and why, and how the outcome came about.")
    private boolean explain;

    @Option(
            names = "--language",
            paramLabel = "id|en",
            defaultValue = "en",
            description = "The language of the explanation; default: ${DEFAULT-VALUE}.")
    private ExplanationLanguage language;

    @Override
    public Integer call() {
        RuleSet ruleSet;
        try {
            ruleSet = rules.compile(options.load());
        } catch (RuleFileException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        InstantSource clock = now == null ? InstantSource.system() : InstantSource.fixed(now);
        PrintStream out = System.out;
        Answer answer = explain ? new ExplainedAnswer(language) : new PlainAnswer();
        try {
            return new ClassifyLines(ruleSet, clock, answer).run(System.in, new CheckedOutput(out)) ? 0 : 1;
        } catch (IOException e) {
            throw new CommandFailure("stopped before the end of the input: " + e.getMessage(), e);
        }
    }
}
