package dev.saring.local;

import java.util.Map;

/**
 * A Kafka cluster on this machine that lives as long as this JVM or until it is closed, whichever is shorter. Its
 * brokers listen on the loopback address, write to a temporary folder and leave nothing behind.
 *
 * <p>Settings are Kafka's broker settings by name and go over those that the cluster chooses itself.
 */
public interface EmbeddedKafka extends AutoCloseable {
    /**
     * Starts one broker inside this JVM, which is the quickest.
     *
     * @throws IllegalStateException if it does not start; the message says why
     */
    static EmbeddedKafka inProcess(Map<String, String> settings) {
        return inProcess(settings, ListenerSecurity.none());
    }

    /**
     * The same, with a listener that asks who comes.
     *
     * @throws IllegalStateException if it does not start; the message says why
     */
    static EmbeddedKafka inProcess(Map<String, String> settings, ListenerSecurity security) {
        return InProcessKafka.start(settings, security, new FreePorts());
    }

    /**
     * Starts brokers as processes of their own, each a voter of the controller quorum.
     *
     * @param brokers 1 to 3; topics are replicated to all of them unless their creator says otherwise
     * @throws IllegalStateException if one does not start; the message quotes its log
     */
    static KafkaProcesses inProcesses(int brokers, Map<String, String> settings) {
        return KafkaProcesses.start(brokers, settings, new FreePorts());
    }

    /** The value for {@code bootstrap.servers}. */
    String bootstrapServers();

    /** Stops the brokers and deletes what they wrote. Does nothing when called again. */
    @Override
    void close();
}
