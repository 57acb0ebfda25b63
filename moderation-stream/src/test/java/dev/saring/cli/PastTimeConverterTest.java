package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PastTimeConverterTest {
    private final PastTimeConverter option =
            new PastTimeConverter(InstantSource.fixed(Instant.parse("2026-02-10T12:00:00Z")));

    @ParameterizedTest
    @CsvSource({
        "7d, 2026-02-03T12:00:00Z",
        "2w, 2026-01-27T12:00:00Z",
        "90m, 2026-02-10T10:30:00Z",
        "PT90M, 2026-02-10T10:30:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T08:00:00+07:00, 2026-01-31T01:00:00Z",
        "2026-01-31T08:00:00Z, 2026-01-31T08:00:00Z"
    })
    void time_isRead(String text, Instant expected) {
        assertThat(option.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "yesterday", "2026-13-01", "2026-01-31T08:00:00", "-7d"})
    void noTime_isRefusedWithRemedy(String text) {
        assertThatThrownBy(() -> option.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("7d");
    }
}
