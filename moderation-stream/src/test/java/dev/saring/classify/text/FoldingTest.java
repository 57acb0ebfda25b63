package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
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
        // Since Unicode 14: a letter in upper case, one that is compatible with C; since 16: a composed letter.
        "\uA7C0, \uA7C0",
        "ＡB\uA7F2É, ab\uA7F2é",
        "É\uD801\uDDC9, é\uD801\uDDC9",
        // Unassigned so far.
        "ＡB\u0378É, ab\u0378é",
    })
    void exact_newCharacters_stayAsTheyAre(String text, String folded) {
        assertThat(Folding.fold(text, Fold.EXACT)).isEqualTo(folded);
    }

    /** Instances on different releases of Java decide alike, so this digest holds on each of them, and for good. */
    @Test
    void exact_ofAllCharacters_isTheSameOnEveryJava() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String folded = Folding.fold("Ａ" + Character.toString(codePoint) + "\u0301É", Fold.EXACT);
                digest.update(folded.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("fae370d1e61b10085c509a20a2f189ddf159f3c37a1988451d4429668254aa2a");
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
