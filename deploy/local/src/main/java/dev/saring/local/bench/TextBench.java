package dev.saring.local.bench;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import com.sun.management.ThreadMXBean;
import dev.saring.classify.text.HitSink;
import dev.saring.classify.text.OrdinaryWords;
import dev.saring.classify.text.Phrase;
import dev.saring.classify.text.ScanBuffers;
import dev.saring.classify.text.TextMatcher;
import dev.saring.moderation.Fold;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures folding and matching against hankcs' AhoCorasickDoubleArrayTrie, bare, on text lower-cased beforehand.
 *
 * <p>All sides run in this process on one thread. After a warm-up they take turns, one pass over the corpus each, so
 * that whatever disturbs the machine disturbs all; the median of each is compared. Time is the thread's processor time,
 * and bytes allocated per text are the JVM's own count for the thread.
 */
public final class TextBench {
    private static final String USAGE = "usage: bench.sh text [--phrases N] [--texts N] [--rounds N] [--seed N]"
            + " [--corpus FILE (one text per line)]";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<String, Integer> options =
            new LinkedHashMap<>(Map.of("--phrases", 10_000, "--texts", 20_000, "--rounds", 15, "--seed", 1));
    private Path corpus;
    private long hits;

    private interface Side {
        void scan(int text);
    }

    private record Result(double megabytesPerSecond, double spread, double bytesPerText, double hitsPerText) {}

    private TextBench(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 < args.length && args[i].equals("--corpus")) {
                corpus = Path.of(args[i + 1]);
            } else if (i + 1 < args.length && options.containsKey(args[i]) && args[i + 1].matches("[0-9]{1,8}")) {
                options.put(args[i], Integer.valueOf(args[i + 1]));
            } else {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    /** Runs the bench; the last line on standard output holds the ratios. */
    public static void main(String[] args) throws IOException {
        new TextBench(args).run();
    }

    private void run() throws IOException {
        int seed = options.get("--seed");
        List<String> most = phrases(100_000, new Random(seed));
        List<String> phrases = most.subList(0, Math.min(most.size(), options.get("--phrases")));
        String[] texts = corpus == null
                ? texts(options.get("--texts"), phrases, new Random(seed + 1L))
                : Files.readAllLines(corpus).stream()
                        .filter(line -> !line.isBlank())
                        .toArray(String[]::new);
        long bytes = Arrays.stream(texts)
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        long ascii = Arrays.stream(texts)
                .filter(text -> text.chars().allMatch(c -> c < 0x80))
                .count();
        System.out.printf(
                Locale.ROOT,
                "%d texts, %.1f bytes each, %.0f %% plain ASCII; %d phrases; Java %s%n",
                texts.length,
                (double) bytes / texts.length,
                100.0 * ascii / texts.length,
                phrases.size(),
                Runtime.version());

        Map<String, Side> sides = new LinkedHashMap<>();
        sides.put("hankcs", hankcs(phrases, texts));
        for (Fold fold : List.of(Fold.EXACT, Fold.STANDARD, Fold.STRONG)) {
            sides.put(fold.name().toLowerCase(Locale.ROOT), ours(phrases, fold, texts));
        }
        Map<String, Result> ratios = measure(sides, texts, bytes);
        sides.clear();
        sides.put("standard, 1,000 phrases", ours(most.subList(0, 1_000), Fold.STANDARD, texts));
        sides.put("standard, 100,000 phrases", ours(most, Fold.STANDARD, texts));
        sides.put("strong, 1,000 phrases", ours(most.subList(0, 1_000), Fold.STRONG, texts));
        sides.put("strong, 100,000 phrases", ours(most, Fold.STRONG, texts));
        Map<String, Result> growth = measure(sides, texts, bytes);

        double reference = ratios.get("hankcs").megabytesPerSecond();
        System.out.printf(
                Locale.ROOT,
                "strong_growth_100k=%.2f%n",
                speed(growth, "strong, 100,000 phrases") / speed(growth, "strong, 1,000 phrases"));
        System.out.printf(
                Locale.ROOT,
                "exact_ratio=%.2f standard_ratio=%.2f strong_ratio=%.2f growth_100k=%.2f%n",
                speed(ratios, "exact") / reference,
                speed(ratios, "standard") / reference,
                speed(ratios, "strong") / reference,
                speed(growth, "standard, 100,000 phrases") / speed(growth, "standard, 1,000 phrases"));
    }

    private static double speed(Map<String, Result> results, String side) {
        return results.get(side).megabytesPerSecond();
    }

    private Side hankcs(List<String> phrases, String[] texts) {
        TreeMap<String, Integer> terms = new TreeMap<>();
        for (int i = 0; i < phrases.size(); i++) {
            terms.put(phrases.get(i).toLowerCase(Locale.ROOT), i);
        }
        long start = threads.getCurrentThreadCpuTime();
        AhoCorasickDoubleArrayTrie<Integer> trie = new AhoCorasickDoubleArrayTrie<>();
        trie.build(terms);
        printCompileTime("hankcs", start);
        char[][] lowered = Arrays.stream(texts)
                .map(text -> text.toLowerCase(Locale.ROOT).toCharArray())
                .toArray(char[][]::new);
        AhoCorasickDoubleArrayTrie.IHit<Integer> count = (begin, end, value) -> hits++;
        return text -> trie.parseText(lowered[text], count);
    }

    private Side ours(List<String> phrases, Fold fold, String[] texts) {
        List<Phrase> list = phrases.stream()
                .map(phrase -> new Phrase(phrase, fold, false, false, Set.of("id")))
                .toList();
        TextMatcher.compile(list);
        long start = threads.getCurrentThreadCpuTime();
        TextMatcher matcher = TextMatcher.compile(list);
        printCompileTime(fold.name().toLowerCase(Locale.ROOT) + ", " + phrases.size() + " phrases", start);
        ScanBuffers buffers = new ScanBuffers();
        HitSink count = (phrase, from, to) -> hits++;
        return text -> matcher.scan(texts[text], buffers, count);
    }

    private void printCompileTime(String side, long start) {
        System.out.printf(
                Locale.ROOT, "compile %-26s %8.1f ms%n", side, (threads.getCurrentThreadCpuTime() - start) / 1e6);
    }

    private Map<String, Result> measure(Map<String, Side> sides, String[] texts, long bytes) {
        int rounds = options.get("--rounds");
        Map<String, double[]> seconds = new LinkedHashMap<>();
        Map<String, Result> results = new LinkedHashMap<>();
        for (int round = -rounds; round < rounds; round++) {
            for (Map.Entry<String, Side> side : sides.entrySet()) {
                hits = 0;
                long allocated = threads.getCurrentThreadAllocatedBytes();
                long start = threads.getCurrentThreadCpuTime();
                for (int text = 0; text < texts.length; text++) {
                    side.getValue().scan(text);
                }
                double elapsed = (threads.getCurrentThreadCpuTime() - start) / 1e9;
                double perText = (threads.getCurrentThreadAllocatedBytes() - allocated) / (double) texts.length;
                if (round >= 0) {
                    seconds.computeIfAbsent(side.getKey(), name -> new double[rounds])[round] = elapsed;
                    results.put(side.getKey(), new Result(0, 0, perText, (double) hits / texts.length));
                }
            }
        }
        seconds.forEach((side, times) -> {
            Arrays.sort(times);
            double median = times[times.length / 2];
            double spread = (times[times.length * 3 / 4] - times[times.length / 4]) / median;
            Result last = results.get(side);
            Result result = new Result(bytes / median / 1e6, spread, last.bytesPerText(), last.hitsPerText());
            results.put(side, result);
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %7.1f MB/s (+-%4.1f %%)  %6.1f bytes allocated and %.3f hits a text%n",
                    side,
                    result.megabytesPerSecond(),
                    50 * spread,
                    result.bytesPerText(),
                    result.hitsPerText());
        });
        return results;
    }

