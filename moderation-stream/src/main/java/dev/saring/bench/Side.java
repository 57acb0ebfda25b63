package dev.saring.bench;

import java.util.List;

/**
 * One of the programs that are compared.
 *
 * @param name as the figures call it
 * @param group its consumer group, by which its progress is seen
 * @param source the topic that it reads to its end
 * @param targets the topics that it writes to
 * @param start starts it
 */
record Side(String name, String group, String source, List<String> targets, Start start) {

    /** Something that runs until it is closed. */
    interface Running extends AutoCloseable {
        /** Throws where it has stopped by itself. */
        void requireRunning();

        @Override
        void close();
    }

    interface Start {
        Running run();
    }
}
