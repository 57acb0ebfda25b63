package dev.saring.classify;

import static dev.saring.classify.Samples.NOW;
import static dev.saring.classify.Samples.bytes;
import static dev.saring.classify.Samples.flip;
import static dev.saring.classify.Samples.hash;
import static dev.saring.classify.Samples.image;
import static dev.saring.classify.Samples.keyword;
import static dev.saring.classify.Samples.rules;
import static dev.saring.classify.Samples.upload;
import static dev.saring.classify.Samples.video;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RestrictionOrigin;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.StandingRestriction;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadMedia;
import dev.saring.rules.RuleBook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;

/** What must hold for any rules, keyword and hash rules mixed, and any upload. */
class DecisionRulesPropertyTest {
    private static final List<String> WORDS = List.of("satu", "dua", "tiga", "empat", "lima");
    private static final int HASHES = 4;

    @Property(tries = 400)
    void enforcingOneMore_neverWeakens(
            @ForAll("ruleLists") List<SpecificRecord> rules,
            @ForAll("restricting") SpecificRecord more,
            @ForAll("uploads") UploadEvent upload,
            @ForAll("contexts") Context context) {
        ModerationDecision before = decide(upload, rules, context);
        ModerationDecision after = decide(upload, and(rules, more), context);
        assertThat(strictness(after)).isGreaterThanOrEqualTo(strictness(before));
        if (before.getPreserveUntil() != null) {
            assertThat(after.getPreserveUntil()).isAfterOrEqualTo(before.getPreserveUntil());
        }
        if (before.getOutcome() == Outcome.REVIEW && after.getOutcome() == Outcome.REVIEW) {
            assertThat(after.getWhilePending()).isLessThanOrEqualTo(before.getWhilePending());
            if (before.getDueAt() != null) {
                assertThat(after.getDueAt()).isBeforeOrEqualTo(before.getDueAt());
            }
        }
        assertThat(after.getMinimumAge()).isGreaterThanOrEqualTo(before.getMinimumAge());
        assertThat(after.getRestrictedRegions()).containsAll(before.getRestrictedRegions());
        assertThat(matches(after)).containsAll(matches(before));
    }

    @Property(tries = 400)
    void whatIsWithheldAndNotApproved_isPreserved(
            @ForAll("ruleLists") List<SpecificRecord> rules,
            @ForAll("uploads") UploadEvent upload,
            @ForAll("contexts") Context context) {
        RuleSet set = rules(rules.toArray());
        ModerationDecision decision = new Classifier().classify(upload, set, context);
        boolean withheld = set.restricts(decision) && decision.getOutcome() != Outcome.APPROVED;
        assertThat(decision.getPreserveUntil() != null).isEqualTo(withheld);
    }

    @Property(tries = 400)
    void shadowOrOff_changesNothingButTheListOfMatches(
            @ForAll("ruleLists") List<SpecificRecord> rules,
            @ForAll("anyRule") SpecificRecord more,
            @ForAll boolean shadow,
            @ForAll("uploads") UploadEvent upload) {
        ModerationDecision before = decide(upload, rules);
        setMode(more, shadow ? RuleMode.SHADOW : RuleMode.OFF);
        ModerationDecision after = decide(upload, and(rules, more));
        List<KeywordMatch> phrases = new ArrayList<>(after.getKeywordMatches());
        List<HashMatch> hashes = new ArrayList<>(after.getHashMatches());
        boolean listed = phrases.removeIf(match -> match.getRuleId().equals("new"))
                | hashes.removeIf(match -> match.getRuleId().equals("new"));
        assertThat(shadow || !listed).isTrue();
        after.setKeywordMatches(phrases);
        after.setHashMatches(hashes);
        after.setRuleSetVersion(before.getRuleSetVersion());
        assertThat(after).isEqualTo(before);
    }

