package dev.saring.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatCountingAppenderTest {
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final RepeatCountingAppender appender = new RepeatCountingAppender();

    @BeforeEach
    void start() {
        written.setContext(context);
        written.start();
        appender.setContext(context);
        appender.addAppender(written);
        appender.start();
    }

    private void log(int second, String logger, Level level, String message, Object... arguments) {
        LoggingEvent event = new LoggingEvent();
        event.setMDCPropertyMap(Map.of());
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setMessage(message);
        event.setArgumentArray(arguments);
        event.setInstant(START.plusSeconds(second));
        appender.doAppend(event);
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void ourLine_isSaidOnceAMinute_andItsRepeatsAreCounted() {
        for (int second = 0; second < 50; second += 10) {
            log(second, "dev.saring.x", Level.WARN, "away: {}", "registry");
        }
        log(55, "dev.saring.x", Level.WARN, "away: {}", "broker");
        assertThat(lines()).containsExactly("away: registry", "away: broker");
        log(60, "dev.saring.x", Level.WARN, "away: {}", "registry");
        assertThat(lines())
                .containsExactly(
                        "away: registry",
                        "away: broker",
                        "4 more like this within a minute, the last: away: registry",
                        "away: registry");
    }

    @Test
    void lineOfALibrary_repeatsWhateverIsFilledIn() {
        log(0, "org.apache.kafka.x", Level.WARN, "offset {} failed", 1);
        log(1, "org.apache.kafka.x", Level.WARN, "offset {} failed", 2);
        log(2, "org.apache.kafka.x", Level.ERROR, "offset {} failed", 3);
        appender.tellAll();
        assertThat(lines())
                .containsExactly(
                        "offset 1 failed",
                        "offset 3 failed",
                        "1 more like this within a minute, the last: offset 2 failed");
        assertThat(written.list.get(2).getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void repeatedLine_isToldAsItWas_whateverBecomesOfItsArguments() {
        StringBuilder offset = new StringBuilder("1");
        log(0, "org.apache.kafka.x", Level.WARN, "offset {} failed", offset);
        log(1, "org.apache.kafka.x", Level.WARN, "offset {} failed", offset);
        offset.append("000");
        appender.tellAll();
        assertThat(lines()).last().isEqualTo("1 more like this within a minute, the last: offset 1 failed");
    }

    @Test
    void stateChanges_areAllSaid() {
        for (int i = 0; i < 5; i++) {
            log(i, "dev.saring.x", Level.INFO, "Streams: RUNNING");
        }
        assertThat(lines()).hasSize(5);
    }

    @Test
    void manyDifferentLines_areRememberedWithinBounds_andNoneIsLost() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000; i++) {
                log(0, "dev.saring.x", Level.WARN, "line {}", i);
            }
        }
        assertThat(lines()).hasSize(2_000);
        appender.stop();
        assertThat(lines()).hasSize(2_000);
    }
}
