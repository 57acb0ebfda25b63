package dev.saring.cli;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Trigger;
import dev.saring.rules.RuleFileException;
import dev.saring.serde.json.InvalidRecordException;
import dev.saring.serde.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code saring replay}: do these rules lead to the same decisions again? */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Decides again on the uploads that decisions carry, at their own times and with their own contexts, and"
                    + " compares. One line a decision: same, different (with what differs) or not-replayable (with why),"
                    + " contentId and decisionId, separated by tabs.",
            "Limits and policies influence decisions: give the pipeline's --config where it changes them.",
            "A decision that carries no whole upload, or that no upload caused, cannot be replayed and is counted apart."
                    + " Another rule-set or engine version is named, and is no difference by itself.",
            "The last line sums up: decisions=n same=n different=n not_replayable=n other_version=n bad_lines=n",
            "With --capture, what `saring capture` packed is decided again from that file alone, without Kafka and registry:"
                    + " each record under the rules of its own decision, or under --rules. One line a record: same,"
                    + " different, undecided (there was no result) or withheld (restricted content, not in the file),"
                    + " offset, contentId or key, and why, separated by tabs; last"
                    + " records=n same=n different=n undecided=n withheld=n other_version=n rules_by_time=n"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every decision that could be replayed is the same",
            "1:one is different, or a line, the rules or a file could not be read",
            "2:wrong usage"
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final RecordJson.Reader<ModerationDecision> DECISION = RecordJson.reader(ModerationDecision.class);

    @Mixin
    private RuleOptions rules;

    @Mixin
    private SettingsOptions options;

    @ArgGroup(multiplicity = "1")
    private Input input;

    /** What is decided again. */
    private static final class Input {
        @Option(
                names = "--decisions",
                paramLabel = "FILE.jsonl",
                description = "One ModerationDecision a line: fields by name, bytes in hex, times in ISO 8601, as"
                        + " `saring explain --json` prints them; - for standard input.")
        private Path decisions;

        @Option(names = "--capture", paramLabel = "FILE", description = "A file that `saring capture` wrote.")
        private Path capture;
    }

    private final Classifier classifier = new Classifier();
    private RuleSet ruleSet;
    private long count;
    private long same;
    private long different;
    private long notReplayable;
    private long otherVersion;
    private long badLines;

    @Override
    public Integer call() {
        try {
            if (input.capture != null) {
                RuleSet instead = rules.isGiven() ? rules.compile(options.load()) : null;
                return new CapturedReplay(input.capture, instead).run() ? 0 : 1;
            }
            ruleSet = rules.compile(options.load());
        } catch (RuleFileException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        return replay(input.decisions);
    }

    private int replay(Path decisions) {
        try (InputStream in = decisions.toString().equals("-") ? System.in : Files.newInputStream(decisions)) {
            LineReader lines = new LineReader(in, System.out);
            while (lines.next()) {
                take(lines);
            }
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
        System.out.println("decisions=" + count + " same=" + same + " different=" + different + " not_replayable="
                + notReplayable + " other_version=" + otherVersion + " bad_lines=" + badLines);
        return different == 0 && badLines == 0 ? 0 : 1;
    }

    private void take(LineReader lines) {
        String problem = lines.problem();
        try {
            if (problem == null) {
                replay(DECISION.read(lines.text()));
                return;
            }
        } catch (InvalidRecordException e) {
            problem = e.getMessage();
        }
        badLines++;
        System.err.println("line " + lines.number() + ": " + problem);
    }

    private void replay(ModerationDecision decision) {
        count++;
        String obstacle = obstacle(decision);
        if (obstacle != null) {
            notReplayable++;
            print("not-replayable", decision, obstacle);
            return;
        }
        ModerationDecision again = classifier.classify(
                decision.getUpload(),
                ruleSet,
                new Context(
                        decision.getDecidedAt(),
                        decision.getContext().getStrikes(),
                        decision.getContext().getRestriction()));
        String version = version(decision, again);
        otherVersion += version.isEmpty() ? 0 : 1;
        List<String> differences = DecisionDifference.between(decision, again);
        if (differences.isEmpty()) {
            same++;
            print("same", decision, version);
        } else {
            different++;
            print("different", decision, String.join("; ", differences) + (version.isEmpty() ? "" : "; " + version));
        }
    }

    /** Why a decision cannot be made again from what it carries; null where it can. */
    private static String obstacle(ModerationDecision decision) {
        if (decision.getUpload() == null) {
            return "the decision carries no upload";
        }
        if (decision.getTrigger() != Trigger.UPLOAD) {
            return "caused by " + decision.getTrigger().name().toLowerCase(Locale.ROOT) + ", not by the upload";
        }
        boolean cut = decision.getGaps().stream().anyMatch(gap -> gap.getKind() == GapKind.DECISION_CUT);
        return cut ? "the upload in it was cut to fit the topic" : null;
    }

    /** How the versions differ; empty where they do not. */
    static String version(ModerationDecision decision, ModerationDecision again) {
        if (!decision.getEngineVersion().equals(again.getEngineVersion())) {
            return "engine " + decision.getEngineVersion() + " then, " + again.getEngineVersion() + " here";
        }
        return decision.getRuleSetVersion().equals(again.getRuleSetVersion())
                ? ""
                : "rule set " + decision.getRuleSetVersion() + " then, " + again.getRuleSetVersion() + " here";
    }

    private static void print(String verdict, ModerationDecision decision, String why) {
        System.out.println(verdict
                + '\t'
                + Printable.of(decision.getContentId())
                + '\t'
                + decision.getDecisionId()
                + (why.isEmpty() ? "" : '\t' + Printable.of(why)));
    }
}
