package dev.saring.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.bench.Moments.Gap;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final long ORIGIN = 1_000_000;

    private final Moments written = new Moments(ORIGIN);
    private final Moments decided = new Moments(ORIGIN);

    @Test
    void gap_countsFromTheFirstUploadAfterADecision() {
        at(written, 0, 100, 200, 400, 420);
        at(decided, 0, 101, 201, 450);

        assertThat(Moments.longestGap(written, decided, 0)).isEqualTo(new Gap(50, ORIGIN + 450));
    }

    @Test
    void uploadDecidedWithinItsMillisecond_opensNoGap() {
        at(written, 0, 100, 295);
        at(decided, 0, 100, 300);

        assertThat(Moments.longestGap(written, decided, 0)).isEqualTo(new Gap(5, ORIGIN + 300));
    }

    @Test
    void partitions_areLookedAtOneByOne() {
        at(written, 0, 100, 110);
        at(decided, 0, 101, 190);
        at(written, 1, 100, 140);
        at(decided, 1, 101, 150);

        assertThat(Moments.longestGap(written, decided, 0).millis()).isEqualTo(80);
    }

    @Test
    void whatBeganBefore_isLeftOut() {
        at(written, 0, 100, 110, 600);
        at(decided, 0, 101, 500, 610);

        assertThat(Moments.longestGap(written, decided, ORIGIN + 300).millis()).isEqualTo(10);
        assertThat(Moments.longestGap(written, decided, ORIGIN + 700)).isEqualTo(Gap.NONE);
    }

    private static void at(Moments moments, int partition, long... times) {
        for (long time : times) {
            moments.add(partition, ORIGIN + time);
        }
    }
}
