package dev.saring.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands log lines on, but counts warnings and errors that repeat within a minute instead of repeating them. The count is
 * told when the minute is over and any line comes, and at the end.
 *
 * <p>A line of Saring's own repeats another when it reads the same. One of a library does when it was made from the same
 * pattern, since those hold offsets, ids and times that always differ. Remembers the last {@value #MOST} different lines.
 */
public final class RepeatCountingAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {
    private static final int MOST = 200;
    private static final long WINDOW_MS = 60_000;
    private static final String OURS = "dev.saring.";

    private static final class Seen {
        private final long since;
        private int repeats;
        private ILoggingEvent last;

        Seen(long since) {
            this.since = since;
        }
    }

    private final AppenderAttachableImpl<ILoggingEvent> next = new AppenderAttachableImpl<>();
    private final Map<List<Object>, Seen> seen = new LinkedHashMap<>();

    /** Made by logback. */
    public RepeatCountingAppender() {}

    @Override
    protected synchronized void append(ILoggingEvent event) {
        long now = event.getTimeStamp();
        forget(now);
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            Seen before = seen.putIfAbsent(key(event), new Seen(now));
            if (before != null) {
                // Its arguments may change by the time it is told, and its thread's context be gone.
                event.prepareForDeferredProcessing();
                before.repeats++;
                before.last = event;
                return;
            }
        }
        next.appendLoopOnAppenders(event);
    }

    private static List<Object> key(ILoggingEvent event) {
        boolean ours = event.getLoggerName().startsWith(OURS);
        String text = ours ? event.getFormattedMessage() : event.getMessage();
        String thrown = event.getThrowableProxy() == null
                ? ""
                : event.getThrowableProxy().getClassName();
        return List.of(event.getLoggerName(), event.getLevel(), String.valueOf(text), thrown);
    }

    /** Tells and forgets the lines whose minute is over. They are in the order in which they came. */
    private void forget(long now) {
        Iterator<Seen> oldest = seen.values().iterator();
        while (oldest.hasNext()) {
            Seen each = oldest.next();
            if (now - each.since < WINDOW_MS && seen.size() < MOST) {
                return;
            }
            oldest.remove();
            tell(each);
        }
    }

    private void tell(Seen each) {
        if (each.repeats > 0) {
            next.appendLoopOnAppenders(summary(each));
        }
    }

    private static LoggingEvent summary(Seen each) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(each.last.getLoggerName());
        event.setLevel(each.last.getLevel());
        event.setThreadName(each.last.getThreadName());
        event.setInstant(each.last.getInstant());
        event.setMessage("{} more like this within a minute, the last: {}");
        event.setArgumentArray(new Object[] {each.repeats, each.last.getFormattedMessage()});
        return event;
    }

    /** Tells what was counted so far. */
    synchronized void tellAll() {
        seen.values().forEach(this::tell);
        seen.clear();
    }

    @Override
    public synchronized void stop() {
        tellAll();
        super.stop();
        next.detachAndStopAllAppenders();
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        next.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return next.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return next.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return next.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        next.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return next.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String name) {
        return next.detachAppender(name);
    }
}
