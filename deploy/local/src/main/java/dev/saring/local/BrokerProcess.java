package dev.saring.local;

import kafka.Kafka;

/** The main class of a broker that runs as a process: {@link Kafka}, but not longer than the process that started it. */
final class BrokerProcess {
    private BrokerProcess() {}

    /**
     * Runs a broker.
     *
     * @param args the path of its {@code server.properties}
     */
    public static void main(String[] args) {
        ParentWatch.start();
        Kafka.main(args);
    }
}
