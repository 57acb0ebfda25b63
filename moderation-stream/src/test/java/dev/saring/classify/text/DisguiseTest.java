package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The table of disguises: what hides a phrase is seen through, and the same does not make innocent words look guilty. */
class DisguiseTest {
    private static final List<String> TERMS = List.of(
            "slot gacor",
            "togel",
            "maxwin",
            "judi online",
            "bandar bola",
            "raja88win",
            "hoki777",
            "jackpot",
            "bangsat",
            "anjing",
            "kontol",
            "goblok",
            "jancok",
            "memek",
            "ngentot",
            "pelacur",
            "bitch",
            "fuck",
            "asshole",
            "whore",
            "porn",
            "sabu murah",
            "obat aborsi",
            "pinjol ilegal",
            "open bo");

    private static final List<String> LONG_TERMS = List.of(
            "bajingan",
            "pecundang",
            "keparatan",
            "judionline",
            "situsgacor",
            "slotmaxwin",
            "pinjolkilat",
            "bandartogel",
            "rajajackpot",
            "kasinosultan",
            "motherfucker",
            "cocksucker",
            "bullshitter",
            "faggotry",
            "pornstars",
            "whorehouse",
            "dickhead",
            "asslicker",
            "sontoloyo",
            "kampretos",
            "jablaycantik",
            "narkobamurah",
            "obatkuatherbal",
            "bokepindo",
            "mandalikaslot");

    /** Sentences around the term; no word of them is an innocent word that a rule might name. */
    private static final String[] FRAMES = {
        "%s", "coba %s sekarang juga", "Kata dia, %s! Benar kah?", "so I said %s to him"
    };

    @Test
    void disguisedTerms_areFound() {
        List<String> missed = new ArrayList<>();
        int tried = findAll(Disguises.general(), TERMS, missed) + findAll(Disguises.ofLongWords(), LONG_TERMS, missed);

        System.out.printf("disguises: %d tried, %d missed%n", tried, missed.size());
        assertThat(Disguises.general().size() + Disguises.ofLongWords().size()).isGreaterThanOrEqualTo(40);
        assertThat(missed).as("at most 1 %% of %d", tried).hasSizeLessThanOrEqualTo(tried / 100);
    }

    private static int findAll(Map<String, UnaryOperator<String>> kinds, List<String> terms, List<String> missed) {
        TextMatcher matcher = compile(terms);
        ScanBuffers buffers = new ScanBuffers();
        int[] tried = new int[1];
        kinds.forEach((kind, disguise) -> {
            for (int i = 0; i < terms.size(); i++) {
                // A word of look-alikes only, with nothing around it, is an honest word of another script.
                String frame = FRAMES[kind.contains("look-alikes") ? 1 + i % 3 : i % 4];
                int term = i;
                String text = String.format(frame, disguise.apply(terms.get(i)));
                boolean[] found = new boolean[1];
                matcher.scan(text, buffers, (phrase, start, end) -> found[0] |= phrase == term);
                tried[0]++;
                if (!found[0]) {
                    missed.add(kind + ": " + text);
                }
            }
        });
        return tried[0];
    }

    @Test
    void disguisedInnocentWords_areNotFlagged() {
        List<String> words = new ArrayList<>();
        OrdinaryWords.forEach(words::add);
        Collections.shuffle(words, new Random(11));
        List<String> innocent = words.stream()
                .filter(word -> word.length() > 3 && !TERMS.contains(word) && !LONG_TERMS.contains(word))
                .limit(1_000)
                .toList();
        List<String> all = new ArrayList<>(TERMS);
        all.addAll(LONG_TERMS);
        TextMatcher matcher = compile(all);
        ScanBuffers buffers = new ScanBuffers();
        Map<String, String> flagged = new LinkedHashMap<>();
        int[] tried = new int[1];
        Map<String, UnaryOperator<String>> kinds = new LinkedHashMap<>(Disguises.general());
        kinds.putAll(Disguises.ofLongWords());
        kinds.forEach((kind, disguise) -> {
            for (String word : innocent) {
                if (word.length() < 8 && Disguises.ofLongWords().containsKey(kind)
                        || word.chars().noneMatch(c -> "aiueo".indexOf(c) >= 0)) {
                    continue;
                }
                String text = "coba " + disguise.apply(word) + " sekarang juga";
                tried[0]++;
                matcher.scan(text, buffers, (phrase, start, end) -> flagged.put(text, all.get(phrase)));
            }
        });

        System.out.printf("innocent words in disguise: %d tried, %d flagged%n", tried[0], flagged.size());
        assertThat(flagged).as("at most 0.5 %% of %d", tried[0]).hasSizeLessThanOrEqualTo(tried[0] / 200);
    }

    private static TextMatcher compile(List<String> terms) {
        return TextMatcher.compile(terms.stream()
                .map(term -> new Phrase(term, Fold.STRONG, false, false, Set.of("id", "en")))
                .toList());
    }
}
