package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextMatcherTest {
    @ParameterizedTest
    @CsvSource({
        "slot gacor, 'main Slot  GACOR yuk', 'Slot  GACOR'",
        "anjing, 'dasar anjing!', anjing",
        "anjing, 'anjingnya', ''",
        "asu, asuransi, ''",
        "ass, class, ''",
        "café, 'di Café ini', Café",
    })
    void scan_findsWholePhrases(String phrase, String text, String found) {
        for (Fold fold : List.of(Fold.EXACT, Fold.STANDARD, Fold.STRONG)) {
            assertThat(find(text, new Phrase(phrase, fold, false, false, Set.of())))
                    .containsExactlyElementsOf(found.isEmpty() ? List.of() : List.of("0:" + found));
        }
    }

    @Test
    void scan_honoursOpenEnds() {
        String text = "dianjingin";

        assertThat(find(text, new Phrase("anjing", Fold.EXACT, true, false, Set.of())))
                .isEmpty();
        assertThat(find(text, new Phrase("anjing", Fold.EXACT, false, true, Set.of())))
                .isEmpty();
        assertThat(find(text, new Phrase("anjing", Fold.EXACT, true, true, Set.of())))
                .containsExactly("0:anjing");
    }

    @Test
    void scan_reportsEqualAndOverlappingPhrases() {
        Phrase judi = new Phrase("judi", Fold.STANDARD, false, false, Set.of());
        Phrase judiOnline = new Phrase("judi online", Fold.STANDARD, false, false, Set.of());

        assertThat(find("judi online", judi, judiOnline, judi))
                .containsExactlyInAnyOrder("0:judi", "2:judi", "1:judi online");
    }

    @Test
    void standard_seesThroughStyledLettersAndInvisibles() {
        assertThat(find("𝐬𝐥𝐨𝐭 s\u200bl\u200bo\u200bt", new Phrase("slot", Fold.STANDARD, false, false, Set.of())))
                .containsExactly("0:𝐬𝐥𝐨𝐭", "0:s\u200bl\u200bo\u200bt");
    }

    @Test
    void compile_namesThePhraseThatFoldsToNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TextMatcher.compile(List.of(new Phrase("\u200b", Fold.STANDARD, false, false, Set.of()))))
                .withMessageContaining("\u200b");
    }

    static List<String> find(String text, Phrase... phrases) {
        List<String> found = new ArrayList<>();
        TextMatcher.compile(List.of(phrases))
                .scan(
                        text,
                        new ScanBuffers(),
                        (phrase, start, end) -> found.add(phrase + ":" + text.substring(start, end)));
        return found;
    }
}
