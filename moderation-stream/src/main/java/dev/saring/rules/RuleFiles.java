package dev.saring.rules;

import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TextField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads {@code keywords.csv} and {@code hashes.csv} of a rule directory, row by row, and reports everything that is
 * wrong with its file, line, column and remedy. Either file may be missing. A rule with a problem is not handed on.
 *
 * <p>A date in {@code valid_from} means from its first moment on, in {@code valid_until} to its end, both in UTC.
 * Actions, modes, folds and fields may be written in either case, and so may hexadecimal digits.
 */
public final class RuleFiles {
    /** The file of keyword rules in a rule directory. */
    public static final String KEYWORDS = "keywords.csv";

    /** The file of hash rules in a rule directory. */
    public static final String HASHES = "hashes.csv";

    private static final int DEFAULT_SEVERITY = 50;

    private final Path directory;
    private final Sink sink;
    private final Problems problems;
    /** Where each rule stands: its line, negative for those in the file of hashes. */
    private final Map<String, Long> places = new HashMap<>();
    /** Texts that many rows have in common. */
    private final Map<String, String> shared = new HashMap<>();

    /** Takes the rules in the order of the files, and refuses those that mean nothing. */
    public interface Sink {
        /** Takes a keyword rule. */
        void put(KeywordRule rule) throws BadRuleException;

        /** Takes a hash rule. */
        void put(HashRule rule) throws BadRuleException;
    }

    private interface Taker<R> {
        void take(R rule) throws BadRuleException;
    }

    private RuleFiles(Path directory, Sink sink, Problems problems) {
        this.directory = directory;
        this.sink = sink;
        this.problems = problems;
    }

    /**
     * Reads the files of a directory.
     *
     * @param problems receives what is wrong with the files and what the sink refuses
     * @throws IOException where the directory or a file in it cannot be read
     */
    public static void read(Path directory, Sink sink, Problems problems) throws IOException {
        if (!Files.isDirectory(directory)) {
            problems.add(
                    new Problem(directory.toString(), 0, "", "there is no such directory; create it or name another"));
            return;
        }
        RuleFiles files = new RuleFiles(directory, sink, problems);
        files.readFile(KEYWORDS, RuleColumns.KEYWORDS, RuleColumns.KEYWORDS_REQUIRED, RuleFiles::keyword, sink::put);
        files.readFile(HASHES, RuleColumns.HASHES, RuleColumns.HASHES_REQUIRED, RuleFiles::hash, sink::put);
    }

    private <R extends SpecificRecord> void readFile(
            String name, List<String> columns, List<String> required, Function<RuleCells, R> parser, Taker<R> taker)
            throws IOException {
        Path path = directory.resolve(name);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (CsvTable table = new CsvTable(path, columns, required, problems)) {
            for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                RuleCells cells = new RuleCells(row, shared);
                R rule = parser.apply(cells);
                if (isNew(name, cells, row.line()) && cells.good()) {
                    try {
                        taker.take(rule);
                    } catch (BadRuleException e) {
                        String place = e.position() < 0 ? "" : "at character " + (e.position() + 1) + ": ";
                        cells.report(RuleColumns.of(e.field()), place + e.getMessage());
                    }
                }
            }
        }
    }

    private boolean isNew(String name, RuleCells cells, long line) {
        String ruleId = cells.raw("rule_id").strip();
        if (ruleId.isEmpty()) {
            return false;
        }
        Long first = places.putIfAbsent(ruleId, name.equals(HASHES) ? -line : line);
        if (first != null) {
            cells.report(
                    "rule_id",
                    "\"" + ruleId + "\" is given twice, first in " + (first < 0 ? HASHES : KEYWORDS) + " line "
                            + Math.abs(first) + "; rename or remove one");
        }
        return first == null;
    }

    private static KeywordRule keyword(RuleCells cells) {
        KeywordRule rule = new KeywordRule();
        rule.setRuleId(cells.required("rule_id"));
        rule.setExpression(cells.required("expression"));
        rule.setPolicy(cells.sharedRequired("policy"));
        rule.setAction(action(cells));
        rule.setSeverity(cells.integer("severity", DEFAULT_SEVERITY));
        rule.setMode(cells.choice("mode", RuleMode.class, RuleMode.ENFORCE));
        rule.setFold(cells.choice("fold", Fold.class, Fold.STANDARD));
        rule.setLanguages(cells.list("languages"));
        rule.setFields(cells.choices("fields", TextField.class));
        rule.setRegions(cells.list("regions"));
        rule.setMinimumAge(cells.integer("minimum_age", 0));
        rule.setLabels(cells.list("labels"));
        rule.setAllows(cells.list("allows"));
        rule.setValidFrom(cells.from("valid_from"));
        rule.setValidUntil(cells.until("valid_until"));
        rule.setLegalBasis(emptyToNull(cells.shared("legal_basis")));
        rule.setSource(cells.shared("source"));
        rule.setNote(cells.shared("note"));
        rule.setUpdatedBy("");
        rule.setUpdatedAt(Instant.EPOCH);
        return rule;
    }

    private static HashRule hash(RuleCells cells) {
        HashRule rule = new HashRule();
        rule.setRuleId(cells.required("rule_id"));
        HashAlgorithm algorithm =
                cells.required("algorithm").isEmpty() ? null : cells.choice("algorithm", HashAlgorithm.class, null);
        rule.setAlgorithm(algorithm);
        rule.setValues(HexCells.values(cells, "value", algorithm));
        rule.setPolicy(cells.sharedRequired("policy"));
        rule.setAction(action(cells));
        rule.setMaxDistance(cells.integer("max_distance", null));
        rule.setMinQuality(cells.integer("min_quality", null));
        rule.setMinUploadShare(cells.decimal("min_upload_share"));
        rule.setMinBankShare(cells.decimal("min_bank_share"));
        rule.setSeverity(cells.integer("severity", DEFAULT_SEVERITY));
        rule.setMode(cells.choice("mode", RuleMode.class, RuleMode.ENFORCE));
        rule.setRegions(cells.list("regions"));
        rule.setMinimumAge(cells.integer("minimum_age", 0));
        rule.setLabels(cells.list("labels"));
        rule.setAllows(cells.list("allows"));
        rule.setValidFrom(cells.from("valid_from"));
        rule.setValidUntil(cells.until("valid_until"));
        rule.setLegalBasis(emptyToNull(cells.shared("legal_basis")));
        rule.setSource(cells.shared("source"));
        rule.setNote(cells.shared("note"));
        rule.setUpdatedBy("");
        rule.setUpdatedAt(Instant.EPOCH);
        return rule;
    }

    private static RuleAction action(RuleCells cells) {
        return cells.required("action").isEmpty() ? null : cells.choice("action", RuleAction.class, null);
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
