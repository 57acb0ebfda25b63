package dev.saring.audit;

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
        return """
                # HELP saring_audit_records Upload records that the last audit looked at.
                # TYPE saring_audit_records gauge
                saring_audit_records %d
                # HELP saring_audit_findings What the last audit found. Anything but zero is a fault.
                # TYPE saring_audit_findings gauge
                saring_audit_findings{kind="missing"} %d
                saring_audit_findings{kind="doubled"} %d
                saring_audit_findings{kind="out_of_order"} %d
                # HELP saring_audit_finished_time_seconds When the last audit ended, in Unix time.
                # TYPE saring_audit_finished_time_seconds gauge
                saring_audit_finished_time_seconds %d
                """.formatted(
                report.checked(), report.missing(), report.doubled(), report.outOfOrder(), finished.getEpochSecond());
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
