package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The work on a text, counted in steps and comparisons, grows as the text does, even where it is made to cost most. */
class LinearWorkTest {
    private static final TextMatcher MATCHER = TextMatcher.compile(phrases());

    /** What the last walks would cost if the text went on. */
    private static final int CUT_SHORT = 5_000;

    private static List<Phrase> phrases() {
        List<Phrase> phrases = new ArrayList<>();
        for (String term : List.of(
                "a",
                "aa",
                "aaa",
                "ab",
                "aba",
                "a b a b a b a b a b",
                "abababababababab",
                "slot gacor",
                "slot",
                "anjing",
                "aaaaaaaaab",
                "ba",
                "*",
                "asas",
                "xxx",
                "bajingan",
                "1",
                "11",
                "l1l1")) {
            if (!term.equals("*")) {
                for (Fold fold : List.of(Fold.EXACT, Fold.STANDARD, Fold.STRONG)) {
                    phrases.add(new Phrase(term, fold, false, false, Set.of("id")));
                    phrases.add(new Phrase(term, fold, true, true, Set.of("id")));
                }
            }
        }
        return phrases;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "ab",
                "a b ",
                "aab",
                "аb",
                "s.",
                "slot",
                "slotgacor",
                "a\u0301",
                "\u0301",
                "b***a ",
                "a*",
                "bajigan ",
                "1",
                "l",
                "\u200b",
                "\ud83d",
                "😀a",
                "aA",
                "dianjing",
                "x x",
                "sl\u0301o\u200bt "
            })
    void work_doublesWithTheText(String piece) {
        long once = work(piece.repeat(20_000));
        long twice = work(piece.repeat(40_000));

        assertThat(twice).as("%s, then %s", once, twice).isLessThanOrEqualTo(2 * once + CUT_SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a ", "ab", "s l o t ", "b***a "})
    void work_isBoundedByTheLongestPhraseForEachLetter(String piece) {
        String text = piece.repeat(20_000);

        assertThat(work(text)).isLessThan(400L * text.length());
    }

    private static long work(String text) {
        ScanBuffers buffers = new ScanBuffers();
        MATCHER.scan(text, buffers, (phrase, start, end) -> {});
        return buffers.steps + buffers.comparisons;
    }
}
