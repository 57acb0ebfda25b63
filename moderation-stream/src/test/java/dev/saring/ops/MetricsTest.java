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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private enum Cause {
        BAD_BYTES
    }

    private static final Pattern TAG = Pattern.compile("(\\w+)=\"");
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
    void everySeriesExposed_isListedWithItsTags_andEveryOneListedIsExposed() {
        fillEverything();
        assertThat(exposed()).isEqualTo(listed());
    }

    /** Name and tags of each series of ours, as {@code /metrics} has them; le is Prometheus' own. */
    private Map<String, Set<String>> exposed() {
        Map<String, Set<String>> exposed = new TreeMap<>();
        metrics.scrape().lines().filter(line -> line.startsWith("saring_")).forEach(line -> {
            String series = line.substring(0, line.lastIndexOf(' '));
            int brace = series.indexOf('{');
            Set<String> tags = new TreeSet<>();
            if (brace >= 0) {
                TAG.matcher(series).results().map(tag -> tag.group(1)).forEach(tags::add);
                tags.remove("le");
            }
            exposed.merge(brace < 0 ? series : series.substring(0, brace), tags, (a, b) -> {
                assertThat(a).as(series).isEqualTo(b);
                return a;
            });
        });
        return exposed;
    }

    private static Map<String, Set<String>> listed() {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (Meter meter : Meter.values()) {
            meter.series().forEach(series -> listed.put(series, new TreeSet<>(meter.tags())));
        }
        return listed;
    }

    private void fillEverything() {
        metrics.begun();
        metrics.decided(
                decision(Outcome.REVIEW, List.of(match("gambling", RuleMode.ENFORCE)), List.of()), NOW.toEpochMilli());
        metrics.stage(Cause.BAD_BYTES).accept(1_000);
        metrics.partitionsStopped(() -> 0);
        metrics.ruleSet("rs-1111111111111111", 1, 1);
        metrics.rulesFollowed();
        metrics.deadLetter(Cause.BAD_BYTES, Cause.BAD_BYTES);
        metrics.lag(() -> Map.of(3, new Metrics.Lag(5, 1.5)));
        metrics.readiness(() -> Map.of("rules", true));
        metrics.build("1.2.3", "abc");
        for (Meter meter : Meter.values()) {
            if (meter.name().startsWith("KAFKA_")) {
                metrics.kafka(meter, meter.tags().isEmpty() ? null : "poll", () -> 1);
            }
        }
    }

    @Test
    void lagAndReadiness_areAskedForAtEachScrape_andGoneWhenTheyAreGone() {
        AtomicReference<Map<Integer, Metrics.Lag>> lags = new AtomicReference<>(Map.of(3, new Metrics.Lag(5, 1.5)));
        AtomicReference<Boolean> well = new AtomicReference<>(true);
        metrics.lag(lags::get);
        metrics.readiness(() -> Map.of("rules", well.get()));
        assertThat(metrics.scrape())
                .contains("saring_lag{partition=\"3\"} 5.0")
                .contains("saring_lag_time_seconds{partition=\"3\"} 1.5")
                .contains("saring_ready{check=\"rules\"} 1.0");
        lags.set(Map.of(4, new Metrics.Lag(0, 0)));
        well.set(false);
        assertThat(metrics.scrape())
                .doesNotContain("partition=\"3\"")
                .contains("saring_lag{partition=\"4\"} 0.0")
                .contains("saring_ready{check=\"rules\"} 0.0");
    }

    @Test
    void kafkasCounters_areReadForAsLongAsTheMetricsLive() {
        metrics.kafka(Meter.KAFKA_SEND_ERRORS, null, new AtomicLong(7)::get);
        System.gc();
        assertThat(metrics.scrape()).contains("saring_kafka_send_errors_total 7.0");
    }

    @Test
    void signalsAndReviews_areCountedByAlgorithmAndQueue() {
        ModerationDecision decision = decision(
                Outcome.REVIEW,
                List.of(match("gambling", RuleMode.ENFORCE), match("gambling", RuleMode.ENFORCE)),
                List.of());
        decision.setReviewQueue("gambling.id");
        metrics.decided(decision, 0);
        decision.setReviewQueue("gambling.tlh-xx");
        metrics.decided(decision, 0);
        assertThat(metrics.scrape())
                .contains("saring_signals_total{algorithm=\"keyword_standard\"} 4.0")
                .contains("saring_signals_total{algorithm=\"video_pdq\"} 0.0")
                .contains("saring_reviews_total{locale=\"id\",queue=\"gambling\"} 1.0")
                .contains("saring_reviews_total{locale=\"other\",queue=\"gambling\"} 1.0")
                .contains("saring_rule_matches_total{mode=\"enforce\",rule=\"r\"} 2.0");
    }

    @Test
    void rules_areShownByWhatMatchesMostOfLate_inSmallNumbers() {
        for (int rule = 0; rule < 300; rule++) {
            for (int i = 0; i <= rule; i++) {
                metrics.decided(decisionBy("r" + rule, RuleMode.SHADOW), 0);
            }
        }
        assertThat(shownRules()).hasSize(RuleMatchCounts.MOST_SHOWN).contains("r299", "r250");
        assertThat(metrics.scrape()).contains("saring_rule_matches_total{mode=\"shadow\",rule=\"r299\"} 300.0");

        time.set(NOW.plus(Duration.ofHours(2)));
        for (int i = 0; i < 3; i++) {
            metrics.decided(decisionBy("news", RuleMode.SHADOW), 0);
        }
        assertThat(shownRules())
                .hasSize(RuleMatchCounts.MOST_SHOWN)
                .contains("news")
                .doesNotContain("r250");
    }

    @Test
    void rules_beyondTheBound_areForgottenFromTheLightestOn() {
        for (int rule = 0; rule < 2 * RuleMatchCounts.MOST_KNOWN; rule++) {
            metrics.decided(decisionBy("light" + rule, RuleMode.ENFORCE), 0);
        }
        metrics.scrape();
        for (int i = 0; i < 5; i++) {
            metrics.decided(decisionBy("heavy", RuleMode.ENFORCE), 0);
        }
        assertThat(shownRules()).hasSize(RuleMatchCounts.MOST_SHOWN).contains("heavy");
    }

    private ModerationDecision decisionBy(String rule, RuleMode mode) {
        KeywordMatch match = match("gambling", mode);
        match.setRuleId(rule);
        return decision(Outcome.APPROVED, List.of(match), List.of());
    }

    private List<String> shownRules() {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("saring_rule_matches"))
                .map(line -> line.replaceAll(".*rule=\"(.*?)\".*", "$1"))
                .toList();
    }

    @Test
    void seriesStayBounded_after100_000VariedUploads() {
        fillEverything();
        for (int i = 0; i < 100_000; i++) {
            KeywordMatch match = match("policy-" + i % 50_000, i % 2 == 0 ? RuleMode.ENFORCE : RuleMode.SHADOW);
            match.setRuleId("rule-" + i);
            Outcome outcome = Outcome.values()[i % Outcome.values().length];
            GapKind gap = GapKind.values()[i % GapKind.values().length];
            ModerationDecision decision = decision(
                    outcome,
                    List.of(match),
                    List.of(Gap.newBuilder().setKind(gap).build()));
            decision.setReviewQueue("group-" + i % 1_000 + "." + (char) ('a' + i % 26) + (char) ('a' + i / 26 % 26));
            metrics.decided(decision, NOW.toEpochMilli() - i);
            if (i % 100 == 0) {
                metrics.ruleSet("rs-" + i, i, i);
                metrics.scrape();
            }
        }
        long all = series("");
        long reviews = series("saring_reviews_total");
        assertThat(series("saring_rule_matches_total")).isEqualTo(2L * RuleMatchCounts.MOST_SHOWN);
        // At the most 31 languages for each of 101 groups; a policy file has a dozen groups.
        assertThat(reviews).isPositive().isLessThanOrEqualTo(31L * 101);
        assertThat(all - reviews).isLessThan(350);
    }

    private long series(String beginning) {
        return metrics.scrape()
                .lines()
                .filter(line -> !line.startsWith("#") && line.startsWith(beginning))
                .count();
    }

    @Test
    void relations_haveWords_andCountableSides() {
        for (Relation relation : Relation.values()) {
            assertThat(relation.formula()).contains("saring_");
            assertThat(relation.exceptions()).isNotBlank();
        }
        assertThat(MeterDoc.asText().lines())
                .hasSize(Meter.values().length + AuditMeter.values().length + Relation.values().length)
                .contains("saring_audit_findings\tgauge\trecords\tkind\t" + AuditMeter.FINDINGS.meaning())
                .contains("saring_lag_time_seconds\tgauge\tseconds\tpartition\t" + Meter.LAG_TIME.meaning());
        assertThat(MeterDoc.asMarkdown()).contains("| `saring_decisions_total` | counter | decisions | outcome |");
    }
}
