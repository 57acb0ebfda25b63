package dev.saring.cli;

import dev.saring.capture.CaptureException;
import dev.saring.capture.CaptureReplay;
import dev.saring.capture.CaptureReplay.Replayed;
import dev.saring.capture.CapturedRecord;
import dev.saring.capture.CapturedResult;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.topology.DeadLetterCause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Decides on a capture again and prints what differs. */
final class CapturedReplay {
    /** What a decision may have lost to fit its topic. */
    private static final Set<String> CUT = Set.of("keywordMatches", "hashMatches", "matchesTruncated", "gaps");

    private final Path file;
    private final RuleSet instead;
    private boolean versionsCompare;
    private long records;
    private long same;
    private long different;
    private long undecided;
    private long withheld;
    private long otherVersion;
    private long rulesByTime;

    /** @param instead rules to decide by instead of the captured ones; null for these */
    CapturedReplay(Path file, RuleSet instead) {
        this.file = file;
        this.instead = instead;
    }

    /** Whether nothing differs. */
    boolean run() {
        try (CaptureReplay replay = new CaptureReplay(file, instead)) {
            versionsCompare = replay.hasAllRules();
            if (replay.manifest().rulesLeftOut() > 0 && instead == null) {
                System.err.println(replay.manifest().rulesLeftOut()
                        + " rules or changes are not in the capture as they were, for restricted policies' sake, so"
                        + " versions are not compared");
            }
            replay.forEach(this::take);
        } catch (CaptureException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
        System.out.println(
                "records=" + records + " same=" + same + " different=" + different + " undecided=" + undecided
                        + " withheld=" + withheld + " other_version=" + otherVersion + " rules_by_time=" + rulesByTime);
        return different == 0;
    }

    private void take(Replayed replayed) {
        records++;
        CapturedRecord record = replayed.record();
        CapturedResult result = record.result();
        if (record.withheld() != null) {
            withheld++;
            print("withheld", replayed, "restricted content; `saring capture --with-restricted` takes it along");
        } else if (result == null && replayed.decision() == null && replayed.cause() == null) {
            same(replayed, "a deletion");
        } else if (result == null) {
            undecided++;
            print("undecided", replayed, "no result was found; here " + here(replayed));
        } else if (result.decision() == null || replayed.decision() == null) {
            compareLetters(replayed, result);
        } else {
            compare(replayed, result.decision());
        }
    }

    private void compareLetters(Replayed replayed, CapturedResult result) {
        if (result.cause() != null
                && replayed.cause() != null
                && result.cause().equals(replayed.cause().name())) {
            same(replayed, "dead letter " + result.cause());
        } else if (DeadLetterCause.DECISION_TOO_LARGE.name().equals(result.cause()) && replayed.decision() != null) {
            same(replayed, "dead letter " + result.cause() + ", which the topics' size decides; " + here(replayed));
        } else {
            String then = result.decision() == null
                    ? "dead letter " + result.cause() + " (" + result.message() + ")"
                    : result.decision().getOutcome().name();
            different(replayed, then + " -> " + here(replayed));
        }
    }

    private void compare(Replayed replayed, ModerationDecision then) {
        rulesByTime += replayed.record().exact() ? 0 : 1;
        String version = versionsCompare ? ReplayCommand.version(then, replayed.decision()) : "";
        otherVersion += version.isEmpty() ? 0 : 1;
        boolean cut = then.getGaps().stream().anyMatch(gap -> gap.getKind() == GapKind.DECISION_CUT);
        List<String> differences = DecisionDifference.between(then, replayed.decision(), cut ? CUT : Set.of());
        if (differences.isEmpty()) {
            same(replayed, version);
        } else {
            different(replayed, String.join("; ", differences) + (version.isEmpty() ? "" : "; " + version));
        }
    }

    private static String here(Replayed replayed) {
        if (replayed.decision() != null) {
            return replayed.decision().getOutcome().name();
        }
        return replayed.cause() == null
                ? "a deletion"
                : "dead letter " + replayed.cause() + " (" + replayed.message() + ")";
    }

    private void same(Replayed replayed, String note) {
        same++;
        print("same", replayed, note);
    }

    private void different(Replayed replayed, String why) {
        different++;
        print("different", replayed, why);
    }

    private static void print(String verdict, Replayed replayed, String why) {
        byte[] key = replayed.record().key();
        System.out.println(verdict
                + '\t'
                + replayed.record().offset()
                + '\t'
                + (key == null ? "" : Printable.of(new String(key, StandardCharsets.UTF_8)))
                + (why.isEmpty() ? "" : '\t' + Printable.of(why)));
    }
}
