package dev.saring.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogsTest {
    private static String line(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty(Logs.PROPERTY, format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogsTest.class.getResource("/logback.xml"));
        RepeatCountingAppender counting = (RepeatCountingAppender)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("counted");
        ConsoleAppender<ILoggingEvent> stderr = (ConsoleAppender<ILoggingEvent>) counting.getAppender("stderr");
        assertThat(stderr.getTarget()).isEqualTo("System.err");
        LoggingEvent event = new LoggingEvent(
                "x", context.getLogger("dev.saring.topology.X"), Level.WARN, "said {}", null, new Object[] {"\"so\"\n"
                });
        event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("why")));
        event.setInstant(Instant.parse("2026-11-24T08:00:00.125Z"));
        return new String(stderr.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void json_isOneObjectALine() throws Exception {
        String line = line("json");
        assertThat(line.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.get("timestamp").asLong()).isEqualTo(1795507200125L);
        assertThat(json.get("level").asText()).isEqualTo("WARN");
        assertThat(json.get("loggerName").asText()).isEqualTo("dev.saring.topology.X");
        assertThat(json.get("formattedMessage").asText()).isEqualTo("said \"so\"\n");
        assertThat(json.get("throwable").get("message").asText()).isEqualTo("why");
        assertThat(json.has("arguments")).isFalse();
    }

    @Test
    void text_isForPeople() throws Exception {
        assertThat(line("text"))
                .startsWith("2026-11-24T08:00:00.125Z WARN  X - said \"so\"")
                .contains("IllegalStateException: why");
    }
}
