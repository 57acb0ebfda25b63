package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {
    @ParameterizedTest
    @CsvSource({
        "ＳＬＯＴ, slot",
        "Café, café",
        "Cafe\u0301, café",
        "ﬁlm, film",
        "ΟΔΟΣ, οδοσ",
        "оdоs, оdоs",
        "goool, goool",
    })
    void exact_isNfkcAndCase(String text, String folded) {
        assertThat(Folding.fold(text, Fold.EXACT)).isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({
        "'𝐒𝐋𝐎𝐓  gacor', slot gacor",
        "s\u200bl\u0336ot, slot",
        "gooool, gol",
        "good, good",
        "оdоs, odos",
        "одос, одос",
        "Ｇ4Ｃ0Ｒ, g4c0r",
        "'777, aaa!!!', '777, a!!!'",
        "'  a \n b ', a b",
        "🅰️4️⃣, a4",
    })
    void standard_isPlainLetters(String text, String folded) {
        assertThat(Folding.fold(text, Fold.STANDARD)).isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({"s.1.0.t g4c0rrr, siotgacor", "SLOT, siot"})
    void strong_isOneSignForWhateverStandsForALetter(String text, String folded) {
        assertThat(Folding.fold(text, Fold.STRONG)).isEqualTo(folded);
    }
}
