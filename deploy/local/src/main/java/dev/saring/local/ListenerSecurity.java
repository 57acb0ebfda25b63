package dev.saring.local;

import java.util.List;
import java.util.Map;

/**
 * How clients reach the brokers of a cluster.
 *
 * @param protocol Kafka's security protocol, which is also the name of the listener and what brokers talk among
 *     themselves
 * @param broker settings of the broker that go with it
 * @param scramUsers users that are there from the first start on, as the argument of {@code kafka-storage --add-scram}
 * @param client settings of a client that may do anything
 */
public record ListenerSecurity(
        String protocol, Map<String, String> broker, List<String> scramUsers, Map<String, String> client) {

    public ListenerSecurity {
        broker = Map.copyOf(broker);
        scramUsers = List.copyOf(scramUsers);
        client = Map.copyOf(client);
    }

    /** Everyone may do anything, in the open: right for the loopback address only. */
    static ListenerSecurity none() {
        return new ListenerSecurity("PLAINTEXT", Map.of(), List.of(), Map.of());
    }
}
