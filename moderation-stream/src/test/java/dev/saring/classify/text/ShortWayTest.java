package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The short way for ASCII must leave out work, never a letter, a start or a hit. */
class ShortWayTest {
    private static final String CHARACTERS = "aaabbllooosstteeiinngdDAOST0015 7,.-_!|@$+*\u0001\u00ad \u2026\u0301";

    private static final int TEXTS = 20_000;

    private static final List<String> PHRASES = List.of(
            "slot",
            "slot88",
            "a$$",
            "c++",
            "toto",
            "go",
            "lo",
            "best odds",
            "tai",
            "deposit",
            "n1",
            "pecundang",
            "bangsat");

    @Test
    void outline_isThatOfTheLetters() {
        Random random = new Random(7);
        Alphabet alphabet = new Alphabet();
        int taken = 0;
        for (int i = 0; i < TEXTS; i++) {
            boolean styles = random.nextBoolean();
            String text = text(random);
            Outline quick = new Outline();
            if (ShortWay.read(text.toCharArray(), text.length(), alphabet, quick)) {
                quick.find(styles, false);
                taken++;
                assertThat(describe(quick, null)).as(text).isEqualTo(describe(text, alphabet, styles));
            }
        }
        assertThat(taken).isGreaterThan(TEXTS / 5);
    }

    @Test
    void scan_findsTheSameWithoutTheShortWay() {
        Random random = new Random(8);
        ScanBuffers buffers = new ScanBuffers();
        for (Fold fold : Fold.values()) {
            TextMatcher matcher = TextMatcher.compile(PHRASES.stream()
                    .flatMap(phrase -> Stream.of(
                            new Phrase(phrase, fold, false, false, Set.of("id")),
                            new Phrase(phrase, fold, phrase.length() < 5, phrase.length() < 4, Set.of())))
                    .toList());
            int found = 0;
            for (int i = 0; i < TEXTS; i++) {
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
                StringBuilder phrase = new StringBuilder(PHRASES.get(random.nextInt(PHRASES.size())));
                if (random.nextBoolean()) {
                    phrase.deleteCharAt(random.nextInt(phrase.length()));
                }
                text.append(phrase);
            }
            int times = random.nextInt(50) == 0 ? random.nextInt(150) : 1;
            text.append(String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())))
                    .repeat(times));
        }
        return text.toString();
    }

    private static String describe(String text, Alphabet alphabet, boolean styles) {
        Letters letters = new Letters();
        letters.read(text.toCharArray(), text.length(), alphabet);
        Outline outline = new Outline();
        int[] letterOf = letters.outline(outline);
        outline.find(styles, true);
        return describe(
                outline,
                Arrays.stream(letterOf).map(letter -> letters.start[letter]).toArray());
    }

    /** Runs, and starts by their offset in the text. */
    private static String describe(Outline outline, int[] offsets) {
        StringBuilder description = new StringBuilder();
        description.append(Arrays.toString(Arrays.copyOfRange(outline.runs, 1, outline.runCount)));
        for (int i = 0; i < outline.startCount; i++) {
            int position = Outline.positionOf(outline.starts[i]);
            description
                    .append(offsets == null ? position : offsets[position])
                    .append(Outline.isInside(outline.starts[i]) ? " inside " : " word ")
                    .append(outline.startRuns[i])
                    .append(", ");
        }
        return description.toString();
    }
}
