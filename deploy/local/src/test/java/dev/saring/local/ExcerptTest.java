package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void shortText_isWhole() {
        assertThat(Excerpt.of("daftar slot gacor ya", 7, 17)).isEqualTo("daftar [slot gacor] ya");
    }

    @Test
    void longText_isCutOnBothSides() {
        String text = "a".repeat(50) + "slot" + "b".repeat(50);

        assertThat(Excerpt.of(text, 50, 54)).isEqualTo("…" + "a".repeat(32) + "[slot]" + "b".repeat(32) + "…");
    }

    @Test
    void surrogatePairAtTheCut_staysWhole() {
        String text = "😀".repeat(20) + "x" + "slot";

        assertThat(Excerpt.of(text, 41, 45)).isEqualTo("…" + "😀".repeat(16) + "x[slot]");
    }

    @Test
    void lineBreaks_becomeSpaces() {
        assertThat(Excerpt.of("satu\r\ndua\ttiga", 6, 9)).isEqualTo("satu [dua] tiga");
        assertThat(Excerpt.beginning("satu\ndua", 6)).isEqualTo("satu d…");
    }
}
