package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetLedgerTest {
    private final OffsetLedger ledger = new OffsetLedger();

    @Test
    void recordWithoutResult_isMissing() {
        ledger.expect("uploads-0@0");
        ledger.expect("uploads-0@1");
        ledger.account("uploads-0@0");

        assertThat(ledger.missing()).containsExactly("uploads-0@1");
        assertThat(ledger.doubled()).isEmpty();
    }

    @Test
    void resultBeforeItsRecordIsKnown_counts() {
        ledger.account("uploads-0@0");
        ledger.expect("uploads-0@0");

        assertThat(ledger.missing()).isEmpty();
    }

    @Test
    void secondResult_isDoubled() {
        ledger.expect("uploads-0@0");
        ledger.account("uploads-0@0");
        ledger.account("uploads-0@0");

        assertThat(ledger.doubled()).containsExactly("uploads-0@0");
    }

    @Test
    void source_isTopicPartitionAndOffset() {
        assertThat(OffsetLedger.source("moderation.uploads", 3, 17)).isEqualTo("moderation.uploads-3@17");
    }
}
