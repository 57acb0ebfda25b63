package dev.saring.local;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be stopped before this JVM ends, stopped in reverse order of {@link #add}: a pipeline before the broker it
 * talks to. The JVM itself runs shutdown hooks at the same time, hence this one hook for all.
 */
public final class AtExit {
    private static final Deque<Runnable> STOPS = new ArrayDeque<>();
    private static boolean hooked;
    private static volatile boolean begun;

    private AtExit() {}

    /** Has {@code stop} run when the JVM ends, unless {@link #remove} is called before. */
    public static synchronized void add(Runnable stop) {
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(new Thread(AtExit::runAll, "saring-at-exit"));
            hooked = true;
        }
        STOPS.push(stop);
    }

    /** Forgets {@code stop}, which is the object that was added. */
    public static synchronized void remove(Runnable stop) {
        STOPS.remove(stop);
    }

    /** Whether this JVM is ending, so that what fails now fails because of that. */
    public static boolean hasBegun() {
        return begun;
    }

    private static void runAll() {
        begun = true;
        for (Runnable stop = next(); stop != null; stop = next()) {
            try {
                stop.run();
            } catch (RuntimeException e) {
                System.err.println("While stopping: " + e);
            }
        }
    }

    private static synchronized Runnable next() {
        return STOPS.poll();
    }
}
