package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentTest {
    private final Sent sent = new Sent(2);

    @Test
    void numbers_areFoundByPlace() {
        sent.add(1, 5_000, 17, false);
        sent.add(1, 3, 18, true);

        assertThat(sent.number(1, 5_000)).isEqualTo(17);
        assertThat(sent.number(1, 3)).isEqualTo(18);
        assertThat(sent.number(1, 4)).isNegative();
        assertThat(sent.number(0, 99_999)).isNegative();
        assertThat(sent.needing()).isEqualTo(1);
        assertThat(sent.deletions()).isEqualTo(1);
        assertThat(sent.written()).isEqualTo(2);
    }
}
