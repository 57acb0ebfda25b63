package dev.saring.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditMetricsTest {
    @Test
    void report_isWrittenWhole_andOverTheOneBefore(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("saring.prom");
        AuditMetrics.write(new AuditReport(10, 5, 1, 1, 3, 0, 0, null, List.of()), Instant.ofEpochSecond(1), file);
        AuditMetrics.write(
                new AuditReport(10, 9, 1, 0, 0, 2, 1, new AuditReport.Copies(0, 0, 4), List.of()),
                Instant.ofEpochSecond(7),
                file);
        assertThat(Files.readAllLines(file))
                .contains(
                        "saring_audit_records 10",
                        "saring_audit_findings{kind=\"missing\"} 0",
                        "saring_audit_findings{kind=\"doubled\"} 2",
                        "saring_audit_findings{kind=\"out_of_order\"} 1",
                        "saring_audit_findings{kind=\"exposed\"} 4",
                        "saring_audit_finished_time_seconds 7");
        assertThat(folder.toFile().list()).containsExactly("saring.prom");
    }
}
