package dev.saring.local.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A picture in SVG of how figures grow: a panel for each dimension, uploads a second on a logarithmic scale. */
final class GrowthPicture {
    private static final int PANEL = 230;
    private static final int GAP = 20;
    private static final int MARGIN = 70;
    private static final int TOP = 40;
    private static final int DECADE = 90;
    private static final int BELOW = 50;
    private static final int POINT = 3;

    /** A line of the picture: a figure, its colour, its name, and how far below a point its value stands. */
    private record Line(String figure, String colour, String name, int below) {}

    private static final List<Line> LINES = List.of(
            new Line("copy_per_s", "#777777", "bare Kafka Streams copy", -6),
            new Line("text_per_s", "#1f6fb2", "text and exact hashes", -6),
            new Line("pdq_per_s", "#c2571a", "the same with a PDQ look-up", 14));

    private final Map<String, List<GrowthPoint>> points;
    private final int lowest;
    private final int decades;
    private final StringBuilder svg = new StringBuilder();

    private GrowthPicture(Map<String, List<GrowthPoint>> points) {
        this.points = points;
        double[] values = points.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(point -> LINES.stream().mapToDouble(line -> point.number(line.figure())))
                .filter(value -> value > 0)
                .sorted()
                .toArray();
        lowest = values.length == 0 ? 0 : (int) Math.floor(Math.log10(values[0]));
        int highest = values.length == 0 ? 1 : (int) Math.ceil(Math.log10(values[values.length - 1]));
        decades = Math.max(1, highest - lowest);
    }

    /** @param points by what grows; all in uploads a second */
    static String of(Map<String, List<GrowthPoint>> points) {
        return new GrowthPicture(points).draw();
    }

    private String draw() {
        int width = MARGIN + points.size() * (PANEL + GAP);
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">",
                width, bottom() + BELOW);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        legend();
        for (int decade = 0; decade <= decades; decade++) {
            int y = bottom() - decade * DECADE;
            add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>", MARGIN, y, width - GAP, y);
            text(
                    MARGIN - 6,
                    y + 4,
                    "end",
                    "#777777",
                    String.format(Locale.ROOT, "%,.0f", Math.pow(10, lowest + decade)));
        }
        int left = MARGIN;
        for (Map.Entry<String, List<GrowthPoint>> panel : points.entrySet()) {
            panel(left, panel.getKey(), panel.getValue());
            left += PANEL + GAP;
        }
        return svg.append("</svg>\n").toString();
    }

    private void legend() {
        int left = MARGIN;
        for (Line line : LINES) {
            text(left, 18, "start", line.colour(), "&#9632; " + line.name());
            left += PANEL;
        }
        text(left, 18, "start", "black", "uploads a second");
    }

    private void panel(int left, String title, List<GrowthPoint> points) {
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#cccccc\"/>",
                left, TOP, PANEL, decades * DECADE);
        text(left + PANEL / 2, bottom() + 36, "middle", "black", title);
        for (int i = 0; i < points.size(); i++) {
            String value = String.format(Locale.ROOT, "%,d", points.get(i).value());
            text(x(left, i, points.size()), bottom() + 18, "middle", "black", value);
        }
        LINES.forEach(line -> line(left, line, points));
    }

    private void line(int left, Line line, List<GrowthPoint> points) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            double value = points.get(i).number(line.figure());
            if (value > 0) {
                int x = x(left, i, points.size());
                int y = y(value);
                path.append(x).append(',').append(y).append(' ');
                add("<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"/>", x, y, POINT, line.colour());
                text(x, y + line.below(), "middle", line.colour(), thousands(value));
            }
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>",
                path.toString().strip(), line.colour());
    }

    private void text(int x, int y, String anchor, String colour, String text) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, y, anchor, colour, text);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String thousands(double value) {
        return String.format(Locale.ROOT, value < 10_000 ? "%.1fk" : "%.0fk", value / 1_000);
    }

    private int bottom() {
        return TOP + decades * DECADE;
    }

    private int y(double value) {
        return bottom() - (int) Math.round((Math.log10(value) - lowest) * DECADE);
    }

    private static int x(int left, int index, int count) {
        return left + PANEL * (2 * index + 1) / (2 * count);
    }
}