    /** Distinct phrases as rules have them: invented names, names with digits, and pairs of ordinary words. */
    private static List<String> phrases(int count, Random random) {
        List<String> words = ordinaryWords();
        Set<String> phrases = new LinkedHashSet<>();
        while (phrases.size() < count) {
            switch (random.nextInt(3)) {
                case 0 -> phrases.add(name(random, 3 + random.nextInt(3)));
                case 1 -> phrases.add(name(random, 2 + random.nextInt(2)) + (10 + random.nextInt(990)));
                default ->
                    phrases.add(
                            words.get(random.nextInt(words.size())) + " " + words.get(random.nextInt(words.size())));
            }
        }
        return List.copyOf(phrases);
    }

    private static String name(Random random, int syllables) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            name.append("bcdfghjklmnprstwy".charAt(random.nextInt(17))).append("aiueo".charAt(random.nextInt(5)));
            if (random.nextInt(4) == 0) {
                name.append("nrsmlt".charAt(random.nextInt(6)));
            }
        }
        return name.toString();
    }

    /** Short social texts of ordinary words; one in five has emoji or styled letters, one in twenty a phrase. */
    private static String[] texts(int count, List<String> phrases, Random random) {
        List<String> words = ordinaryWords();
        String[] emoji = {" 😂", " 🔥🔥", " 🙏", " ❤️", " 😭", "… ", " – "};
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int length = 4 + random.nextInt(24);
            int place = random.nextInt(20) == 0 ? random.nextInt(length) : -1;
            for (int word = 0; word < length; word++) {
                String next = word == place ? phrases.get(random.nextInt(phrases.size())) : word(words, random);
                boolean capital = word == 0 || random.nextInt(12) == 0;
                text.append(capital ? Character.toUpperCase(next.charAt(0)) + next.substring(1) : next);
                text.append(random.nextInt(9) == 0 ? ", " : " ");
            }
            if (random.nextInt(5) == 0) {
                text.append(random.nextInt(4) == 0 ? " 𝐩𝐫𝐨𝐦𝐨 𝟖𝟖" : emoji[random.nextInt(emoji.length)]);
            }
            texts[i] = text.toString();
        }
        return texts;
    }

    /** In an order in which shorter words tend to come first, as more frequent words do (Zipf, 1949). */
    private static List<String> ordinaryWords() {
        Random random = new Random(3);
        List<String> words = new ArrayList<>();
        OrdinaryWords.forEach(words::add);
        Map<String, Double> ranks = new HashMap<>();
        words.forEach(word -> ranks.put(word, Math.max(3, word.length()) + 6 * random.nextDouble()));
        words.sort(Comparator.comparing(ranks::get));
        return words;
    }

    /** A word by Zipf's law, as in real text: the n-th is drawn about 1/n as often as the first. */
    private static String word(List<String> words, Random random) {
        return words.get((int) Math.pow(words.size(), random.nextDouble()) - 1);
    }
}
