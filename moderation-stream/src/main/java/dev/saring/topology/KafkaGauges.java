package dev.saring.topology;

import dev.saring.ops.Meter;
import dev.saring.ops.Metrics;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The few of Kafka's own metrics that are shown, over all threads of the instance, and the lag of each partition. All
 * else, some thousand, stays with Kafka (see RATIONALE.md).
 */
final class KafkaGauges {
    private static final String THREADS = "stream-thread-metrics";
    private static final String CONSUMER = "consumer-fetch-manager-metrics";
    private static final double MILLIS = 1e3;

    private final Supplier<Map<MetricName, ? extends Metric>> kafka;
    private final TaskWatches watches;
    private final InstantSource clock;

    /** @param kafka all metrics of the instance's clients and threads */
    KafkaGauges(Supplier<Map<MetricName, ? extends Metric>> kafka, TaskWatches watches, InstantSource clock) {
        this.kafka = kafka;
        this.watches = watches;
        this.clock = clock;
    }

    void addTo(Metrics metrics) {
        metrics.kafka(Meter.KAFKA_THREADS, null, sum("stream-metrics", "alive-stream-threads"));
        for (String activity : new String[] {"poll", "process", "commit"}) {
            metrics.kafka(
                    Meter.KAFKA_THREAD_TIME,
                    activity,
                    of(THREADS, activity + "-ratio", values -> values.average().orElse(0)));
        }
        metrics.kafka(
                Meter.KAFKA_COMMIT_TIME,
                null,
                of(THREADS, "commit-latency-max", values -> values.max().orElse(0) / MILLIS));
        metrics.kafka(Meter.KAFKA_REBALANCES, null, sum("consumer-coordinator-metrics", "rebalance-total"));
        metrics.kafka(Meter.KAFKA_SEND_RETRIES, null, sum("producer-metrics", "record-retry-total"));
        metrics.kafka(Meter.KAFKA_SEND_ERRORS, null, sum("producer-metrics", "record-error-total"));
        metrics.lag(this::lag);
    }

    private Supplier<Number> sum(String group, String name) {
        return of(group, name, DoubleStream::sum);
    }

    private Supplier<Number> of(String group, String name, Function<DoubleStream, Double> together) {
        return () -> together.apply(all(group, name).stream().mapToDouble(KafkaGauges::value));
    }

    private Collection<? extends Metric> all(String group, String name) {
        return kafka.get().values().stream()
                .filter(metric -> metric.metricName().name().equals(name)
                        && metric.metricName().group().equals(group)
                        && Double.isFinite(value(metric)))
                .toList();
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private Map<Integer, Metrics.Lag> lag() {
        long now = clock.millis();
        Map<Integer, Metrics.Lag> lags = new HashMap<>();
        for (Metric metric : all(CONSUMER, "records-lag")) {
            int partition = Integer.parseInt(metric.metricName().tags().get("partition"));
            TaskWatch watch = watches.find(partition);
            if (watch != null) {
                long records = (long) value(metric);
                double seconds = records == 0 ? 0 : Math.max(0, now - watch.time()) / MILLIS;
                lags.put(partition, new Metrics.Lag(records, seconds));
            }
        }
        return lags;
    }
}
