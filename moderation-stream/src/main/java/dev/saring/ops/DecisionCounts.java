package dev.saring.ops;

import dev.saring.moderation.Fold;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleMode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Counts what decisions say. Safe for use by many threads. A decision without matches and gaps, as most are, costs a look
 * into an array and an addition; the sets for the others live as long as the call.
 */
final class DecisionCounts {
    private static final int MOST_LOCALES = 30;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final int MOST_QUEUES = 100;
    private static final Pattern GROUP = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int MOST_CACHED = 1_000;

    private record PolicyCounters(Counter enforced, Counter shadow) {}

    private final Counters counters;
    private final Map<Outcome, Counter> decisions = new EnumMap<>(Outcome.class);
    private final Map<GapKind, Counter> gaps = new EnumMap<>(GapKind.class);
    private final Map<Fold, Counter> folds = new EnumMap<>(Fold.class);
    private final Map<HashAlgorithm, Counter> algorithms = new EnumMap<>(HashAlgorithm.class);
    private final Map<String, PolicyCounters> policies = new HashMap<>();
    private final Map<RuleMode, RuleMatchCounts> rules = new EnumMap<>(RuleMode.class);
    private final FirstComers groups = new FirstComers(MOST_QUEUES, GROUP);
    private final FirstComers locales = new FirstComers(MOST_LOCALES, LANGUAGE);
    private final Map<String, Counter> reviews = new ConcurrentHashMap<>();

    DecisionCounts(Counters counters, Collection<String> policyCodes, InstantSource clock) {
        this.counters = counters;
        for (Outcome outcome : Outcome.values()) {
            decisions.put(outcome, counters.make(Meter.DECISIONS, Tags.of("outcome", Counters.tag(outcome))));
        }
        for (GapKind kind : GapKind.values()) {
            gaps.put(kind, counters.make(Meter.GAPS, Tags.of("kind", Counters.tag(kind))));
        }
        for (Fold fold : Fold.values()) {
            folds.put(fold, counters.make(Meter.SIGNALS, Tags.of("algorithm", "keyword_" + Counters.tag(fold))));
        }
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            algorithms.put(algorithm, counters.make(Meter.SIGNALS, Tags.of("algorithm", Counters.tag(algorithm))));
        }
        for (String code : policyCodes) {
            policies.put(
                    code,
                    new PolicyCounters(policyCounter(code, RuleMode.ENFORCE), policyCounter(code, RuleMode.SHADOW)));
        }
        for (RuleMode mode : List.of(RuleMode.ENFORCE, RuleMode.SHADOW)) {
            rules.put(mode, new RuleMatchCounts(counters.registry(), Counters.tag(mode), clock));
        }
    }

    private Counter policyCounter(String code, RuleMode mode) {
        return counters.make(Meter.POLICY_MATCHES, Tags.of("policy", code, "mode", Counters.tag(mode)));
    }

    void count(ModerationDecision decision) {
        decisions.get(decision.getOutcome()).increment();
        for (Gap gap : decision.getGaps()) {
            gap(gap.getKind());
        }
        if (decision.getOutcome() == Outcome.REVIEW) {
            review(decision.getReviewQueue());
        }
        if (!decision.getKeywordMatches().isEmpty()
                || !decision.getHashMatches().isEmpty()) {
            countMatches(decision);
        }
    }

    void gap(GapKind kind) {
        gaps.get(kind).increment();
    }

    /** To be called before each scrape. */
    void refresh() {
        rules.values().forEach(RuleMatchCounts::refresh);
    }

    private void countMatches(ModerationDecision decision) {
        Map<String, Boolean> enforcedByPolicy = new HashMap<>();
        Set<String> counted = new HashSet<>();
        for (KeywordMatch match : decision.getKeywordMatches()) {
            folds.get(match.getFold()).increment();
            enforcedByPolicy.merge(match.getPolicy(), match.getMode() == RuleMode.ENFORCE, Boolean::logicalOr);
            countRule(match.getRuleId(), match.getMode(), counted);
        }
        for (HashMatch match : decision.getHashMatches()) {
            algorithms.get(match.getAlgorithm()).increment();
            enforcedByPolicy.merge(match.getPolicy(), match.getMode() == RuleMode.ENFORCE, Boolean::logicalOr);
            countRule(match.getRuleId(), match.getMode(), counted);
        }
        enforcedByPolicy.forEach((policy, enforced) -> {
            PolicyCounters both = policies.get(policy);
            if (both != null) {
                (enforced ? both.enforced() : both.shadow()).increment();
            }
        });
    }

    private void countRule(String rule, RuleMode mode, Set<String> counted) {
        RuleMatchCounts counts = rules.get(mode);
        if (counts != null && counted.add(rule)) {
            counts.count(rule);
        }
    }

    private void review(String queue) {
        Counter counter = reviews.get(queue);
        if (counter == null) {
            int dot = queue.lastIndexOf('.');
            String group = dot < 0 ? queue : queue.substring(0, dot);
            counter = counters.make(
                    Meter.REVIEWS,
                    Tags.of("queue", groups.tag(group), "locale", locales.tag(queue.substring(dot + 1))));
            if (reviews.size() < MOST_CACHED) {
                reviews.put(queue, counter);
            }
        }
        counter.increment();
    }
}
