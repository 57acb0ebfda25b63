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
                .append(".\nOne dimension at a time; the others stay at 10,000 expressions, 1M hashes of each kind,")
                .append(
                        " 4 partitions and 500 bytes.\n`text` is moderation with expressions and exact hashes, `pdq` the")
                .append(" same with one PDQ look-up per upload; CPU is that of the pipeline's process.\n\n")
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
                "| %,d %s | %,.0f | %,.0f | %,.0f | %,.0f | %.2f | %.2f | %.1f | %.1f | %.0f | %.0f | %.0f |%n",
                point.value(),
                dimension,
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
