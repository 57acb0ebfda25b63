package dev.saring.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.DecisionContext;
import dev.saring.moderation.Fold;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TextField;
import dev.saring.moderation.Trigger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private enum Cause {
        BAD_BYTES
    }

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final Metrics metrics = new Metrics(List.of("gambling", "hate"), time::get);

    @AfterEach
    void close() {
        metrics.close();
    }

    private static KeywordMatch match(String policy, RuleMode mode) {
        return KeywordMatch.newBuilder()
                .setRuleId("r")
                .setPolicy(policy)
                .setMode(mode)
                .setFold(Fold.STANDARD)
                .setTextIndex(0)
                .setField(TextField.TITLE)
                .setStart(0)
                .setEnd(1)
                .setMatchedText("x")
                .build();
    }

    private static ModerationDecision decision(Outcome outcome, List<KeywordMatch> matches, List<Gap> gaps) {
        return ModerationDecision.newBuilder()
                .setDecisionId("d")
                .setTrigger(Trigger.UPLOAD)
                .setTriggerId("t")
                .setContentId("c")
                .setRevision(0)
                .setOutcome(outcome)
                .setKeywordMatches(matches)
                .setHashMatches(List.of())
                .setScores(List.of())
                .setReasons(List.of())
                .setGaps(gaps)
                .setContext(DecisionContext.newBuilder().build())
                .setRuleSetVersion("rs-0000000000000000")
                .setEngineVersion("1")
                .setDecidedAt(NOW)
                .build();
    }

    @Test
    void decision_isCountedByOutcomePolicyGapAndTime() {
        metrics.decided(
                decision(
                        Outcome.BLOCKED,
                        List.of(
                                match("gambling", RuleMode.ENFORCE),
                                match("gambling", RuleMode.SHADOW),
                                match("hate", RuleMode.SHADOW),
                                match("no-such-policy", RuleMode.ENFORCE)),
                        List.of(Gap.newBuilder().setKind(GapKind.TEXT_CUT).build())),
                NOW.toEpochMilli() - 70);
        assertThat(metrics.scrape())
                .contains("saring_decisions_total{outcome=\"blocked\"} 1.0")
                .contains("saring_decisions_total{outcome=\"approved\"} 0.0")
                .contains("saring_policy_matches_total{mode=\"enforce\",policy=\"gambling\"} 1.0")
                .contains("saring_policy_matches_total{mode=\"shadow\",policy=\"gambling\"} 0.0")
                .contains("saring_policy_matches_total{mode=\"shadow\",policy=\"hate\"} 1.0")
                .doesNotContain("no-such-policy")
                .contains("saring_gaps_total{kind=\"text_cut\"} 1.0")
                .contains("saring_time_to_decision_seconds_bucket{le=\"0.05\"} 0")
                .contains("saring_time_to_decision_seconds_bucket{le=\"0.1\"} 1");
    }

    @Test
    void recordWithoutTime_hasNoTimeToDecision_andOneFromTheFutureCountsAsZero() {
        ModerationDecision decision = decision(Outcome.APPROVED, List.of(), List.of());
        metrics.decided(decision, 0);
        assertThat(metrics.scrape()).contains("saring_time_to_decision_seconds_count 0");
        metrics.decided(decision, NOW.toEpochMilli() + 5_000);
        assertThat(metrics.scrape()).contains("saring_time_to_decision_seconds_bucket{le=\"0.005\"} 1");
    }

    @Test
    void ruleSet_hasOneSeriesAtATime_andAnAge() {
        metrics.ruleSet("rs-1111111111111111", 3, 4);
        time.set(NOW.plusSeconds(60));
        metrics.ruleSet("rs-2222222222222222", 5, 6);
        time.set(NOW.plusSeconds(67));
        assertThat(metrics.scrape())
                .doesNotContain("rs-1111111111111111")
                .contains("saring_ruleset{version=\"rs-2222222222222222\"} 1.0")
                .contains("saring_ruleset_rules{type=\"keyword\"} 5.0")
                .contains("saring_ruleset_rules{type=\"hash\"} 6.0")
                .contains("saring_ruleset_age_seconds 7.0")
                .contains("saring_ruleset_changed_seconds 1.76722566E9");
    }

    @Test
    void everyMeterExposed_isListed_andEveryMeterListedIsExposed() {
        metrics.partitionsStopped(() -> 0);
        metrics.ruleSet("rs-1111111111111111", 1, 1);
        metrics.deadLetter(Cause.BAD_BYTES, Cause.BAD_BYTES);
        Set<String> exposed = metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE saring_"))
                .map(line -> line.split(" ")[2])
                .map(name -> name.replaceAll("(_total|_seconds|_seconds_max|_max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = Arrays.stream(Meter.values())
                .map(meter -> meter.meterName().replace('.', '_'))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(exposed).isEqualTo(listed);
    }

    @Test
    void seriesStayBounded_whateverComes() {
        for (int i = 0; i < 1_000; i++) {
            metrics.decided(decision(Outcome.REVIEW, List.of(match("policy-" + i, RuleMode.ENFORCE)), List.of()), i);
            metrics.ruleSet("rs-" + i, i, i);
        }
        assertThat(metrics.scrape().lines().filter(line -> line.startsWith("saring_")))
                .hasSizeLessThan(70);
    }
}
