package dev.saring.rules;

import dev.saring.classify.text.Expression;
import dev.saring.classify.text.Phrase;
import dev.saring.classify.text.ScanBuffers;
import dev.saring.classify.text.TextMatcher;
import dev.saring.moderation.KeywordRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes rules of lists as they are published: one term a line (empty lines and lines that begin with {@code #} are
 * passed over), or, where the name ends in {@code .csv}, a table with a column of terms. Each term is quoted, so that
 * nothing in it is an operator, and gets the id {@code <source>:<term>}. A term that comes again is left out; two that
 * would share an id and find different texts are a problem.
 */
public final class WordList {
    /** Columns that hold the terms where none is named, the first that is there. */
    private static final List<String> USUAL_COLUMNS = List.of("term", "word", "phrase", "text", "expression");

    private static final int LONGEST_TERM = 200;
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private final KeywordRule template;
    private final Problems problems = new Problems();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long duplicates;

    private record Entry(KeywordRule rule, String term, String plain) {}

    /** @param template what every rule of the list has in common: policy, action, fold, source and so on */
    public WordList(KeywordRule template) {
        this.template = template;
    }

    /**
     * Adds the terms of a file.
     *
     * @param column the column of a CSV file that holds the terms; null, a usual one
     * @throws IOException where the file cannot be read
     */
    public void add(Path file, String column) throws IOException {
        if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            addTable(file, column);
        } else {
            addLines(file);
        }
    }

    private void addLines(Path file) throws IOException {
        String name = file.getFileName().toString();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                String term = (line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
                if (!term.isEmpty() && !term.startsWith("#")) {
                    add(name, line, "", term);
                }
            }
        } catch (CharacterCodingException e) {
            problems.add(new Problem(name, 0, "", "is not UTF-8; save it as UTF-8"));
        }
    }

    private void addTable(Path file, String column) throws IOException {
        String name = file.getFileName().toString();
        List<String> required = column == null ? List.of() : List.of(column);
        try (CsvTable table = new CsvTable(file, List.of(), required, problems)) {
            String terms = column == null
                    ? USUAL_COLUMNS.stream().filter(table::has).findFirst().orElse(null)
                    : column;
            if (terms == null) {
                problems.add(new Problem(
                        name, 1, "", "has none of the columns " + String.join(", ", USUAL_COLUMNS) + "; name one"));
                return;
            }
            for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                String term = row.cell(terms).strip();
                if (!term.isEmpty()) {
                    add(name, row.line(), terms, term);
                }
            }
        }
    }

    private void add(String file, long line, String column, String term) {
        if (term.length() > LONGEST_TERM) {
            problems.add(new Problem(file, line, column, "a term of more than " + LONGEST_TERM + " characters"));
            return;
        }
        try {
            TextMatcher.check(phrase(term));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(file, line, column, e.getMessage()));
            return;
        }
        String plain = WHITE_SPACE.matcher(term.toLowerCase(Locale.ROOT)).replaceAll(" ");
        String id = template.getSource() + ":" + plain.replace(' ', '-');
        KeywordRule rule = KeywordRule.newBuilder(template)
                .setRuleId(id)
                .setExpression(Expression.quote(term))
                .build();
        Entry first = entries.putIfAbsent(id, new Entry(rule, term, plain));
        if (first == null) {
            return;
        }
        if (first.plain().equals(plain) || finds(first.term(), term) && finds(term, first.term())) {
            duplicates++;
        } else {
            problems.add(new Problem(
                    file,
                    line,
                    column,
                    "becomes the rule " + id + " as '" + first.term() + "' does, which finds something else; import it"
                            + " with another --source"));
        }
    }

    private Phrase phrase(String term) {
        return new Phrase(term, template.getFold(), false, false, Set.copyOf(template.getLanguages()));
    }

    private boolean finds(String term, String text) {
        boolean[] found = new boolean[1];
        TextMatcher.compile(List.of(phrase(term)))
                .scan(text, new ScanBuffers(), (phrase, start, end) -> found[0] |= start == 0 && end == text.length());
        return found[0];
    }

    /** The rules, in the order of the lists. */
    public List<KeywordRule> rules() {
        return entries.values().stream().map(Entry::rule).toList();
    }

    /** How many terms came again. */
    public long duplicates() {
        return duplicates;
    }

    /** What could not be taken. */
    public Problems problems() {
        return problems;
    }
}
