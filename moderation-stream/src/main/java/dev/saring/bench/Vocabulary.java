package dev.saring.bench;

import dev.saring.classify.text.OrdinaryWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The ordinary words of one language, drawn as often as real texts have them. */
final class Vocabulary {
    static final Vocabulary INDONESIAN = of("ordinary-words-id.txt");
    static final Vocabulary ENGLISH = of("ordinary-words-en.txt");

    private final List<String> words;

    private Vocabulary(List<String> words) {
        this.words = words;
    }

    private static Vocabulary of(String file) {
        try (InputStream stream = OrdinaryWords.class.getResourceAsStream(file)) {
            List<String> words = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            return new Vocabulary(shorterFirst(words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shorter words tend to come first, as the more frequent ones do; else in no particular order. */
    private static List<String> shorterFirst(List<String> words) {
        SplittableRandom random = new SplittableRandom(words.size());
        Map<String, Double> ranks = new HashMap<>();
        words.forEach(word -> ranks.put(word, Math.max(3, word.length()) + 6 * random.nextDouble()));
        List<String> sorted = new ArrayList<>(words);
        sorted.sort(Comparator.comparing(ranks::get));
        return sorted;
    }

    /** A word by Zipf's law: the n-th is drawn about 1/n as often as the first. */
    String frequent(RandomGenerator random) {
        return words.get((int) Math.pow(words.size(), random.nextDouble()) - 1);
    }

    /** Any word, each as likely as the others. */
    String any(RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}
