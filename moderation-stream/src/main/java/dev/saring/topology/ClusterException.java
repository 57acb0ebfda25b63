package dev.saring.topology;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;

/** Kafka does not answer, or refuses to. The message says what to look at. */
public final class ClusterException extends RuntimeException {

    /** @param doing what could not be done */
    public ClusterException(String doing, Throwable cause) {
        super(doing + ": " + cause.getMessage() + remedy(cause), cause);
    }

    private static String remedy(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "; is kafka.bootstrap.servers right, and are the brokers up?";
        }
        if (cause instanceof AuthenticationException) {
            return "; are the kafka.sasl.* and kafka.ssl.* settings right?";
        }
        if (cause instanceof AuthorizationException) {
            return "; the principal needs the right to do that";
        }
        if (cause instanceof InvalidReplicationFactorException) {
            return "; set --replication-factor to at most the number of brokers";
        }
        return "";
    }
}
