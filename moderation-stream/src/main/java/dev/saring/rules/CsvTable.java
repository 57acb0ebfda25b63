package dev.saring.rules;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.saring.words.NearestName;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file (RFC 4180) with a header row, read row by row: UTF-8 with or without byte order mark, comma or semicolon
 * by what the header holds more of, columns by name in any order, empty rows skipped. What is wrong with the file goes
 * to the problems; a row of the wrong width is reported and skipped.
 *
 * <p>The parser takes a quote that is never closed for one long last cell, which would lose every row after it without
 * an error. So a line is appended that must come out as a row of its own.
 */
public final class CsvTable implements AutoCloseable {
    private static final int LONGEST_HEADER = 16_384;
    private static final String END = "\u0003";

    private final String file;
    private final Problems problems;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final CloseableIterator<CsvRecord> records;
    private int width;
    private long line;
    private boolean ended;

    /**
     * Opens a file and reads its header.
     *
     * @param known the columns that may occur; empty where any may
     * @param required the columns that must occur
     * @throws IOException where the file cannot be read
     */
    public CsvTable(Path path, List<String> known, List<String> required, Problems problems) throws IOException {
        this.file = path.getFileName().toString();
        this.problems = problems;
        InputStream end = new ByteArrayInputStream(("\n" + END).getBytes(StandardCharsets.UTF_8));
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(
                        new SequenceInputStream(Files.newInputStream(path), end), StandardCharsets.UTF_8.newDecoder()),
                1 << 16);
        try {
            this.records = CsvReader.builder()
                    .fieldSeparator(separator(reader))
                    .acceptCharsAfterQuotes(false)
                    .ofCsvRecord(reader)
                    .iterator();
            header(known, required);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Skips the byte order mark and looks at the first line, without using it up. */
    private char separator(BufferedReader reader) throws IOException {
        try {
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            reader.mark(LONGEST_HEADER);
            int balance = 0;
            for (int i = 0; i < LONGEST_HEADER; i++) {
                int c = reader.read();
                if (c == '\n' || c == '\r' || c < 0) {
                    break;
                }
                balance += c == ';' ? 1 : c == ',' ? -1 : 0;
            }
            reader.reset();
            return balance > 0 ? ';' : ',';
        } catch (CharacterCodingException e) {
            notUtf8();
            return ',';
        }
    }

    private void header(List<String> known, List<String> required) throws IOException {
        CsvRecord header = ended ? null : nextRecord();
        if (header == null) {
            if (problems.count() == 0) {
                report(1, "", "the file is empty; its first line names the columns: " + String.join(",", required));
            }
            return;
        }
        width = header.getFieldCount();
        for (int i = 0; i < width; i++) {
            String name = header.getField(i).strip();
            if (!known.isEmpty() && !known.contains(name)) {
                report(header.getStartingLineNumber(), name, unknown(name, known));
            } else if (columns.putIfAbsent(name, i) != null) {
                report(header.getStartingLineNumber(), name, "the column occurs twice; remove one");
            }
        }
        for (String name : required) {
            if (!columns.containsKey(name)) {
                report(header.getStartingLineNumber(), name, "the column is missing; add it to the first line");
                ended = true;
            }
        }
    }

    private static String unknown(String name, List<String> known) {
        String hint = NearestName.hint(name, known);
        return "unknown column" + (hint.isEmpty() ? "; known columns are " + String.join(", ", known) : hint);
    }

    /** Whether the file has a column. */
    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The next row of the right width, or null at the end. */
    public Row next() throws IOException {
        for (CsvRecord found = nextRecord(); found != null; found = nextRecord()) {
            boolean empty = found.getFields().stream().allMatch(String::isBlank);
            if (!empty && found.getFieldCount() == width) {
                return new Row(found);
            }
            if (!empty) {
                report(
                        found.getStartingLineNumber(),
                        "",
                        "the row has " + found.getFieldCount() + " cells and the first line " + width
                                + "; put cells that hold a separator in double quotes");
            }
        }
        return null;
    }

    private CsvRecord nextRecord() throws IOException {
        if (ended) {
            return null;
        }
        try {
            CsvRecord found = records.hasNext() ? records.next() : null;
            if (found == null) {
                ended = true;
                report(line, "", "a double quote is opened in this row and never closed; close it");
                return null;
            }
            if (found.getFieldCount() == 1 && found.getField(0).equals(END)) {
                ended = true;
                return null;
            }
            line = found.getStartingLineNumber();
            return found;
        } catch (CsvParseException e) {
            ended = true;
            Throwable cause = e.getCause() == null ? e : e.getCause();
            report(
                    line + 1,
                    "",
                    "here or just below the file is no valid CSV and was read no further: " + cause.getMessage()
                            + "; put the cell in double quotes and double those inside");
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof CharacterCodingException)) {
                throw e.getCause();
            }
            notUtf8();
        }
        return null;
    }

    private void notUtf8() {
        ended = true;
        report(
                line + 1,
                "",
                "here or below the file is not in UTF-8 and was read no further; save it in that encoding");
    }

    private void report(long atLine, String column, String text) {
        problems.add(new Problem(file, atLine, column, text));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** One row. */
    public final class Row {
        private final CsvRecord cells;

        private Row(CsvRecord cells) {
            this.cells = cells;
        }

        /** The line on which the row starts, from 1. */
        public long line() {
            return cells.getStartingLineNumber();
        }

        /** The cell as it stands in the file; "" where the file does not have the column. */
        public String cell(String column) {
            Integer index = columns.get(column);
            return index == null ? "" : cells.getField(index);
        }

        /** Reports a problem of one cell; the column "" stands for the whole row. */
        public void report(String column, String text) {
            CsvTable.this.report(line(), column, text);
        }
    }
}
