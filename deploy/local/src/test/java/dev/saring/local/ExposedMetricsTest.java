package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExposedMetricsTest {
    private final ExposedMetrics metrics = new ExposedMetrics();

    ExposedMetricsTest() {
        metrics.add("""
                # HELP a_total what
                # TYPE a_total counter
                a_total{kind="x",stage="s"} 1.0
                a_total{kind="y",stage="s"} 1.0
                b_seconds_bucket{le="1.0"} 3
                c 2.5E8
                """);
        metrics.addRecorded("our:a:rate5m", "job");
    }

    @Test
    void queryForWhatIsThere_hasNoProblem() {
        for (String query : new String[] {
            "c",
            "c > 0",
            "sum(rate(a_total{job=~\"$job\",kind=\"x\"}[5m]))",
            "topk(20, sum by (kind, job) (increase(a_total[1h]))) * 3600 > 0",
            "1 - sum by (job) (rate(b_seconds_bucket{le=\"1.0\"}[5m]))\n  / sum by (job) (rate(a_total[5m]))",
            "our:a:rate5m > 14.4 * 0.01\nand our:a:rate5m > 0.1",
            "time() - max(c) > 2 * 24 * 3600",
            "absent(c{instance=\"i\"} == 1)",
            "max by (job) (c) > 120\nand\nderiv(our:a:rate5m[15m]) > 0",
        }) {
            assertThat(metrics.problems(query)).as(query).isEmpty();
        }
    }

    @Test
    void queryForWhatIsNotThere_isFound() {
        assertThat(metrics.problems("sum(rate(a_totals[5m]))")).containsExactly("no metric a_totals");
        assertThat(metrics.problems("c > 0 and d")).containsExactly("no metric d");
        assertThat(metrics.problems("our:b:rate5m")).containsExactly("no metric our:b:rate5m");
        assertThat(metrics.problems("a_total{kinds=\"x\"}")).containsExactly("a_total has no label kinds");
        assertThat(metrics.problems("a_total{kind=\"z\"}")).containsExactly("a_total has no kind=\"z\" but [x, y]");
        assertThat(metrics.problems("sum by (queue) (a_total)")).containsExactly("no label queue");
        assertThat(metrics.problems("time()")).containsExactly("no metric at all");
    }
}
