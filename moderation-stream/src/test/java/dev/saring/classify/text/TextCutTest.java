package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextCutTest {
    @Test
    void textWithinTheLimit_isLeftWhole() {
        assertThat(TextCut.of("satu dua", 8)).isEqualTo("satu dua");
        assertThat(TextCut.of("", 1)).isEmpty();
    }

    @Test
    void limitInsideAWord_cutsBeforeIt() {
        assertThat(TextCut.of("satu dua", 7)).isEqualTo("satu");
        assertThat(TextCut.of("satu\u3000dua", 6)).isEqualTo("satu");
    }

    @Test
    void limitAtTheEndOfAWord_cutsThere() {
        assertThat(TextCut.of("satu dua tiga", 8)).isEqualTo("satu dua");
        assertThat(TextCut.of("satu dua tiga", 9)).isEqualTo("satu dua");
    }

    @Test
    void wordLongerThanTheCutGoesBack_isCutAtTheLimit() {
        String word = "a " + "x".repeat(TextCut.FURTHEST + 50);
        assertThat(TextCut.of(word, TextCut.FURTHEST + 10)).hasSize(TextCut.FURTHEST + 10);
    }

    @Test
    void noWhiteSpace_doesNotCutACharacter() {
        assertThat(TextCut.of("\ud83d\ude00\ud83d\ude00", 3)).isEqualTo("\ud83d\ude00");
        assertThat(TextCut.of("\ud83d\ude00\ud83d\ude00", 2)).isEqualTo("\ud83d\ude00");
        assertThat(TextCut.of("\ude00\ud83d\ude00", 1)).isEqualTo("\ude00");
    }
}
