package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RestrictionOrigin;
import dev.saring.moderation.StandingRestriction;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.RuleDirectory;
import dev.saring.serde.json.RecordJson;
import dev.saring.serde.json.UploadJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeRules() throws Exception {
        rules("k1,judi,gambling,BLOCK,\nk2,slot,gambling,REVIEW,2026-06-01\n");
    }

    private void rules(String rows) throws Exception {
        Files.writeString(directory.resolve("keywords.csv"), "rule_id,expression,policy,action,valid_until\n" + rows);
    }

    @Test
    void sameRules_giveTheSameDecisionsAtTheirOwnTime() throws Exception {
        String decisions = decision("a", "judi", "2026-01-01T00:00:00Z")
                + decision("b", "slot", "2026-01-01T00:00:00Z")
                + decision("c", "slot", "2026-11-01T00:00:00Z");

        Commands.Result result = replay(decisions);

        assertThat(result.status()).isZero();
        assertThat(result.lastLine())
                .isEqualTo("decisions=3 same=3 different=0 not_replayable=0 other_version=0 bad_lines=0");
    }

    @Test
    void otherRules_areToldFromOtherDecisions() throws Exception {
        String decisions =
                decision("a", "judi", "2026-01-01T00:00:00Z") + decision("b", "halo", "2026-01-01T00:00:00Z");
        rules("k1,judi,gambling,REVIEW,\n");

        Commands.Result result = replay(decisions);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines().get(0))
                .startsWith("different\ta\t")
                .contains("outcome: BLOCKED -> REVIEW")
                .contains("rule set rs-");
        assertThat(result.lines().get(1)).startsWith("same\tb\t").contains("rule set rs-");
        assertThat(result.lastLine())
                .isEqualTo("decisions=2 same=1 different=1 not_replayable=0 other_version=2 bad_lines=0");
    }

    @Test
    void lostAndNewRules_areNamed() throws Exception {
        String decisions = decision("a", "judi slot", "2026-01-01T00:00:00Z");
        rules("k1,judi,gambling,BLOCK,\nk3,slot,gambling,REVIEW,\n");

        assertThat(replay(decisions).out()).contains("keywordMatches: without k2, with k3");
    }

    @Test
    void decisionWithoutUpload_isCountedApart() throws Exception {
        ModerationDecision decision = decide("a", "judi", Context.at(Instant.parse("2026-01-01T00:00:00Z")));
        decision.setUpload(null);

        Commands.Result result = replay(RecordJson.whole().write(decision) + "\n{\"no\":1}\n");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines().get(0)).startsWith("not-replayable\ta\t").contains("carries no upload");
        assertThat(result.err()).startsWith("line 2: ");
        assertThat(result.lastLine())
                .isEqualTo("decisions=1 same=0 different=0 not_replayable=1 other_version=0 bad_lines=1");
    }

    @Test
    void context_isTheDecisionsOwn() throws Exception {
        StandingRestriction restriction = StandingRestriction.newBuilder()
                .setOutcome(Outcome.BLOCKED)
                .setOrigin(RestrictionOrigin.AUTHORITY)
                .build();
        ModerationDecision decision =
                decide("a", "halo", new Context(Instant.parse("2026-01-01T00:00:00Z"), 2, restriction));

        assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(replay(RecordJson.whole().write(decision) + "\n").status()).isZero();
    }

    @Test
    void limitsAndPoliciesOfTheSettings_areThoseOfTheRules() throws Exception {
        Path policies = Files.writeString(
                directory.resolve("own.yaml"),
                "policies: [{code: gambling, group: a, title: {id: a, en: a}, explanation: {id: a, en: a}}]");
        Path config = Files.writeString(
                directory.resolve("saring.properties"),
                "saring.limits.text-length=3\nsaring.policies.file=" + policies + "\n");
        UploadEvent upload =
                new UploadJson().read("{\"contentId\":\"a\",\"region\":\"ID\",\"texts\":[{\"text\":\"halo judi\"}]}");
        Limits few = new Limits(100, 3, 100, 16, 20_000, 1_000_000_000, 100);
        ModerationDecision decision = new Classifier()
                .classify(
                        upload,
                        new RuleDirectory(directory, policies).compile(few, false),
                        Context.at(Instant.parse("2026-01-01T00:00:00Z")));
        decision.setUpload(upload);
        Path file = Files.writeString(
                directory.resolve("decisions.jsonl"), RecordJson.whole().write(decision) + "\n");
        String[] call = {"replay", "--rules", directory.toString(), "--decisions", file.toString()};

        assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(Commands.run("", call).lastLine()).startsWith("decisions=1 same=0 different=1 ");
        assertThat(Commands.run("", and(call, config)).lastLine())
                .isEqualTo("decisions=1 same=1 different=0 not_replayable=0 other_version=0 bad_lines=0");
        String[] check = {"rules", "check", "--rules", directory.toString()};
        assertThat(Commands.run("", and(check, config)).lastLine()).endsWith("version=" + decision.getRuleSetVersion());
    }

    private static String[] and(String[] call, Path config) {
        return Stream.concat(Stream.of(call), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
    }

    private String decision(String contentId, String text, String at) throws Exception {
        return RecordJson.whole().write(decide(contentId, text, Context.at(Instant.parse(at)))) + "\n";
    }

    private ModerationDecision decide(String contentId, String text, Context context) throws Exception {
        UploadEvent upload = new UploadJson()
                .read("{\"contentId\":\"" + contentId + "\",\"region\":\"ID\",\"texts\":[{\"text\":\"" + text
                        + "\"}]}");
        ModerationDecision decision = new Classifier()
                .classify(upload, new RuleDirectory(directory, null).compile(Limits.DEFAULT, false), context);
        decision.setUpload(upload);
        return decision;
    }

    private Commands.Result replay(String decisions) throws Exception {
        Path file = Files.writeString(directory.resolve("decisions.jsonl"), decisions);
        return Commands.run("", "replay", "--rules", directory.toString(), "--decisions", file.toString());
    }
}
