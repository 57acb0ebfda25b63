package dev.saring.topology;

import dev.saring.topology.RecordDeaths.Death;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;

/** Keeps the records of one partition from killing thread after thread. For one thread at a time. */
final class RecordGuard {
    private static final int DEEPEST = 20;

    private final TopicPartition partition;
    private final RecordDeaths deaths;
    private Map<Long, Death> known = Map.of();
    private long highest = -1;
    private boolean withhold = true;

    RecordGuard(TopicPartition partition, RecordDeaths deaths) {
        this.partition = partition;
        this.deaths = deaths;
    }

    /** Learns what threads have died of so far; to be called when a thread takes the partition. */
    void learn() {
        known = deaths.of(partition);
        highest = known.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
    }

    /** Begins with a record; gives how threads died of it if that happened too often, else null. */
    Death begin(long offset, byte[] key, byte[] value) {
        withhold = true;
        if (offset > highest) {
            return null;
        }
        Death death = known.get(offset);
        if (death == null) {
            return null;
        }
        int checksum = RecordDeaths.checksum(key, value);
        if (death.checksum() == null) {
            deaths.identify(partition, offset, checksum);
        } else if (death.checksum() != checksum) {
            return null;
        }
        return death.count() >= RecordDeaths.LIMIT ? death : null;
    }

    /** Tells whether the record at work is, or may be, under a restricted policy; until then nobody can tell. */
    void restricted(boolean is) {
        withhold = is;
    }

    /** Notes that the thread dies while it works on a record, unless its environment is to blame. */
    void died(long offset, byte[] key, byte[] value, Throwable death) {
        if (isRecordsFault(death)) {
            deaths.add(partition, offset, RecordDeaths.checksum(key, value), withhold, death);
        }
    }

    /**
     * Whether a death while a record was at work is the record's doing. What Kafka, the registry or the disk throws is
     * not: errors of the producer come out of whichever record is at work when they are noticed.
     */
    static boolean isRecordsFault(Throwable death) {
        Throwable cause = death;
        Throwable root = death;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            boolean environment = cause instanceof RegistryOutageException
                    || cause instanceof DeadLetterShareExceededException
                    || cause instanceof IOException
                    || cause instanceof InterruptedException
                    || cause instanceof TaskMigratedException
                    || cause instanceof TaskCorruptedException
                    || cause instanceof KafkaException && !(cause instanceof StreamsException);
            if (environment) {
                return false;
            }
            root = cause;
            cause = cause.getCause();
        }
        return !(root instanceof StreamsException);
    }
}
