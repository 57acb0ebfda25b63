package dev.saring.classify;

import static dev.saring.classify.Samples.NOW;
import static dev.saring.classify.Samples.keyword;
import static dev.saring.classify.Samples.rules;
import static dev.saring.classify.Samples.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.RuleBook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for any rules and any upload. */
class DecisionRulesPropertyTest {
    private static final List<String> WORDS = List.of("satu", "dua", "tiga", "empat", "lima");

    @Property(tries = 300)
    void enforcingOneMore_neverWeakens(
            @ForAll("ruleLists") List<KeywordRule> rules,
            @ForAll("restricting") KeywordRule more,
            @ForAll("uploads") UploadEvent upload) {
        ModerationDecision before = decide(upload, rules);
        ModerationDecision after = decide(upload, and(rules, more));
        assertThat(strictness(after)).isGreaterThanOrEqualTo(strictness(before));
        assertThat(after.getMinimumAge()).isGreaterThanOrEqualTo(before.getMinimumAge());
        assertThat(after.getRestrictedRegions()).containsAll(before.getRestrictedRegions());
    }

    @Property(tries = 300)
    void shadowOrOff_changesNothingButTheListOfMatches(
            @ForAll("ruleLists") List<KeywordRule> rules,
            @ForAll("anyRule") KeywordRule more,
            @ForAll boolean shadow,
            @ForAll("uploads") UploadEvent upload) {
        ModerationDecision before = decide(upload, rules);
        more.setMode(shadow ? RuleMode.SHADOW : RuleMode.OFF);
        ModerationDecision after = decide(upload, and(rules, more));
        List<KeywordMatch> listed = new ArrayList<>(after.getKeywordMatches());
        listed.removeIf(match -> match.getRuleId().equals(more.getRuleId()));
        after.setKeywordMatches(listed);
        after.setRuleSetVersion(before.getRuleSetVersion());
        assertThat(after).isEqualTo(before);
    }

    @Property(tries = 300)
    void allowing_onlyRemovesWhatItNames(
            @ForAll("ruleLists") List<KeywordRule> rules,
            @ForAll("allowing") KeywordRule allow,
            @ForAll("uploads") UploadEvent upload) {
        Set<KeywordMatch> before = Set.copyOf(decide(upload, rules).getKeywordMatches());
        Set<KeywordMatch> after = Set.copyOf(decide(upload, and(rules, allow)).getKeywordMatches());
        assertThat(before).containsAll(after);
        Set<KeywordMatch> removed =
                before.stream().filter(match -> !after.contains(match)).collect(Collectors.toSet());
        assertThat(removed)
                .allMatch(match -> allow.getAllows().contains(match.getPolicy())
                        || allow.getAllows().contains(match.getRuleId()));
    }

    @Property(tries = 200)
    void orderOfRules_isIrrelevant(
            @ForAll("ruleLists") List<KeywordRule> rules, @ForAll("uploads") UploadEvent upload, @ForAll long seed) {
        List<KeywordRule> shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(decide(upload, shuffled)).isEqualTo(decide(upload, rules));
    }

    @Property(tries = 200)
    void version_dependsOnWhatIsLiveAndNotOnHowItCameAbout(
            @ForAll("ruleLists") List<KeywordRule> rules, @ForAll("anyRule") KeywordRule passing) {
        RuleBook detour = new RuleBook(Samples.POLICIES, Limits.DEFAULT);
        Samples.put(detour, passing);
        rules.forEach(rule -> Samples.put(detour, KeywordRule.newBuilder(rule).setSeverity(1)));
        rules.forEach(rule -> Samples.put(
                detour, KeywordRule.newBuilder(rule).setUpdatedBy("someone").setUpdatedAt(NOW)));
        detour.removeKeyword(passing.getRuleId());
        RuleSet direct = rules(rules.toArray());
        assertThat(detour.snapshot().version()).isEqualTo(direct.version());
        assertThat(rules(and(rules, passing).toArray()).version()).isNotEqualTo(direct.version());
    }

    private static ModerationDecision decide(UploadEvent upload, List<KeywordRule> rules) {
        return new Classifier().classify(upload, rules(rules.toArray()), Context.at(NOW));
    }

    private static List<KeywordRule> and(List<KeywordRule> rules, KeywordRule more) {
        List<KeywordRule> all = new ArrayList<>(rules);
        all.add(more);
        return all;
    }

    private static int strictness(ModerationDecision decision) {
        return List.of(Outcome.APPROVED, Outcome.REVIEW, Outcome.BLOCKED).indexOf(decision.getOutcome());
    }

    @Provide
    Arbitrary<UploadEvent> uploads() {
        Arbitrary<String> text = Arbitraries.of(WORDS).list().ofMaxSize(6).map(words -> String.join(" ", words));
        return Combinators.combine(text.list().ofMaxSize(3), Arbitraries.of("ID", "US", "ZZ"))
                .as((texts, region) ->
                        upload(texts.toArray(String[]::new)).setRegion(region).build());
    }

    @Provide
    Arbitrary<List<KeywordRule>> ruleLists() {
        return anyRule().list().ofMaxSize(5).map(list -> {
            for (int i = 0; i < list.size(); i++) {
                list.get(i).setRuleId("r" + i);
            }
            return list;
        });
    }

    @Provide
    Arbitrary<KeywordRule> anyRule() {
        return Arbitraries.oneOf(restricting(), allowing());
    }

    @Provide
    Arbitrary<KeywordRule> restricting() {
        return Combinators.combine(
                        expressions(),
                        Arbitraries.of("gambling", "hate", "child-safety"),
                        Arbitraries.of(RuleAction.BLOCK, RuleAction.REVIEW, RuleAction.LABEL),
                        Arbitraries.of(List.of(), List.of("ID"), List.of("US", "SG")),
                        Arbitraries.of(0, 13, 18),
                        Arbitraries.integers().between(0, 100))
                .as((expression, policy, action, regions, age, severity) -> keyword("new", expression, policy, action)
                        .setRegions(strings(regions))
                        .setMinimumAge(age)
                        .setSeverity(severity)
                        .build());
    }

    @Provide
    Arbitrary<KeywordRule> allowing() {
        return Combinators.combine(
                        expressions(),
                        Arbitraries.of("gambling", "hate", "r0", "r1")
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(2))
                .as((expression, allows) -> keyword("new", expression, "hate", RuleAction.ALLOW)
                        .setAllows(allows)
                        .build());
    }

    private static List<String> strings(List<?> list) {
        return list.stream().map(String::valueOf).toList();
    }

    private static Arbitrary<String> expressions() {
        Arbitrary<String> word = Arbitraries.of(WORDS);
        return Combinators.combine(
                        word,
                        word,
                        word,
                        Arbitraries.of("%s", "%s %s", "%s & %s", "%s | %s", "%s & !%s", "%s & (%s | !%s)"))
                .as((a, b, c, form) -> String.format(form, a, b, c));
    }
}
