package dev.saring.classify.text;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.saring.moderation.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures the matcher on the development data, as {@code saring backtest} does: a text is predicted positive where any
 * phrase is found. Run with the data folder as argument; a second argument prints that many wrong answers of each kind.
 */
final class QualityReport {
    private final Path data;
    private final int examples;

    private QualityReport(Path data, int examples) {
        this.data = data;
        this.examples = examples;
    }

    public static void main(String[] args) throws IOException {
        QualityReport report = new QualityReport(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 0);
        report.gambling();
        report.tweets();
        report.rootWords(Set.of("id"));
        report.rootWords(Set.of());
        report.ordinaryEnglish();
    }

    void gambling() throws IOException {
        report("gambling-comments-id", terms("lexicons/gambling-sites-id.txt"), "text/gambling-comments-id.csv");
    }

    void tweets() throws IOException {
        report("offensive-tweets-en", List.copyOf(englishTerms()), "text/offensive-tweets-en.csv");
    }

    private Set<String> englishTerms() throws IOException {
        Set<String> terms = new LinkedHashSet<>(terms("lexicons/ldnoobw-en.txt"));
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(data.resolve("lexicons/surge-profanity-en.csv"))) {
            csv.forEach(row -> terms.add(row.getField("text")));
        }
        return terms;
    }

    void rootWords(Set<String> languages) throws IOException {
        Set<String> terms = new LinkedHashSet<>(terms("lexicons/indonesian-badwords.txt"));
        terms.addAll(terms("lexicons/indonesian-profanity.txt"));
        List<String> list = List.copyOf(terms);
        TextMatcher matcher = compile(list, languages);
        ScanBuffers buffers = new ScanBuffers();
        Map<String, String> flagged = new TreeMap<>();
        for (String word : terms("lexicons/indonesian-root-words.txt")) {
            if (!terms.contains(word)) {
                matcher.scan(word, buffers, (phrase, start, end) -> flagged.put(word, list.get(phrase)));
            }
        }
        System.out.println("indonesian-root-words: flagged=" + flagged.size() + " " + flagged);
    }

    void ordinaryEnglish() throws IOException {
        List<String> terms = List.copyOf(englishTerms());
        Set<String> listed = new java.util.HashSet<>();
        terms.forEach(t -> listed.add(t.toLowerCase()));
        TextMatcher matcher = compile(terms, Set.of());
        ScanBuffers buffers = new ScanBuffers();
        Map<String, String> flagged = new TreeMap<>();
        OrdinaryWords.forEach(word -> {
            if (!listed.contains(word)) {
                matcher.scan(word, buffers, (phrase, start, end) -> flagged.put(word, terms.get(phrase)));
            }
        });
        System.out.println("ordinary words: flagged=" + flagged.size() + " " + flagged);
    }

    private void report(String name, List<String> terms, String labelled) throws IOException {
        TextMatcher matcher = compile(terms, Set.of());
        ScanBuffers buffers = new ScanBuffers();
        int[][] counts = new int[2][2];
        List<String> missed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> costs = new TreeMap<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(data.resolve(labelled))) {
            for (NamedCsvRecord row : csv) {
                String text = row.getField("text");
                Set<String> found = new LinkedHashSet<>();
                matcher.scan(
                        text,
                        buffers,
                        (phrase, start, end) -> found.add(terms.get(phrase) + "=[" + text.substring(start, end) + "]"));
                boolean positive = row.getField("label").equals("1");
                counts[positive ? 1 : 0][found.isEmpty() ? 0 : 1]++;
                if (positive && found.isEmpty()) {
                    missed.add(text);
                } else if (!positive && !found.isEmpty()) {
                    wrong.add(found + " " + text);
                    found.forEach(f -> costs.merge(f.toLowerCase(), 1, Integer::sum));
                }
            }
        }
        double recall = (double) counts[1][1] / (counts[1][0] + counts[1][1]);
        double fpr = (double) counts[0][1] / (counts[0][0] + counts[0][1]);
        double precision = (double) counts[1][1] / (counts[0][1] + counts[1][1]);
        System.out.printf(
                "%s: precision=%.4f recall=%.4f f1=%.4f fpr=%.4f%n",
                name, precision, recall, 2 * precision * recall / (precision + recall), fpr);
        if (examples > 0) {
            java.util.Random random = new java.util.Random(7);
            java.util.Collections.shuffle(missed, random);
            java.util.Collections.shuffle(wrong, random);
            missed.stream().limit(examples).forEach(text -> System.out.println("  missed " + text));
            wrong.stream().limit(examples).forEach(text -> System.out.println("  wrong " + text));
            costs.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(examples)
                    .forEach(cost -> System.out.println("  cost " + cost));
        }
    }

    private static TextMatcher compile(List<String> terms, Set<String> languages) {
        return TextMatcher.compile(terms.stream()
                .map(term -> new Phrase(term, Fold.STRONG, false, false, languages))
                .toList());
    }

    private List<String> terms(String file) throws IOException {
        return Files.readAllLines(data.resolve(file)).stream()
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .toList();
    }
}
