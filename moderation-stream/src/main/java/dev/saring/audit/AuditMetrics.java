package dev.saring.audit;

import dev.saring.audit.AuditReport.Copies;
import dev.saring.ops.AuditMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * An audit's result in Prometheus' text format, for the node exporter's textfile collector or a push gateway. A file
 * appears whole or not at all.
 */
public final class AuditMetrics {
    private AuditMetrics() {}

    /** The metrics of a report. */
    public static String of(AuditReport report, Instant finished) {
        StringBuilder text = new StringBuilder();
        head(text, AuditMeter.RECORDS);
        text.append(AuditMeter.RECORDS.series())
                .append(' ')
                .append(report.checked())
                .append('\n');
        head(text, AuditMeter.FINDINGS);
        finding(text, "missing", report.missing());
        finding(text, "doubled", report.doubled());
        finding(text, "out_of_order", report.outOfOrder());
        Copies copies = report.copies();
        if (copies != null) {
            finding(text, "missing_copies", copies.missing());
            finding(text, "needless_copies", copies.needless());
            finding(text, "exposed", copies.exposed());
        }
        head(text, AuditMeter.FINISHED);
        text.append(AuditMeter.FINISHED.series())
                .append(' ')
                .append(finished.getEpochSecond())
                .append('\n');
        return text.toString();
    }

    private static void head(StringBuilder text, AuditMeter meter) {
        text.append("# HELP ")
                .append(meter.series())
                .append(' ')
                .append(meter.meaning())
                .append('\n');
        text.append("# TYPE ").append(meter.series()).append(" gauge\n");
    }

    private static void finding(StringBuilder text, String kind, long count) {
        text.append(AuditMeter.FINDINGS.series())
                .append("{kind=\"")
                .append(kind)
                .append("\"} ")
                .append(count)
                .append('\n');
    }

    /**
     * Writes them.
     *
     * @throws IOException where the file cannot be written
     */
    public static void write(AuditReport report, Instant finished, Path file) throws IOException {
        // The collector reads files that end in .prom only.
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(temporary, of(report, finished));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
