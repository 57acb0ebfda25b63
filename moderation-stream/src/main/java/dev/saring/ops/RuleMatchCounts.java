package dev.saring.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many decisions each rule matched, shown for the rules that matched most of late. Safe for use by many threads.
 *
 * <p>Rules are counted exactly, up to {@value #MOST_KNOWN} of them; beyond that the lightest half is forgotten. A rule's
 * weight is its count with a half-life of ten minutes. A rule that is not shown takes the place of one that is when it is
 * twice as heavy, so that rules of about equal weight do not take turns, which would make new series with each scrape.
 *
 * <p>Rejected: Space-Saving (Metwally, Agrawal, El Abbadi 2005), which finds the heaviest in less memory, but whose
 * counts are upper bounds that jump when an entry changes hands: as counters they would show matches that never were.
 */
final class RuleMatchCounts {
    static final int MOST_SHOWN = 50;
    static final int MOST_KNOWN = 5_000;
    private static final double HALF_LIFE_SECONDS = 600;
    private static final double STAY = 2;

    private static final class Count {
        private final String rule;
        private final LongAdder total = new LongAdder();
        private long weighed;
        private double weight;
        private Meter shown;

        Count(String rule) {
            this.rule = rule;
        }

        void weigh(double decay) {
            long now = total.sum();
            weight = weight * decay + (now - weighed);
            weighed = now;
        }

        double rank() {
            return shown == null ? weight : weight * STAY;
        }
    }

    private final MeterRegistry registry;
    private final String mode;
    private final InstantSource clock;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private Instant weighed;

    RuleMatchCounts(MeterRegistry registry, String mode, InstantSource clock) {
        this.registry = registry;
        this.mode = mode;
        this.clock = clock;
        this.weighed = clock.instant();
    }

    /** Counts a decision that the rule matched. */
    void count(String rule) {
        Count count = counts.get(rule);
        if (count == null) {
            if (counts.size() >= MOST_KNOWN) {
                return; // until the next refresh
            }
            count = counts.computeIfAbsent(rule, Count::new);
        }
        count.total.increment();
    }

    /** Shows the rules that matched most of late; to be called before each scrape. */
    synchronized void refresh() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(weighed, now).toMillis() / 1e3);
        weighed = now;
        double decay = Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
        List<Count> all = new ArrayList<>(counts.values());
        Map<Count, Double> ranks = new HashMap<>();
        for (Count count : all) {
            count.weigh(decay);
            ranks.put(count, count.rank());
        }
        all.sort(Comparator.<Count>comparingDouble(ranks::get).reversed().thenComparing(count -> count.rule));
        for (int i = MOST_SHOWN; i < all.size(); i++) {
            hide(all.get(i));
        }
        for (int i = 0; i < Math.min(MOST_SHOWN, all.size()); i++) {
            show(all.get(i));
        }
        if (all.size() >= MOST_KNOWN) {
            all.subList(MOST_KNOWN / 2, all.size()).forEach(count -> counts.remove(count.rule));
        }
    }

    private void show(Count count) {
        if (count.shown == null) {
            count.shown = FunctionCounter.builder(
                            dev.saring.ops.Meter.RULE_MATCHES.meterName(), count, each -> each.total.sum())
                    .description(dev.saring.ops.Meter.RULE_MATCHES.meaning())
                    .tags(Tags.of("rule", count.rule, "mode", mode))
                    .register(registry);
        }
    }

    private void hide(Count count) {
        if (count.shown != null) {
            registry.remove(count.shown);
            count.shown = null;
        }
    }
}
