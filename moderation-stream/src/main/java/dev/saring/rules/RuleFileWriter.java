package dev.saring.rules;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes rules as files that {@link RuleFiles} reads back to equal rules, but for who updated them and when. The files
 * stand in their place when the writer is finished, whole or not at all.
 */
public final class RuleFileWriter implements RuleFiles.Sink, Closeable {
    private static final String DRAFT = ".part";

    private final Path directory;
    private final Path keywordDraft;
    private final Path hashDraft;
    private final CsvWriter keywords;
    private final CsvWriter hashes;
    private long keywordRules;
    private long hashRules;
    private boolean finished;

    /** Opens both files in a directory that is there. */
    public RuleFileWriter(Path directory) throws IOException {
        this.directory = directory;
        this.keywordDraft = directory.resolve(RuleFiles.KEYWORDS + DRAFT);
        this.hashDraft = directory.resolve(RuleFiles.HASHES + DRAFT);
        this.keywords = open(keywordDraft);
        this.hashes = open(hashDraft);
        keywords.writeRecord(RuleColumns.KEYWORDS);
        hashes.writeRecord(RuleColumns.HASHES);
    }

    /** Writes {@code keywords.csv} alone into a directory, in place of what is there. */
    public static void writeKeywords(Path directory, Iterable<KeywordRule> rules) throws IOException {
        try (CsvWriter csv = open(directory.resolve(RuleFiles.KEYWORDS))) {
            csv.writeRecord(RuleColumns.KEYWORDS);
            rules.forEach(rule -> write(csv, rule));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes {@code hashes.csv} alone into a directory, in place of what is there. */
    public static void writeHashes(Path directory, Iterable<HashRule> rules) throws IOException {
        try (CsvWriter csv = open(directory.resolve(RuleFiles.HASHES))) {
            csv.writeRecord(RuleColumns.HASHES);
            rules.forEach(rule -> write(csv, rule));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** @throws UncheckedIOException where the disk fails */
    @Override
    public void put(KeywordRule rule) {
        write(keywords, rule);
        keywordRules++;
    }

    /** @throws UncheckedIOException where the disk fails */
    @Override
    public void put(HashRule rule) {
        write(hashes, rule);
        hashRules++;
    }

    /** How many keyword rules were written. */
    public long keywordRules() {
        return keywordRules;
    }

    /** How many hash rules were written. */
    public long hashRules() {
        return hashRules;
    }

    /** Puts both files in their places. */
    public void finish() throws IOException {
        finished = true;
        keywords.close();
        hashes.close();
        Files.move(keywordDraft, directory.resolve(RuleFiles.KEYWORDS), StandardCopyOption.REPLACE_EXISTING);
        Files.move(hashDraft, directory.resolve(RuleFiles.HASHES), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Closes; what was not finished is deleted. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            keywords.close();
            hashes.close();
            Files.deleteIfExists(keywordDraft);
            Files.deleteIfExists(hashDraft);
        }
    }

    private static void write(CsvWriter csv, KeywordRule rule) {
        RecordTerms terms = RecordTerms.of(rule);
        Stream<String> own = Stream.of(
                rule.getRuleId(),
                rule.getExpression(),
                terms.policy(),
                terms.action().name(),
                Integer.toString(terms.severity()),
                terms.mode().name(),
                rule.getFold().name(),
                join(rule.getLanguages()),
                join(rule.getFields()));
        write(csv, own, terms, rule.getSource(), rule.getNote());
    }

    private static void write(CsvWriter csv, HashRule rule) {
        RecordTerms terms = RecordTerms.of(rule);
        Stream<String> own = Stream.of(
                rule.getRuleId(),
                rule.getAlgorithm().name(),
                rule.getValues().stream().map(RuleFileWriter::hex).collect(Collectors.joining("|")),
                terms.policy(),
                terms.action().name(),
                orEmpty(rule.getMaxDistance()),
                orEmpty(rule.getMinQuality()),
                orEmpty(rule.getMinUploadShare()),
                orEmpty(rule.getMinBankShare()),
                Integer.toString(terms.severity()),
                terms.mode().name());
        write(csv, own, terms, rule.getSource(), rule.getNote());
    }

    /** Writes a row: the columns that differ between the files, and those in which both end. */
    private static void write(CsvWriter csv, Stream<String> own, RecordTerms terms, String source, String note) {
        Stream<String> common = Stream.of(
                join(terms.regions()),
                Integer.toString(terms.minimumAge()),
                join(terms.labels()),
                join(terms.allows()),
                orEmpty(terms.validFrom()),
                orEmpty(terms.validUntil()),
                orEmpty(terms.legalBasis()),
                source,
                note);
        csv.writeRecord(Stream.concat(own, common).toList());
    }

    private static CsvWriter open(Path path) throws IOException {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(path);
    }

    private static String hex(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String orEmpty(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String join(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining("|"));
    }
}