    @Property(tries = 400)
    void allowing_onlyRemovesWhatItNames(
            @ForAll("ruleLists") List<SpecificRecord> rules,
            @ForAll("allowing") SpecificRecord allow,
            @ForAll("uploads") UploadEvent upload) {
        List<Found> before = matches(decide(upload, rules));
        List<Found> after = matches(decide(upload, and(rules, allow)));
        assertThat(before).containsAll(after);
        List<String> named = allow instanceof KeywordRule rule ? rule.getAllows() : ((HashRule) allow).getAllows();
        assertThat(before)
                .filteredOn(found -> !after.contains(found))
                .allMatch(found -> named.contains(found.policy()) || named.contains(found.ruleId()));
    }

    @Property(tries = 300)
    void orderOfRules_isIrrelevant(
            @ForAll("ruleLists") List<SpecificRecord> rules, @ForAll("uploads") UploadEvent upload, @ForAll long seed) {
        List<SpecificRecord> shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(decide(upload, shuffled)).isEqualTo(decide(upload, rules));
    }

    @Property(tries = 300)
    void sourcesThatListTheSameHash_areAllReported_andTheStrongestEnforcedActionWins(
            @ForAll("listings") List<HashRule> listings, @ForAll("hashes") HashRule known) {
        List<SpecificRecord> rules = new ArrayList<>();
        for (HashRule listing : listings) {
            rules.add(HashRule.newBuilder(listing)
                    .setRuleId("source" + rules.size())
                    .setSource("source" + rules.size())
                    .setAlgorithm(known.getAlgorithm())
                    .setValues(known.getValues())
                    .build());
        }
        ModerationDecision decision =
                decide(upload().setMedia(List.of(medium("m", known))).build(), rules);

        assertThat(decision.getHashMatches())
                .extracting(match -> match.getRuleId() + match.getPolicy() + match.getMode())
                .containsExactlyInAnyOrderElementsOf(rules.stream()
                        .map(HashRule.class::cast)
                        .filter(rule -> rule.getMode() != RuleMode.OFF)
                        .map(rule -> rule.getRuleId() + rule.getPolicy() + rule.getMode())
                        .toList());
        assertThat(decision.getOutcome()).isEqualTo(strongest(listings));
    }

    private static Outcome strongest(List<HashRule> listings) {
        List<RuleAction> enforced = listings.stream()
                .filter(rule -> rule.getMode() == RuleMode.ENFORCE)
                .map(HashRule::getAction)
                .toList();
        return enforced.contains(RuleAction.BLOCK)
                ? Outcome.BLOCKED
                : enforced.contains(RuleAction.REVIEW) ? Outcome.REVIEW : Outcome.APPROVED;
    }

    @Property(tries = 300)
    void version_dependsOnWhatIsLiveAndNotOnHowItCameAbout(
            @ForAll("ruleLists") List<SpecificRecord> rules, @ForAll("anyRule") SpecificRecord passing) {
        RuleBook detour = new RuleBook(Samples.POLICIES, Limits.DEFAULT);
        Samples.put(detour, passing);
        rules.forEach(rule -> Samples.put(detour, written(rule, 1, "")));
        detour.snapshot();
        rules.forEach(rule -> Samples.put(detour, written(rule, -1, "someone")));
        detour.removeKeyword("new");
        detour.removeHash("new");
        RuleSet direct = rules(rules.toArray());
        assertThat(detour.snapshot().version()).isEqualTo(direct.version());
        assertThat(rules(and(rules, passing).toArray()).version()).isNotEqualTo(direct.version());
    }

    /** The rule with another severity (-1 for its own) and writer. */
    private static SpecificRecord written(SpecificRecord rule, int severity, String by) {
        if (rule instanceof KeywordRule keyword) {
            KeywordRule copy = KeywordRule.newBuilder(keyword)
                    .setUpdatedBy(by)
                    .setUpdatedAt(NOW)
                    .build();
            copy.setSeverity(severity < 0 ? keyword.getSeverity() : severity);
            return copy;
        }
        HashRule copy = HashRule.newBuilder((HashRule) rule)
                .setUpdatedBy(by)
                .setUpdatedAt(NOW)
                .build();
        copy.setSeverity(severity < 0 ? copy.getSeverity() : severity);
        return copy;
    }

