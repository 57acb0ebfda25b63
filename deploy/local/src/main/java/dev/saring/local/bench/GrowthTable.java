package dev.saring.local.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table in Markdown of how figures grow. */
final class GrowthTable {
    private GrowthTable() {}

    static String of(Map<String, List<GrowthPoint>> points) {
        StringBuilder text = new StringBuilder();
        GrowthPoint any = points.values().iterator().next().get(0);
        text.append("# How the figures grow\n\n")
                .append(
                        "Written by `deploy/local/bench.sh growth`; uploads a second on one machine with the broker on it: ")
                .append(any.figures().line("processors", "threads", "java"))
                .append(", `")
                .append(PipelineBenchOnBroker.javaOptions())
                .append('`')
                .append(
                        ".\nOne dimension at a time; the others stay at 10,000 expressions, 1M hashes of each kind, 4 partitions and")
                .append(
                        " 500 bytes.\n`text` is moderation with expressions and exact hashes, `pdq` the same with one PDQ")
                .append(
                        " look-up per upload; CPU is that of the pipeline's process.\nPasses are short here, so that all")
                .append(
                        " points take a quarter of an hour: the copy's figures scatter by a third, the others by a tenth.")
                .append("\nThe README's figures are from passes five times as long.\n\n")
                .append("![Uploads a second](growth.svg)\n\n")
                .append(
                        "| | raw/s | copy/s | text/s | pdq/s | text/copy | pdq/copy | text CPU us | pdq CPU us | heap of rules MB |"
                                + " p50 ms | p99 ms |\n")
                .append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        points.forEach((dimension, line) -> line.forEach(point -> text.append(row(dimension, point))));
        return text.toString();
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
