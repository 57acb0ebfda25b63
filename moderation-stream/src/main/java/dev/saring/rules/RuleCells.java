package dev.saring.rules;

import dev.saring.words.NearestName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The cells of one row as the types of the rule records. Space around a value is dropped, an empty cell is a missing
 * value. What cannot be read is reported and answered with the default, so that one row shows all its problems.
 */
final class RuleCells {
    private static final int SHARED = 10_000;

    private final CsvTable.Row row;
    private final Map<String, String> shared;
    private boolean good = true;

    /** @param shared texts seen so far, filled and used by this class */
    RuleCells(CsvTable.Row row, Map<String, String> shared) {
        this.row = row;
        this.shared = shared;
    }

    /** Whether nothing has been reported. */
    boolean good() {
        return good;
    }

    void report(String column, String text) {
        good = false;
        row.report(column, text);
    }

    /** The cell unchanged. */
    String raw(String column) {
        return row.cell(column);
    }

    String required(String column) {
        String text = row.cell(column).strip();
        if (text.isEmpty()) {
            report(column, "the cell is empty; fill it in");
        }
        return text;
    }

    /** The cell unchanged, as one object for all rows that say the same: a million rules may share a note. */
    String shared(String column) {
        return share(row.cell(column));
    }

    String sharedRequired(String column) {
        return share(required(column));
    }

    private String share(String text) {
        String known = shared.get(text);
        if (known == null && shared.size() < SHARED) {
            shared.put(text, text);
        }
        return known == null ? text : known;
    }

    Integer integer(String column, Integer otherwise) {
        return parse(column, otherwise, Integer::valueOf, "is no whole number; write digits only");
    }

    /** A comma is taken for the decimal point too: so spreadsheets of many countries write it. */
    Double decimal(String column) {
        return parse(
                column, null, text -> Double.valueOf(text.replace(',', '.')), "is no number; write for example 0.8");
    }

    private <T> T parse(String column, T otherwise, Function<String, T> parser, String wrong) {
        String text = row.cell(column).strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            report(column, "\"" + text + "\" " + wrong);
            return otherwise;
        }
    }

    <E extends Enum<E>> E choice(String column, Class<E> type, E otherwise) {
        String text = row.cell(column).strip();
        return text.isEmpty() ? otherwise : choice(column, text, type, otherwise);
    }

    private <E extends Enum<E>> E choice(String column, String text, Class<E> type, E otherwise) {
        String upper = text.toUpperCase(Locale.ROOT);
        List<String> known = Arrays.stream(type.getEnumConstants())
                .map(Enum::name)
                .filter(name -> !name.equals("UNKNOWN"))
                .toList();
        if (known.contains(upper)) {
            return Enum.valueOf(type, upper);
        }
        String hint = NearestName.hint(upper, known);
        report(
                column,
                "\"" + text + "\" is not known"
                        + (hint.isEmpty() ? "; it is one of " + String.join(", ", known) : hint));
        return otherwise;
    }

    <E extends Enum<E>> List<E> choices(String column, Class<E> type) {
        List<E> found = new ArrayList<>();
        for (String item : list(column)) {
            E value = choice(column, item, type, null);
            if (value != null) {
                found.add(value);
            }
        }
        return found;
    }

    List<String> list(String column) {
        String text = row.cell(column).strip();
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> items = new ArrayList<>();
        for (String item : text.split("\\|", -1)) {
            if (item.isBlank()) {
                report(column, "the list has an empty item; remove a \"|\"");
                break;
            }
            items.add(item.strip());
        }
        return items;
    }

    /** A time with its offset, or a date, which stands for its first moment in UTC. */
    Instant from(String column) {
        return time(column, 0);
    }

    /** A time with its offset, or a date, which is the last one that counts: until its end in UTC. */
    Instant until(String column) {
        return time(column, 1);
    }

    private Instant time(String column, int daysAfter) {
        String text = row.cell(column).strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text)
                        .plusDays(daysAfter)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            }
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException e) {
            report(
                    column,
                    "\"" + text
                            + "\" is no time; write 2026-01-31 or 2026-01-31T08:00:00Z or 2026-01-31T08:00:00+07:00");
            return null;
        }
    }
}
