package dev.saring.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The form of the log. */
public final class Logs {
    /** What {@code logback.xml} reads the format from. */
    static final String PROPERTY = "saring.logs.format";

    private Logs() {}

    /** Tells what was counted instead of repeated; to be called before the process ends. */
    public static void tellRepeats() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
                if (appender instanceof RepeatCountingAppender counting) {
                    counting.tellAll();
                }
            });
        }
    }

    /**
     * Writes the log in a format from now on, unless it is so already.
     *
     * @param format {@code text} or {@code json}
     */
    public static synchronized void use(String format) {
        ILoggerFactory logs = LoggerFactory.getILoggerFactory();
        if (format.equals(System.getProperty(PROPERTY, "text")) || !(logs instanceof LoggerContext context)) {
            return;
        }
        System.setProperty(PROPERTY, format);
        context.reset();
        try {
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new IllegalStateException("the log's configuration cannot be read again", e);
        }
    }
}
