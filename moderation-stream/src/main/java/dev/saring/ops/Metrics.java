package dev.saring.ops;

import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Counts what the pipeline does; {@link Meter} lists and explains the meters. Safe for use by many threads.
 *
 * <p>The number of series is bounded by construction: tags are constants of enums, codes of the policy file, the
 * partitions that the instance has, and two kinds from outside that have a bound each: {@link RuleMatchCounts} rules and
 * {@link FirstComers} languages. What is counted for each upload is looked up once, when this is made, so that it costs an
 * array access and an addition.
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
    private final Counters counters;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final InstantSource clock;
    private final DecisionCounts decisions;
    private final Timer timeToDecision;
    private final Counter records;
    private final Counter abandoned;
    private final Counter unaccounted;
    private final Counter deletions;
    private final Counter evidenceCut;
    private final Counter rulesRejected;
    private final Counter registryWaits;
    private final Counter registryErrors;
    private final Counter registryWaited;
    private final Counter threadsReplaced;
    private final Counter recordDeaths;
    private final MultiGauge ruleSetVersion;
    private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();
    /** Micrometer's function counters hold what they read from weakly. */
    private final List<Supplier<Number>> held = new CopyOnWriteArrayList<>();

    private volatile RuleSetFacts ruleSet;
    private volatile Instant followed;

    private record RuleSetFacts(int keywordRules, int hashRules, Instant since) {}

    /**
     * How far a partition is behind.
     *
     * @param records that wait
     * @param seconds age of the record that it has come to, or 0 where none wait
     */
    public record Lag(long records, double seconds) {}

    /**
     * @param policyCodes the codes of the policy file
     * @param clock tells when a rule set was taken into use
     */
    public Metrics(Collection<String> policyCodes, InstantSource clock) {
        this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        this.counters = new Counters(registry);
        this.clock = clock;
        this.decisions = new DecisionCounts(counters, policyCodes, clock);
        this.timeToDecision = counters.timer(Meter.TIME_TO_DECISION)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.records = counter(Meter.RECORDS);
        this.abandoned = counter(Meter.RECORDS_ABANDONED);
        this.unaccounted = counter(Meter.RECORDS_UNACCOUNTED);
        this.deletions = counter(Meter.DELETIONS);
        this.evidenceCut = counter(Meter.EVIDENCE_CUT);
        this.rulesRejected = counter(Meter.RULES_REJECTED);
        this.registryWaits = counter(Meter.REGISTRY_WAITS);
        this.registryErrors = counter(Meter.REGISTRY_ERRORS);
        this.registryWaited = counter(Meter.REGISTRY_WAITED);
        this.threadsReplaced = counter(Meter.THREADS_REPLACED);
        this.recordDeaths = counter(Meter.RECORD_DEATHS);
        this.ruleSetVersion = counters.gauges(Meter.RULE_SET);
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

    /** Counts that an upload record is begun. */
    public void begun() {
        records.increment();
    }

    /** Counts that an upload record is left without a result, since its thread ends. */
    public void abandoned() {
        abandoned.increment();
    }

    /** Counts an upload record that was done with and has not exactly one result. */
    public void unaccounted() {
        unaccounted.increment();
    }

    /**
     * Counts a decision with its matches and gaps.
     *
     * @param uploadTime the upload record's time in milliseconds since 1970, or 0 or less where it has none
     */
    public void decided(ModerationDecision decision, long uploadTime) {
        decisions.count(decision);
        if (uploadTime > 0) {
            long taken = decision.getDecidedAt().toEpochMilli() - uploadTime;
            timeToDecision.record(Math.max(0, taken), TimeUnit.MILLISECONDS);
        }
    }

    /** Counts gaps that came up after the decision was made, such as a cut for size. */
    public void gap(GapKind kind) {
        decisions.gap(kind);
    }

    /** Counts a copy for {@code preserved} that something had to be left out of. */
    public void evidenceCut() {
        evidenceCut.increment();
    }

    /** Takes the time, in nanoseconds, that an upload spent in a stage; looked up once, cheap to call. */
    public LongConsumer stage(Enum<?> stage) {
        Timer timer = counters.timer(Meter.STAGE_TIME)
                .tag("stage", Counters.tag(stage))
                .register(registry);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts an upload record that became a dead letter. Rare, so its counter is looked up each time. */
    public void deadLetter(Enum<?> cause, Enum<?> stage) {
        counters.make(Meter.DEAD_LETTERS, Tags.of("cause", Counters.tag(cause), "stage", Counters.tag(stage)))
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

    /** Tells that the rules are followed at this moment. */
    public synchronized void rulesFollowed() {
        boolean first = followed == null;
        followed = clock.instant();
        if (first) {
            counters.gauge(Meter.RULES_FOLLOWED, Tags.empty(), () -> secondsSince(followed));
        }
    }

    /** Counts that a thread began to wait for the registry. */
    public void registryWait() {
        registryWaits.increment();
    }

    /** Counts that a thread got no answer from the registry. */
    public void registryError() {
        registryErrors.increment();
    }

    /** Adds time that a thread spent waiting for the registry. */
    public void registryWaited(Duration time) {
        registryWaited.increment(time.toNanos() / 1e9);
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
        counters.gauge(Meter.PARTITIONS_STOPPED, Tags.empty(), count);
    }

    /** Tells from now on how far each partition is behind; asked once for each scrape. */
    public void lag(Supplier<Map<Integer, Lag>> lags) {
        MultiGauge waiting = counters.gauges(Meter.LAG);
        MultiGauge age = counters.gauges(Meter.LAG_TIME);
        beforeScrape.add(() -> {
            Map<Integer, Lag> now = lags.get();
            waiting.register(rows(now, Lag::records), true);
            age.register(rows(now, Lag::seconds), true);
        });
    }

    private static List<MultiGauge.Row<?>> rows(Map<Integer, Lag> lags, Function<Lag, Number> value) {
        return lags.entrySet().stream()
                .<MultiGauge.Row<?>>map(each ->
                        MultiGauge.Row.of(Tags.of("partition", each.getKey().toString()), value.apply(each.getValue())))
                .toList();
    }

    /** Tells from now on which checks speak against the instance being ready; asked once for each scrape. */
    public void readiness(Supplier<Map<String, Boolean>> checks) {
        MultiGauge ready = counters.gauges(Meter.READY);
        beforeScrape.add(() -> ready.register(
                checks.get().entrySet().stream()
                        .<MultiGauge.Row<?>>map(
                                each -> MultiGauge.Row.of(Tags.of("check", each.getKey()), each.getValue() ? 1 : 0))
                        .toList(),
                true));
    }

    /** Tells what runs. */
    public void build(String version, String revision) {
        counters.gauge(Meter.BUILD, Tags.of("version", version, "revision", revision), () -> 1);
    }

    /**
     * Tells from now on what Kafka's clients measure.
     *
     * @param meter a gauge or counter
     * @param tag the value of its tag; null where it has none
     */
    public void kafka(Meter meter, String tag, Supplier<Number> value) {
        Tags tags = tag == null ? Tags.empty() : Tags.of(meter.tags().get(0), tag);
        if (meter.kind() == Meter.Kind.COUNTER) {
            held.add(value);
            counters.function(meter, tags, value);
        } else {
            counters.gauge(meter, tags, value);
        }
    }

    /** Tells the rule set in use from now on. */
    public synchronized void ruleSet(String version, int keywordRules, int hashRules) {
        boolean first = ruleSet == null;
        ruleSet = new RuleSetFacts(keywordRules, hashRules, clock.instant());
        ruleSetVersion.register(List.of(MultiGauge.Row.of(Tags.of("version", version), 1)), true);
        if (first) {
            counters.gauge(Meter.RULES, Tags.of("type", "keyword"), () -> ruleSet.keywordRules());
            counters.gauge(Meter.RULES, Tags.of("type", "hash"), () -> ruleSet.hashRules());
            counters.gauge(
                    Meter.RULE_SET_CHANGED, Tags.empty(), () -> ruleSet.since().toEpochMilli() / 1e3);
            counters.gauge(Meter.RULE_SET_AGE, Tags.empty(), () -> secondsSince(ruleSet.since()));
        }
    }

    private double secondsSince(Instant time) {
        return Duration.between(time, clock.instant()).toMillis() / 1e3;
    }

    /** Writes all meters in Prometheus' text format. */
    void scrape(OutputStream out) throws IOException {
        refresh();
        registry.scrape(out);
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        refresh();
        return registry.scrape();
    }

    private synchronized void refresh() {
        decisions.refresh();
        beforeScrape.forEach(Runnable::run);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private Counter counter(Meter meter) {
        return counters.make(meter, Tags.empty());
    }
}
