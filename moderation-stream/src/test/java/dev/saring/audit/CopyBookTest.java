package dev.saring.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyBookTest {
    private final CopyBook book = new CopyBook(10, 20);

    private List<Long> missing() {
        List<Long> missing = new ArrayList<>();
        book.forEachMissing(missing::add);
        return missing;
    }

    private List<Long> needless() {
        List<Long> needless = new ArrayList<>();
        book.forEachNeedless(needless::add);
        return needless;
    }

    @Test
    void dutyAndCopyInEitherOrder_areSettled() {
        book.addDuty(11);
        assertThat(book.addCopy(11)).isTrue();
        assertThat(book.addCopy(12)).isTrue();
        book.addDuty(12);

        assertThat(book.isMissingAny()).isFalse();
        assertThat(missing()).isEmpty();
        assertThat(needless()).isEmpty();
    }

    @Test
    void secondCopy_isToldWhetherDemandedOrNot() {
        book.addDuty(11);
        book.addCopy(11);
        book.addCopy(12);

        assertThat(book.addCopy(11)).isFalse();
        assertThat(book.addCopy(12)).isFalse();
        assertThat(needless()).containsExactly(12L);
    }

    @Test
    void whatLacksItsCounterpart_isGivenInOrder() {
        book.addDuty(19);
        book.addDuty(11);
        book.addCopy(18);
        book.addCopy(10);

        assertThat(book.isMissingAny()).isTrue();
        assertThat(missing()).containsExactly(11L, 19L);
        assertThat(needless()).containsExactly(10L, 18L);
    }

    @Test
    void offsetsOutsideOfTheRange_areNotIn() {
        assertThat(book.contains(9)).isFalse();
        assertThat(book.contains(10)).isTrue();
        assertThat(book.contains(20)).isFalse();
    }
}
