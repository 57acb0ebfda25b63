package dev.saring.rules;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rules as files that {@link RuleFiles} reads back to equal rules, but for who updated them and when. */
public final class RuleFileWriter {
    private RuleFileWriter() {}

    /** Writes {@code keywords.csv} into a directory, in place of what is there. */
    public static void writeKeywords(Path directory, Iterable<KeywordRule> rules) throws IOException {
        try (CsvWriter csv = open(directory.resolve(RuleFiles.KEYWORDS))) {
            csv.writeRecord(RuleColumns.KEYWORDS);
            for (KeywordRule rule : rules) {
                csv.writeRecord(
                        rule.getRuleId(),
                        rule.getExpression(),
                        rule.getPolicy(),
                        rule.getAction().name(),
                        Integer.toString(rule.getSeverity()),
                        rule.getMode().name(),
                        rule.getFold().name(),
                        join(rule.getLanguages()),
                        join(rule.getFields()),
                        join(rule.getRegions()),
                        Integer.toString(rule.getMinimumAge()),
                        join(rule.getLabels()),
                        join(rule.getAllows()),
                        orEmpty(rule.getValidFrom()),
                        orEmpty(rule.getValidUntil()),
                        orEmpty(rule.getLegalBasis()),
                        rule.getSource(),
                        rule.getNote());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes {@code hashes.csv} into a directory, in place of what is there. */
    public static void writeHashes(Path directory, Iterable<HashRule> rules) throws IOException {
        try (CsvWriter csv = open(directory.resolve(RuleFiles.HASHES))) {
            csv.writeRecord(RuleColumns.HASHES);
            for (HashRule rule : rules) {
                csv.writeRecord(
                        rule.getRuleId(),
                        rule.getAlgorithm().name(),
                        rule.getValues().stream().map(RuleFileWriter::hex).collect(Collectors.joining("|")),
                        rule.getPolicy(),
                        rule.getAction().name(),
                        orEmpty(rule.getMaxDistance()),
                        orEmpty(rule.getMinQuality()),
                        orEmpty(rule.getMinUploadShare()),
                        orEmpty(rule.getMinBankShare()),
                        Integer.toString(rule.getSeverity()),
                        rule.getMode().name(),
                        join(rule.getRegions()),
                        Integer.toString(rule.getMinimumAge()),
                        join(rule.getLabels()),
                        join(rule.getAllows()),
                        orEmpty(rule.getValidFrom()),
                        orEmpty(rule.getValidUntil()),
                        orEmpty(rule.getLegalBasis()),
                        rule.getSource(),
                        rule.getNote());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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
