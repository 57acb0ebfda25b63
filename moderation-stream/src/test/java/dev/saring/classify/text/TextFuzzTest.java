package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Scans and folds hostile strings. The whole run, 10 million strings, is {@code mvn -pl moderation-stream -am test
 * -Dtest=TextFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dsaring.fuzz.strings=10000000}; {@code saring.fuzz.seed}
 * repeats a run.
 */
class TextFuzzTest {
    private static final int STRINGS = Integer.getInteger("saring.fuzz.strings", 20_000);
    private static final long SEED = Long.getLong("saring.fuzz.seed", System.nanoTime());

    /** The longest phrase times the phrases that may end at one place, and something for words around it. */
    private static final int MOST_WORK = 200;

    @Test
    void hostileStrings_giveHitsInsideTheTextOnceEach() {
        List<String> terms =
                List.of("slot gacor", "slot", "anjing", "aaa", "a", "s0t", "фо", "の", "中中", "😀", "s&l", "maxwinslot");
        List<Phrase> phrases = new ArrayList<>();
        for (Fold fold : List.of(Fold.EXACT, Fold.STANDARD, Fold.STRONG)) {
            for (String term : terms) {
                phrases.add(new Phrase(term, fold, false, false, Set.of("id")));
                phrases.add(new Phrase(term, fold, true, phrases.size() % 4 == 1, Set.of()));
            }
        }
        TextMatcher matcher = TextMatcher.compile(phrases);
        ScanBuffers buffers = new ScanBuffers();
        Random random = new Random(SEED);
        Set<Long> seen = new HashSet<>();
        long units = 0;
        double most = 0;
        for (int i = 0; i < STRINGS; i++) {
            String text = HostileText.next(random);
            try {
                long before = buffers.steps + buffers.comparisons;
                check(text, matcher, buffers, seen);
                most = Math.max(most, (buffers.steps + buffers.comparisons - before) / (text.length() + 1.0));
                units += text.length();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + SEED + ", string " + i + ": " + escaped(text), failure);
            }
        }
        long work = buffers.steps + buffers.comparisons;
        System.out.printf(
                "fuzz: strings=%d utf16_units=%d seed=%d work_per_unit=%.2f most=%.1f%n",
                STRINGS, units, SEED, (double) work / units, most);
        assertThat(most)
                .as("steps and comparisons for each UTF-16 unit of a string")
                .isLessThan(MOST_WORK);
    }

    private static void check(String text, TextMatcher matcher, ScanBuffers buffers, Set<Long> seen) {
        seen.clear();
        matcher.scan(text, buffers, (phrase, start, end) -> {
            if (start < 0 || start >= end || end > text.length()) {
                throw new AssertionError("offsets " + start + ".." + end);
            }
            if (!seen.add(((long) phrase << 40) + ((long) start << 20) + end)) {
                throw new AssertionError("twice: phrase " + phrase + " at " + start + ".." + end);
            }
        });
        for (Fold fold : List.of(Fold.EXACT, Fold.STANDARD)) {
            String folded = Folding.fold(text, fold);
            String again = Folding.fold(folded, fold);
            if (!again.equals(folded)) {
                throw new AssertionError(fold + " folds " + escaped(folded) + " to " + escaped(again));
            }
        }
        Letters letters = buffers.letters;
        letters.read(buffers.text, buffers.take(text), new Alphabet());
        for (int i = 0; i < letters.count; i++) {
            boolean inOrder = letters.start[i] < letters.end[i]
                    && letters.end[i] <= text.length()
                    && (i == 0 || letters.start[i] >= letters.start[i - 1]);
            assertThat(inOrder).as("letter %s", i).isTrue();
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c > 0x20 && c < 0x7F ? "" + (char) c : String.format("\\u%04X", c)));
        return escaped.toString();
    }
}
