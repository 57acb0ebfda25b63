package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.Checkout;
import org.junit.jupiter.api.Test;

/** A small run of fuzz.sh. */
class FuzzTest {
    private static final int RECORDS = 2_000;

    @Test
    void brokenAndHostileRecords_allEndWhereTheyBelong() throws Exception {
        FuzzRun.Report report = new FuzzRun(20261124, RECORDS, line -> {}).run(Checkout.ofWorkingDirectory());

        assertThat(report.faults()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.decided() + report.deadLetters() + report.deletions()).isEqualTo(RECORDS);
        assertThat(report.decided()).isGreaterThan(RECORDS / 10);
        assertThat(report.deadLetters()).isGreaterThan(RECORDS / 2);
    }
}
