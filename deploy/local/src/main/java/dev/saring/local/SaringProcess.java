package dev.saring.local;

import dev.saring.cli.Saring;

/** The main class of a pipeline that runs as a process: the runnable jar's own, but not longer than what started it. */
final class SaringProcess {
    private SaringProcess() {}

    /** Runs a command, given as to the runnable jar, which is on the class path. */
    public static void main(String[] args) {
        ParentWatch.start();
        Saring.main(args);
    }
}
