package dev.saring.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import kafka.Kafka;

/** The main class of a broker that runs as a process: {@link Kafka}, but not longer than the process that started it. */
final class BrokerProcess {
    /** The exit status of a broker whose parent is gone. */
    static final int ORPHANED = 113;

    private BrokerProcess() {}

    /**
     * Runs a broker.
     *
     * @param args the path of its {@code server.properties}
     */
    public static void main(String[] args) {
        Thread watch = new Thread(BrokerProcess::haltWhenOrphaned, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Kafka.main(args);
    }

    /** The parent never writes to its end of the pipe; the pipe ends when the parent does, even by SIGKILL. */
    private static void haltWhenOrphaned() {
        try (InputStream parent = System.in) {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException parentIsGone) {
            // As good as an end.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
