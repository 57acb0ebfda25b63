package dev.saring.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Ends this JVM when the process that started it is gone, even by SIGKILL, which runs no shutdown hooks. */
final class ParentWatch {
    /** The exit status of a process whose parent is gone. */
    static final int ORPHANED = 113;

    private ParentWatch() {}

    /** Watches standard input: the parent never writes to its end of the pipe, and the pipe ends when the parent does. */
    static void start() {
        Thread watch = new Thread(ParentWatch::haltWhenOrphaned, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltWhenOrphaned() {
        try (InputStream parent = System.in) {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException parentIsGone) {
            // As good as an end.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
