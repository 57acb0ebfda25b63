package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PauseReportTest {
    @Test
    void partitionsThatMoved_areMarked() {
        String line = new PauseReport()
                .add(new long[] {100, 900, 50}, Map.of(0, "a", 1, "a"), Map.of(0, "a", 1, "b", 2, "b"));

        assertThat(line).isEqualTo("pause_ms 0=100 1=900* 2=50*");
    }

    @Test
    void medianAndMaximum_areOverAllChanges() {
        PauseReport report = new PauseReport();
        report.add(new long[] {5, 1}, Map.of(), Map.of());
        report.add(new long[] {9, 3}, Map.of(), Map.of());

        assertThat(report.median()).isEqualTo(3);
        assertThat(report.max()).isEqualTo(9);
    }
}