    /** One match of a decision. */
    private record Found(String ruleId, String policy, Object match) {}

    private static List<Found> matches(ModerationDecision decision) {
        return Stream.concat(
                        decision.getKeywordMatches().stream()
                                .map(match -> new Found(match.getRuleId(), match.getPolicy(), match)),
                        decision.getHashMatches().stream()
                                .map(match -> new Found(match.getRuleId(), match.getPolicy(), match)))
                .toList();
    }

    private static ModerationDecision decide(UploadEvent upload, List<? extends SpecificRecord> rules) {
        return decide(upload, rules, Context.at(NOW));
    }

    private static ModerationDecision decide(
            UploadEvent upload, List<? extends SpecificRecord> rules, Context context) {
        return new Classifier().classify(upload, rules(rules.toArray()), context);
    }

    private static List<SpecificRecord> and(List<SpecificRecord> rules, SpecificRecord more) {
        List<SpecificRecord> all = new ArrayList<>(rules);
        all.add(more);
        return all;
    }

    private static int strictness(ModerationDecision decision) {
        return List.of(Outcome.APPROVED, Outcome.REVIEW, Outcome.BLOCKED).indexOf(decision.getOutcome());
    }

    private static void setMode(SpecificRecord rule, RuleMode mode) {
        if (rule instanceof KeywordRule keyword) {
            keyword.setMode(mode);
        } else {
            ((HashRule) rule).setMode(mode);
        }
    }

    @Provide
    Arbitrary<UploadEvent> uploads() {
        Arbitrary<String> text = Arbitraries.of(WORDS).list().ofMaxSize(6).map(words -> String.join(" ", words));
        return Combinators.combine(
                        text.list().ofMaxSize(3),
                        Arbitraries.of("ID", "US", "ZZ"),
                        hashes().list().ofMaxSize(3),
                        Arbitraries.of(true, true, false))
                .as((texts, region, known, complete) -> {
                    List<UploadMedia> media = new ArrayList<>();
                    for (HashRule each : known) {
                        media.add(medium("m" + media.size(), each));
                    }
                    return upload(texts.toArray(String[]::new))
                            .setRegion(region)
                            .setMedia(media)
                            .setComplete(complete)
                            .build();
                });
    }

    /** With and without a standing restriction. */
    @Provide
    Arbitrary<Context> contexts() {
        Arbitrary<StandingRestriction> restrictions = Combinators.combine(
                        Arbitraries.of(Outcome.class),
                        Arbitraries.of("gambling", "child-safety", "unknown").injectNull(0.3),
                        ages(),
                        regions())
                .as((outcome, policy, age, regions) -> StandingRestriction.newBuilder()
                        .setOutcome(outcome)
                        .setOrigin(RestrictionOrigin.AUTHORITY)
                        .setPolicy(policy)
                        .setMinimumAge(age)
                        .setRestrictedRegions(strings(regions))
                        .build());
        return restrictions.injectNull(0.5).map(restriction -> new Context(NOW, 0, restriction));
    }

    /** A medium like what a rule looks for, a few bits away where that may be. */
    private static UploadMedia medium(String id, HashRule known) {
        byte[] value = known.getValues().get(0).array();
        return switch (known.getAlgorithm()) {
            case VIDEO_PDQ ->
                video(
                        id,
                        100,
                        known.getValues().stream()
                                .map(frame -> flip(frame.array(), 2))
                                .toArray(byte[][]::new));
            case PDQ -> image(id, hash(HashAlgorithm.PDQ, flip(value, 3)));
            default -> image(id, hash(known.getAlgorithm(), value));
        };
    }

