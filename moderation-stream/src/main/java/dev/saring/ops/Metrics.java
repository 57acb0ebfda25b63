package dev.saring.ops;

import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleMode;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts what the pipeline does; {@link Meter} lists and explains the meters. Safe for use by many threads.
 *
 * <p>The number of series is bounded by construction: every tag is an enum's constant or a code of the policy file.
 * Counters are looked up once, when this is made, so that counting an upload costs an array access and an addition.
 */
public final class Metrics implements AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(3)
    };

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final InstantSource clock;
    private final Map<Outcome, Counter> decisions = new EnumMap<>(Outcome.class);
    private final Map<GapKind, Counter> gaps = new EnumMap<>(GapKind.class);
    private final Map<String, PolicyCounters> policies;
    private final Timer timeToDecision;
    private final Counter deletions;
    private final Counter rulesRejected;
    private final Counter registryWaits;
    private final Counter threadsReplaced;
    private final Counter recordDeaths;
    private final MultiGauge ruleSetVersion;
    private volatile RuleSetFacts ruleSet;

    private record PolicyCounters(Counter enforced, Counter shadow) {}

    private record RuleSetFacts(int keywordRules, int hashRules, Instant since) {}

    /**
     * @param policyCodes the codes of the policy file
     * @param clock tells when a rule set was taken into use
     */
    public Metrics(Collection<String> policyCodes, InstantSource clock) {
        this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        this.clock = clock;
        for (Outcome outcome : Outcome.values()) {
            decisions.put(outcome, counter(Meter.DECISIONS, Tags.of("outcome", tag(outcome))));
        }
        for (GapKind kind : GapKind.values()) {
            gaps.put(kind, counter(Meter.GAPS, Tags.of("kind", tag(kind))));
        }
        this.policies = new HashMap<>();
        for (String code : policyCodes) {
            policies.put(
                    code,
                    new PolicyCounters(
                            counter(Meter.POLICY_MATCHES, Tags.of("policy", code, "mode", tag(RuleMode.ENFORCE))),
                            counter(Meter.POLICY_MATCHES, Tags.of("policy", code, "mode", tag(RuleMode.SHADOW)))));
        }
        this.timeToDecision = Timer.builder(Meter.TIME_TO_DECISION.meterName())
                .description(Meter.TIME_TO_DECISION.meaning())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.deletions = counter(Meter.DELETIONS, Tags.empty());
        this.rulesRejected = counter(Meter.RULES_REJECTED, Tags.empty());
        this.registryWaits = counter(Meter.REGISTRY_WAITS, Tags.empty());
        this.threadsReplaced = counter(Meter.THREADS_REPLACED, Tags.empty());
        this.recordDeaths = counter(Meter.RECORD_DEATHS, Tags.empty());
        this.ruleSetVersion = MultiGauge.builder(Meter.RULE_SET.meterName())
                .description(Meter.RULE_SET.meaning())
                .register(registry);
        bindJvm();
    }

    private void bindJvm() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /**
     * Counts a decision with its matches and gaps.
     *
     * @param uploadTime the upload record's time in milliseconds since 1970, or 0 or less where it has none
     */
    public void decided(ModerationDecision decision, long uploadTime) {
        decisions.get(decision.getOutcome()).increment();
        countPolicies(decision);
        for (Gap gap : decision.getGaps()) {
            gaps.get(gap.getKind()).increment();
        }
        if (uploadTime > 0) {
            long taken = decision.getDecidedAt().toEpochMilli() - uploadTime;
            timeToDecision.record(Math.max(0, taken), TimeUnit.MILLISECONDS);
        }
    }

    private void countPolicies(ModerationDecision decision) {
        List<KeywordMatch> keywords = decision.getKeywordMatches();
        List<HashMatch> hashes = decision.getHashMatches();
        if (keywords.isEmpty() && hashes.isEmpty()) {
            return;
        }
        Map<String, Boolean> enforcedByPolicy = new HashMap<>();
        for (KeywordMatch match : keywords) {
            enforcedByPolicy.merge(match.getPolicy(), match.getMode() == RuleMode.ENFORCE, Boolean::logicalOr);
        }
        for (HashMatch match : hashes) {
            enforcedByPolicy.merge(match.getPolicy(), match.getMode() == RuleMode.ENFORCE, Boolean::logicalOr);
        }
        enforcedByPolicy.forEach((policy, enforced) -> {
            PolicyCounters counters = policies.get(policy);
            if (counters != null) {
                (enforced ? counters.enforced() : counters.shadow()).increment();
            }
        });
    }

    /** Counts gaps that came up after the decision was made, such as a cut for size. */
    public void gap(GapKind kind) {
        gaps.get(kind).increment();
    }

    /** Counts an upload record that became a dead letter. Rare, so its counter is looked up each time. */
    public void deadLetter(Enum<?> cause, Enum<?> stage) {
        counter(Meter.DEAD_LETTERS, Tags.of("cause", tag(cause), "stage", tag(stage)))
                .increment();
    }

    /** Counts a deletion. */
    public void deleted() {
        deletions.increment();
    }

    /** Counts a rule record that was rejected. */
    public void ruleRejected() {
        rulesRejected.increment();
    }

    /** Counts that a thread began to wait for the registry. */
    public void registryWait() {
        registryWaits.increment();
    }

    /** Counts that a dead thread is replaced. */
    public void threadReplaced() {
        threadsReplaced.increment();
    }

    /** Counts that a thread died of a record. */
    public void recordDeath() {
        recordDeaths.increment();
    }

    /** Tells from now on how many partitions are stopped. */
    public void partitionsStopped(Supplier<Number> count) {
        gauge(Meter.PARTITIONS_STOPPED, Tags.empty(), count);
    }

    /** Tells the rule set in use from now on. */
    public synchronized void ruleSet(String version, int keywordRules, int hashRules) {
        boolean first = ruleSet == null;
        ruleSet = new RuleSetFacts(keywordRules, hashRules, clock.instant());
        ruleSetVersion.register(List.of(MultiGauge.Row.of(Tags.of("version", version), 1)), true);
        if (first) {
            gauge(Meter.RULES, Tags.of("type", "keyword"), () -> ruleSet.keywordRules());
            gauge(Meter.RULES, Tags.of("type", "hash"), () -> ruleSet.hashRules());
            gauge(Meter.RULE_SET_CHANGED, Tags.empty(), () -> ruleSet.since().toEpochMilli() / 1e3);
            gauge(
                    Meter.RULE_SET_AGE,
                    Tags.empty(),
                    () -> Duration.between(ruleSet.since(), clock.instant()).toMillis() / 1e3);
        }
    }

    /** Writes all meters in Prometheus' text format. */
    void scrape(OutputStream out) throws IOException {
        registry.scrape(out);
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private Counter counter(Meter meter, Tags tags) {
        return Counter.builder(meter.meterName())
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }

    private void gauge(Meter meter, Tags tags, Supplier<Number> value) {
        Gauge.builder(meter.meterName(), value)
                .description(meter.meaning())
                .baseUnit(meter.unit().equals("seconds") ? "seconds" : null)
                .tags(tags)
                .register(registry);
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
