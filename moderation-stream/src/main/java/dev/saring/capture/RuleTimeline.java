package dev.saring.capture;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RuleChange;
import dev.saring.rules.BadRuleException;
import dev.saring.rules.RuleBook;
import dev.saring.rules.RuleFiles;
import dev.saring.rules.RuleHistory;
import dev.saring.rules.RuleSetVersion;
import dev.saring.serde.RegistryUnavailableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which rules were in force for a decision, as a position: how many of the changes since a time had been made.
 *
 * <p>A decision names the version of its rules, so the position is found rather than guessed: the version is computed
 * after each change, under each engine that decisions name. Pipelines learn of rules in batches, so they skip
 * positions but see no others, unless one publish changes keywords and hashes at once: those are two topics, and a
 * pipeline may for a moment be ahead in one of them. Where a decision's version is at no position, the time of the
 * decision must do.
 *
 * <p>Cost: a digest over the policies for each change. Beyond {@value #MOST_STEPS} changes only the ends of publishes are
 * looked at.
 */
final class RuleTimeline {
    private static final int MOST_STEPS = 20_000;

    private final RuleHistory.Span span;
    private final RuleBook book;
    private final Map<String, RuleSetVersion> engines = new HashMap<>();
    private final Map<String, Map<String, Integer>> positions = new HashMap<>();
    private final NavigableMap<Instant, Integer> times = new TreeMap<>();
    private int size;
    private String publish;

    /** @param versions the engines' versions that decisions name */
    RuleTimeline(RuleHistory.Span span, PolicyBook policies, Limits limits, Set<String> versions)
            throws RegistryUnavailableException {
        this.span = span;
        this.book = new RuleBook(policies, limits);
        for (String engine : versions) {
            engines.put(engine, new RuleSetVersion(policies, limits, engine));
            positions.put(engine, new HashMap<>());
        }
        forEachRule(new RuleFiles.Sink() {
            @Override
            public void put(KeywordRule rule) {
                engines.values().forEach(each -> tolerantly(() -> each.put(rule)));
                tolerantly(() -> book.put(rule));
            }

            @Override
            public void put(HashRule rule) {
                engines.values().forEach(each -> tolerantly(() -> each.put(rule)));
                tolerantly(() -> book.put(rule));
            }
        });
        note();
        boolean each = span.changes() <= MOST_STEPS;
        span.forEachChange(change -> take(change, each));
        note();
    }

    private void take(RuleChange change, boolean noteEach) {
        if (noteEach || !change.getPublishId().equals(publish)) {
            note();
        }
        publish = change.getPublishId();
        engines.values().forEach(engine -> tolerantly(() -> engine.apply(change)));
        tolerantly(() -> book.apply(change));
        size++;
        times.put(change.getChangedAt(), size);
    }

    private void note() {
        engines.forEach((engine, version) -> positions.get(engine).putIfAbsent(version.value(), size));
    }

    private interface Taking {
        void run() throws BadRuleException;
    }

    /** Followers leave a bad rule out and go on, and so must we. */
    private static void tolerantly(Taking taking) {
        try {
            taking.run();
        } catch (BadRuleException e) {
            // As if it had not been published.
        }
    }

    /** Hands out the rules of position 0. */
    void forEachRule(RuleFiles.Sink sink) throws RegistryUnavailableException {
        try {
            span.start().forEach(sink, unreadable -> {});
        } catch (BadRuleException e) {
            throw new IllegalStateException("the sink takes every rule", e);
        }
    }

    RuleHistory.Span span() {
        return span;
    }

    /** The last position, that of the rules of now. */
    int last() {
        return size;
    }

    /** The rules of now, compiled. */
    RuleSet now() {
        return book.snapshot();
    }

    /** The position of the very rules that a decision was made with; -1 where they are at none. */
    int exactly(ModerationDecision decision) {
        return positions
                .getOrDefault(decision.getEngineVersion(), Map.of())
                .getOrDefault(decision.getRuleSetVersion(), -1);
    }

    /** The position of the rules that had been published by then. */
    int at(Instant time) {
        Map.Entry<Instant, Integer> latest = times.floorEntry(time);
        return latest == null ? 0 : latest.getValue();
    }
}