    @Provide
    Arbitrary<List<SpecificRecord>> ruleLists() {
        return anyRule().list().ofMaxSize(6).map(list -> {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof KeywordRule keyword) {
                    keyword.setRuleId("r" + i);
                } else {
                    ((HashRule) list.get(i)).setRuleId("r" + i);
                }
            }
            return list;
        });
    }

    @Provide
    Arbitrary<SpecificRecord> anyRule() {
        return Arbitraries.oneOf(restricting(), allowing());
    }

    @Provide
    Arbitrary<SpecificRecord> restricting() {
        Arbitrary<SpecificRecord> keyword = Combinators.combine(
                        expressions(), policies(), actions(), regions(), ages(), severities())
                .as((expression, policy, action, regions, age, severity) -> keyword("new", expression, policy, action)
                        .setRegions(strings(regions))
                        .setMinimumAge(age)
                        .setSeverity(severity)
                        .build());
        Arbitrary<SpecificRecord> hash = Combinators.combine(
                        hashes(), policies(), actions(), regions(), ages(), severities())
                .as((known, policy, action, regions, age, severity) -> HashRule.newBuilder(known)
                        .setPolicy(policy)
                        .setAction(action)
                        .setRegions(strings(regions))
                        .setMinimumAge(age)
                        .setSeverity(severity)
                        .build());
        return Arbitraries.oneOf(keyword, hash);
    }

    @Provide
    Arbitrary<SpecificRecord> allowing() {
        Arbitrary<List<String>> names = Arbitraries.of("gambling", "hate", "r0", "r1")
                .list()
                .ofMinSize(1)
                .ofMaxSize(2);
        Arbitrary<SpecificRecord> keyword = Combinators.combine(expressions(), names)
                .as((expression, allows) -> keyword("new", expression, "hate", RuleAction.ALLOW)
                        .setAllows(allows)
                        .build());
        Arbitrary<SpecificRecord> hash = Combinators.combine(hashes(), names)
                .as((known, allows) -> HashRule.newBuilder(known)
                        .setPolicy("hate")
                        .setAction(RuleAction.ALLOW)
                        .setAllows(allows)
                        .build());
        return Arbitraries.oneOf(keyword, hash);
    }

    /** What different sources say of one hash. */
    @Provide
    Arbitrary<List<HashRule>> listings() {
        return Combinators.combine(
                        hashes(),
                        policies(),
                        actions(),
                        Arbitraries.of(RuleMode.ENFORCE, RuleMode.SHADOW, RuleMode.OFF))
                .as((known, policy, action, mode) -> HashRule.newBuilder(known)
                        .setPolicy(policy)
                        .setAction(action)
                        .setMode(mode)
                        .build())
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** A rule for one of a few hashes of each kind, so that rules and uploads often meet. */
    @Provide
    Arbitrary<HashRule> hashes() {
        return Combinators.combine(
                        Arbitraries.of(
                                HashAlgorithm.MD5, HashAlgorithm.SHA256, HashAlgorithm.PDQ, HashAlgorithm.VIDEO_PDQ),
                        Arbitraries.integers().between(1, HASHES))
                .as((algorithm, number) -> {
                    byte[] value = bytes(algorithm == HashAlgorithm.MD5 ? 16 : 32, number);
                    byte[][] values = algorithm == HashAlgorithm.VIDEO_PDQ
                            ? new byte[][] {value, bytes(32, number + HASHES)}
                            : new byte[][] {value};
                    return hash("new", algorithm, "hate", RuleAction.REVIEW, values)
                            .build();
                });
    }

    private static Arbitrary<String> policies() {
        return Arbitraries.of("gambling", "hate", "child-safety");
    }

    private static Arbitrary<RuleAction> actions() {
        return Arbitraries.of(RuleAction.BLOCK, RuleAction.REVIEW, RuleAction.LABEL);
    }

    private static Arbitrary<List<?>> regions() {
        return Arbitraries.of(List.of(), List.of("ID"), List.of("US", "SG"));
    }

    private static Arbitrary<Integer> ages() {
        return Arbitraries.of(0, 13, 18);
    }

    private static Arbitrary<Integer> severities() {
        return Arbitraries.integers().between(0, 100);
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
