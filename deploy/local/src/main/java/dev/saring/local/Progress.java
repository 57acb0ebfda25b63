package dev.saring.local;

import java.io.PrintStream;

/** Tells a person what is going on: steps as lines, and a state that is rewritten in place where that is possible. */
final class Progress {
    private static final long LINE_NANOS = 2_000_000_000L;
    private static final long REWRITE_NANOS = 100_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean live;
    private boolean stateShown;
    private long nextStateAt = System.nanoTime();

    /** @param live whether {@code out} is a terminal, where a line can be rewritten */
    Progress(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** Shows a line that stays. */
    void line(String text) {
        clearState();
        out.println(text);
    }

    /** Shows a state in place of the last; seldom where it cannot be rewritten, so that a log stays short. */
    void state(String text) {
        long now = System.nanoTime();
        if (now < nextStateAt) {
            return;
        }
        nextStateAt = now + (live ? REWRITE_NANOS : LINE_NANOS);
        if (live) {
            out.print(CLEAR_LINE + text);
            out.flush();
            stateShown = true;
        } else {
            out.println(text);
        }
    }

    private void clearState() {
        if (stateShown) {
            out.print(CLEAR_LINE);
            stateShown = false;
        }
    }
}
