package dev.saring.classify.text;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.saring.moderation.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The figures of the text engine's quality, one line each, as {@code deploy/local/quality.sh} prints them. A text is
 * predicted positive where any phrase of the lists is found under {@code STRONG}; the rules name no language.
 */
final class QualityReport {
    private final Path data;
    private final int examples;

    private QualityReport(Path data, int examples) {
        this.data = data;
        this.examples = examples;
    }

    /** Takes the data folder, and how many wrong answers of each kind to print. */
    public static void main(String[] args) throws IOException {
        new QualityReport(Path.of(args[0]), Integer.parseInt(args[1])).run();
    }

    private void run() throws IOException {
        Set<String> english = terms("ldnoobw-en.txt");
        english.addAll(column("surge-profanity-en.csv"));
        Set<String> indonesian = terms("indonesian-badwords.txt");
        indonesian.addAll(terms("indonesian-profanity.txt"));
        labelled("gambling-comments-id", terms("gambling-sites-id.txt"));
        labelled("offensive-tweets-en", english);
        innocent("indonesian-root-words", terms("indonesian-root-words.txt"), indonesian);
        Set<String> ordinary = new LinkedHashSet<>();
        OrdinaryWords.forEach(ordinary::add);
        innocent("ordinary-words", ordinary, english);
        DisguiseTable.Result guilty = DisguiseTable.guilty();
        print("disguises kinds=%d tried=%d found=%.4f", DisguiseTable.kinds(), guilty.tried(), 1 - guilty.wrongShare());
        show("missed", guilty.wrong());
        DisguiseTable.Result innocent = DisguiseTable.innocent();
        print(
                "disguised-innocent-words tried=%d flagged=%d share=%.5f",
                innocent.tried(), innocent.wrong().size(), innocent.wrongShare());
        show("flagged", innocent.wrong());
    }

    private void labelled(String name, Set<String> terms) throws IOException {
        List<String> list = List.copyOf(terms);
        TextMatcher matcher = compile(list);
        ScanBuffers buffers = new ScanBuffers();
        int hits = 0;
        List<String> missed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int innocent = 0;
        Map<String, Integer> costs = new HashMap<>();
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(data.resolve("text").resolve(name + ".csv"))) {
            for (NamedCsvRecord row : csv) {
                String text = row.getField("text");
                Set<String> found = new TreeSet<>();
                matcher.scan(text, buffers, (phrase, start, end) -> found.add(list.get(phrase)));
                if (!row.getField("label").equals("1")) {
                    innocent += found.isEmpty() ? 1 : 0;
                    if (!found.isEmpty()) {
                        wrong.add(found + " " + text);
                        found.forEach(term -> costs.merge(term, 1, Integer::sum));
                    }
                } else if (found.isEmpty()) {
                    missed.add(text);
                } else {
                    hits++;
                }
            }
        }
        double precision = (double) hits / (hits + wrong.size());
        double recall = (double) hits / (hits + missed.size());
        print(
                "%s texts=%d precision=%.4f recall=%.4f f1=%.4f fpr=%.4f",
                name,
                hits + missed.size() + wrong.size() + innocent,
                precision,
                recall,
                2 * precision * recall / (precision + recall),
                (double) wrong.size() / (wrong.size() + innocent));
        show("missed", missed);
        show("wrong", wrong);
        costs.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(examples)
                .forEach(cost -> print("  cost %s", cost));
    }

    /** Counts ordinary words that are flagged though they are not listed themselves. */
    private void innocent(String name, Set<String> words, Set<String> terms) {
        List<String> list = List.copyOf(terms);
        Set<String> listed = new LinkedHashSet<>();
        terms.forEach(term -> listed.add(term.toLowerCase(Locale.ROOT)));
        TextMatcher matcher = compile(list);
        ScanBuffers buffers = new ScanBuffers();
        List<String> flagged = new ArrayList<>();
        for (String word : words) {
            Set<String> found = new TreeSet<>();
            if (!listed.contains(word)) {
                matcher.scan(word, buffers, (phrase, start, end) -> found.add(list.get(phrase)));
            }
            if (!found.isEmpty()) {
                flagged.add(word + " " + found);
            }
        }
        print("%s words=%d flagged=%d", name, words.size(), flagged.size());
        show("flagged", flagged);
    }

    private void show(String kind, List<String> texts) {
        List<String> some = new ArrayList<>(texts);
        Collections.shuffle(some, new Random(7));
        some.stream().limit(examples).forEach(text -> print("  %s %s", kind, text));
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static TextMatcher compile(List<String> terms) {
        return TextMatcher.compile(terms.stream()
                .map(term -> new Phrase(term, Fold.STRONG, false, false, Set.of()))
                .toList());
    }

    private Set<String> terms(String file) throws IOException {
        Set<String> terms = new LinkedHashSet<>();
        for (String line : Files.readAllLines(data.resolve("lexicons").resolve(file))) {
            if (!line.isBlank()) {
                terms.add(line.strip());
            }
        }
        return terms;
    }

    private Set<String> column(String file) throws IOException {
        Set<String> terms = new LinkedHashSet<>();
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(data.resolve("lexicons").resolve(file))) {
            csv.forEach(row -> terms.add(row.getField("text").strip()));
        }
        return terms;
    }
}
