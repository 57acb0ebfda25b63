package dev.saring.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time: a date, a date and time with zone, or a duration before now. */
final class PastTimeConverter implements ITypeConverter<Instant> {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})([smhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", ChronoUnit.SECONDS.getDuration(),
            "m", ChronoUnit.MINUTES.getDuration(),
            "h", ChronoUnit.HOURS.getDuration(),
            "d", ChronoUnit.DAYS.getDuration(),
            "w", ChronoUnit.WEEKS.getDuration());

    private final InstantSource clock;

    /** Used by picocli. */
    PastTimeConverter() {
        this(InstantSource.system());
    }

    PastTimeConverter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        Matcher matcher = SHORT.matcher(text);
        try {
            if (matcher.matches()) {
                return clock.instant()
                        .minus(UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))));
            }
            if (text.startsWith("P")) {
                return clock.instant().minus(Duration.parse(text));
            }
            return text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("'" + text
                    + "' is no time: use a duration before now such as 7d, 12h or PT90M, a date such as 2026-01-31 (UTC),"
                    + " or a time with zone such as 2026-01-31T08:00:00+07:00");
        }
    }
}
