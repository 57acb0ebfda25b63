package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditCountsTest {
    private static final String CLEAN =
            "checked=9 decided=7 dead_letter=1 deletions=1 missing=0 doubled=0 out_of_order=0"
                    + " missing_copies=0 needless_copies=0 exposed=0";

    private static AuditCounts read(int status, String... lines) {
        return AuditCounts.read(new Site.Audited(List.of(lines), status));
    }

    @Test
    void nothingFound_isClean() {
        AuditCounts counts = read(0, "7 of 9 checked", CLEAN);

        assertThat(counts.isClean()).isTrue();
        assertThat(counts.decided()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "doubled", "out_of_order", "missing_copies", "needless_copies", "exposed"})
    void oneFinding_isNotClean(String kind) {
        assertThat(read(1, CLEAN.replace(' ' + kind + "=0", ' ' + kind + "=1")).isClean())
                .isFalse();
    }

    @Test
    void statusThatTheCountsDoNotExplain_isAFailureOfTheAudit() {
        assertThatIllegalStateException().isThrownBy(() -> read(1, CLEAN)).withMessageContaining("status 1");
        assertThatIllegalStateException()
                .isThrownBy(() -> read(0, CLEAN.replace("missing=0", "missing=1")))
                .withMessageContaining("status 0");
        assertThatIllegalStateException()
                .isThrownBy(() -> read(1, "The topics cannot be read"))
                .withMessageContaining("could not be done");
    }
}
