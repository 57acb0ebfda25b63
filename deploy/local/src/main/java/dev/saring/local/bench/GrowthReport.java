package dev.saring.local.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table in Markdown and a picture in SVG of how figures grow. */
final class GrowthReport {
    private static final int PANEL = 230;
    private static final int GAP = 20;
    private static final int TOP = 40;
    private static final int PLOT = 160;
    private static final int HEIGHT = 260;
    private static final int POINT = 3;

    /** A line of the picture: a figure, its colour, its name. */
    private record Line(String figure, String colour, String name) {}

    private static final List<Line> LINES = List.of(
            new Line("copy_per_s", "#999999", "bare Kafka Streams copy"),
            new Line("text_per_s", "#1f6fb2", "text and exact hashes"),
            new Line("pdq_per_s", "#c2571a", "the same with a PDQ look-up"));

    private GrowthReport() {}

    static String table(Map<String, List<GrowthPoint>> points) {
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

    static String picture(Map<String, List<GrowthPoint>> points) {
        double most = points.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(point -> LINES.stream().mapToDouble(line -> point.number(line.figure())))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder();
        int width = points.size() * (PANEL + GAP) + GAP;
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                width, HEIGHT));
        int left = GAP;
        for (Line line : LINES) {
            svg.append(String.format(
                    "<text x=\"%d\" y=\"18\" fill=\"%s\">&#9632; %s, uploads a second</text>%n",
                    left, line.colour(), line.name()));
            left += PANEL + GAP;
        }
        left = GAP;
        for (Map.Entry<String, List<GrowthPoint>> panel : points.entrySet()) {
            panel(svg, left, panel.getKey(), panel.getValue(), most);
            left += PANEL + GAP;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, int left, String title, List<GrowthPoint> points, double most) {
        svg.append(String.format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#cccccc\"/>%n",
                left, TOP, PANEL, PLOT));
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                left + PANEL / 2, TOP + PLOT + 36, title));
        for (int i = 0; i < points.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%,d</text>%n",
                    x(left, i, points.size()),
                    TOP + PLOT + 18,
                    points.get(i).value()));
        }
        for (Line line : LINES) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < points.size(); i++) {
                double value = points.get(i).number(line.figure());
                if (!Double.isNaN(value)) {
                    int x = x(left, i, points.size());
                    int y = TOP + PLOT - (int) Math.round(value / most * (PLOT - 16));
                    path.append(x).append(',').append(y).append(' ');
                    svg.append(String.format(
                            Locale.ROOT,
                            "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"/><text x=\"%d\" y=\"%d\""
                                    + " text-anchor=\"middle\" fill=\"%s\">%,.0fk</text>%n",
                            x,
                            y,
                            POINT,
                            line.colour(),
                            x,
                            y - 6,
                            line.colour(),
                            value / 1e3));
                }
            }
            svg.append(String.format(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
                    path.toString().strip(), line.colour()));
        }
    }

    private static int x(int left, int index, int count) {
        return left + PANEL * (2 * index + 1) / (2 * count);
    }
}
