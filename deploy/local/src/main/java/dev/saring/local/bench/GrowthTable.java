package dev.saring.local.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table in Markdown of how figures grow. */
final class GrowthTable {
    private GrowthTable() {}

    static String of(Map<String, List<GrowthPoint>> points) {
        GrowthPoint any = points.values().iterator().next().get(0);
        StringBuilder text = new StringBuilder("""
                # How the figures grow

                Written by `deploy/local/bench.sh growth`; uploads a second on one machine with the broker on it: %s, `%s`.
                One dimension at a time; the others stay at 10,000 expressions, 1M hashes of each kind, 4 partitions and 500 bytes.
                `text` is moderation with expressions and exact hashes, `pdq` the same with one PDQ look-up per upload; CPU is that
                of the pipeline's process. Passes are short: between rounds the copy's figures scatter by up to %s, those of `text`
                by up to %s. The README's are from longer passes.

                ![Uploads a second](growth.svg)

                | | raw/s | copy/s | text/s | pdq/s | text/copy | pdq/copy | text CPU us | pdq CPU us | heap of rules MB | p50 ms | p99 ms |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                """.formatted(
                        any.figures().line("processors", "threads", "java"),
                        PipelineBenchOnBroker.javaOptions(),
                        scatter(points, "copy_spread"),
                        scatter(points, "text_spread")));
        points.forEach((dimension, line) -> line.forEach(point -> text.append(row(dimension, point))));
        return text.toString();
    }

    private static String scatter(Map<String, List<GrowthPoint>> points, String figure) {
        double most = points.values().stream()
                .flatMap(List::stream)
                .mapToDouble(point -> point.number(figure))
                .filter(spread -> spread >= 0)
                .max()
                .orElse(Double.NaN);
        return String.format(Locale.ROOT, "+-%.0f %%", 100 * most);
    }

    private static String row(String dimension, GrowthPoint point) {
        return String.format(
                Locale.ROOT,
                "| %s: %,d | %,.0f | %,.0f | %,.0f | %,.0f | %.2f | %.2f | %.1f | %.1f | %.0f | %.0f | %.0f |%n",
                dimension,
                point.value(),
                point.number("raw_per_s"),
                point.number("copy_per_s"),
                point.number("text_per_s"),
                point.number("pdq_per_s"),
                point.number("text_ratio"),
                point.number("pdq_ratio"),
                point.number("text_cpu_us"),
                point.number("pdq_cpu_us"),
                point.number("pdq_rules_heap_mb"),
                point.number("p50_ms"),
                point.number("p99_ms"));
    }
}
