package dev.saring.ops;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints {@link Meter}, {@link AuditMeter} and {@link Relation}. */
public final class MeterDoc {
    private record Row(String name, String kind, String unit, List<String> tags, String meaning) {}

    private MeterDoc() {}

    private static List<Row> rows() {
        Stream<Row> ofPipeline = Stream.of(Meter.values())
                .map(each -> new Row(name(each), kind(each.kind()), each.unit(), each.tags(), each.meaning()));
        Stream<Row> ofAudit = Stream.of(AuditMeter.values())
                .map(each -> new Row(each.series(), kind(Meter.Kind.GAUGE), each.unit(), each.tags(), each.meaning()));
        return Stream.concat(ofPipeline, ofAudit).toList();
    }

    /** One meter a line, tab-separated: Prometheus' name, kind, unit, tags, meaning; then the relations. */
    public static String asText() {
        StringBuilder text = new StringBuilder();
        for (Row row : rows()) {
            text.append(String.join(
                            "\t", row.name(), row.kind(), row.unit(), String.join(",", row.tags()), row.meaning()))
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
        for (Row row : rows()) {
            text.append("| `").append(row.name()).append("` | ");
            text.append(row.kind()).append(" | ").append(row.unit()).append(" | ");
            text.append(String.join(", ", row.tags())).append(" | ");
            text.append(row.meaning()).append(" |\n");
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
