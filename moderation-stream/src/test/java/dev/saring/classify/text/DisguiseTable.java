package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The table of disguises: every kind of {@link Disguises} on the terms that it suits, and on innocent words. */
final class DisguiseTable {
    /** What was tried, and the texts of which the answer was wrong. */
    record Result(int tried, List<String> wrong) {
        double wrongShare() {
            return (double) wrong.size() / tried;
        }
    }

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

    private DisguiseTable() {}

    static int kinds() {
        return Disguises.general().size() + Disguises.ofLongWords().size();
    }

    /** Looks for each disguised term in a sentence; wrong is what is missed. */
    static Result guilty() {
        List<String> missed = new ArrayList<>();
        int tried = findAll(Disguises.general(), TERMS, missed) + findAll(Disguises.ofLongWords(), LONG_TERMS, missed);
        return new Result(tried, missed);
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

    /** Puts the same disguises on 1,000 ordinary words; wrong is what is flagged. */
    static Result innocent() {
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
        List<String> flagged = new ArrayList<>();
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
                boolean[] found = new boolean[1];
                matcher.scan(text, buffers, (phrase, start, end) -> found[0] = true);
                if (found[0]) {
                    flagged.add(kind + ": " + text);
                }
            }
        });
        return new Result(tried[0], flagged);
    }

    private static TextMatcher compile(List<String> terms) {
        return TextMatcher.compile(terms.stream()
                .map(term -> new Phrase(term, Fold.STRONG, false, false, Set.of("id", "en")))
                .toList());
    }
}
