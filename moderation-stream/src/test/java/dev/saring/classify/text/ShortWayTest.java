package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The short way for ASCII must leave out work, never a letter, a start or a hit. */
class ShortWayTest {
    private static final String CHARACTERS = "aaabbllooosstteeiinngdDAOST0015 7,.-_!|@$+*\u0001\u00ad \u2026\u0301";

    private static final List<String> PHRASES =
            List.of("slot", "slot88", "a$$", "c++", "toto", "go", "lo", "best odds", "tai", "deposit", "n1");

    @Test
    void readSymbols_findsWhatReadFinds() {
        Random random = new Random(7);
        Alphabet alphabet = new Alphabet();
        for (int i = 0; i < 20_000; i++) {
            boolean styles = random.nextBoolean();
            char[] text = text(random).toCharArray();
            Letters quick = new Letters();
            Letters whole = new Letters();
            assertThat(quick.readSymbols(text, text.length, alphabet, styles)).isTrue();
            whole.read(text, text.length, alphabet);
            whole.findStarts(styles);
            assertThat(describe(quick)).as(new String(text)).isEqualTo(describe(whole));
        }
    }

    @Test
    void scan_findsTheSameWithoutTheShortWay() {
        Random random = new Random(8);
        ScanBuffers buffers = new ScanBuffers();
        for (Fold fold : Fold.values()) {
            TextMatcher matcher = TextMatcher.compile(PHRASES.stream()
                    .map(phrase -> new Phrase(phrase, fold, false, false, Set.of("id")))
                    .toList());
            int found = 0;
            for (int i = 0; i < 20_000; i++) {
                String text = text(random);
                List<String> quick = hits(matcher, text, buffers);
                assertThat(quick)
                        .as(text)
                        .containsExactlyInAnyOrderElementsOf(hits(matcher, text + " .\n. \u4e00", buffers));
                found += quick.size();
            }
            assertThat(found).isPositive();
        }
    }

    private static List<String> hits(TextMatcher matcher, String text, ScanBuffers buffers) {
        List<String> hits = new ArrayList<>();
        matcher.scan(text, buffers, (phrase, from, to) -> hits.add(phrase + ":" + from + "-" + to));
        return hits;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            if (random.nextInt(8) == 0) {
                text.append(PHRASES.get(random.nextInt(PHRASES.size())));
            }
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    private static String describe(Letters letters) {
        return Arrays.toString(Arrays.copyOf(letters.symbol, letters.count))
                + Arrays.toString(Arrays.copyOf(letters.form, letters.count))
                + Arrays.toString(Arrays.copyOf(letters.runs, letters.runCount))
                + Arrays.toString(Arrays.copyOf(letters.runLast, letters.runCount))
                + Arrays.toString(Arrays.copyOf(letters.starts, letters.startCount))
                + Arrays.toString(Arrays.copyOf(letters.startRuns, letters.startCount))
                + Arrays.toString(Arrays.copyOf(letters.startOffsets, letters.startCount))
                + letters.stars;
    }
}
