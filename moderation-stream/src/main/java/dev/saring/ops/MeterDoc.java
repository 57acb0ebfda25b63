package dev.saring.ops;

import java.util.Locale;

/** Prints {@link Meter}, {@link AuditMeter} and {@link Relation}. */
public final class MeterDoc {
    private MeterDoc() {}

    /** One meter a line, tab-separated: Prometheus' name, kind, unit, tags, meaning; then the relations. */
    public static String asText() {
        StringBuilder text = new StringBuilder();
        for (Meter meter : Meter.values()) {
            text.append(String.join(
                            "\t",
                            name(meter),
                            kind(meter.kind()),
                            meter.unit(),
                            String.join(",", meter.tags()),
                            meter.meaning()))
                    .append('\n');
        }
        for (AuditMeter meter : AuditMeter.values()) {
            text.append(String.join(
                            "\t",
                            meter.series(),
                            kind(Meter.Kind.GAUGE),
                            meter.unit(),
                            String.join(",", meter.tags()),
                            meter.meaning()))
                    .append('\n');
        }
        for (Relation relation : Relation.values()) {
            text.append("relation\t")
                    .append(relation.formula())
                    .append('\t')
                    .append(relation.exceptions())
                    .append('\n');
        }
        return text.toString();
    }

    /** The same as two tables in Markdown. */
    public static String asMarkdown() {
        StringBuilder text = new StringBuilder("| metric | kind | unit | tags | meaning |\n|---|---|---|---|---|\n");
        for (Meter meter : Meter.values()) {
            text.append("| `").append(name(meter)).append("` | ");
            text.append(kind(meter.kind())).append(" | ").append(meter.unit()).append(" | ");
            text.append(String.join(", ", meter.tags())).append(" | ");
            text.append(meter.meaning()).append(" |\n");
        }
        for (AuditMeter meter : AuditMeter.values()) {
            text.append("| `").append(meter.series()).append("` | ");
            text.append(kind(Meter.Kind.GAUGE))
                    .append(" | ")
                    .append(meter.unit())
                    .append(" | ");
            text.append(String.join(", ", meter.tags())).append(" | ");
            text.append(meter.meaning()).append(" |\n");
        }
        text.append("\n| relation | exactly? |\n|---|---|\n");
        for (Relation relation : Relation.values()) {
            text.append("| `").append(relation.formula()).append("` | ");
            text.append(relation.exceptions()).append(" |\n");
        }
        return text.toString();
    }

    /** The name that all series of a meter begin with; for a counter or gauge, its only series. */
    private static String name(Meter meter) {
        String first = meter.series().get(0);
        return switch (meter.kind()) {
            case COUNTER, GAUGE -> first;
            case TIMER, HISTOGRAM -> first.substring(0, first.lastIndexOf('_'));
        };
    }

    private static String kind(Meter.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
