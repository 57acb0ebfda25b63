package dev.saring.topology;

import java.util.Set;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that a dead letter has beside those of the original record. All values are UTF-8 text. Should the original
 * record carry headers of these names, as a dead letter that was sent again does, they are replaced.
 */
public final class DeadLetterHeaders {
    /** A {@link DeadLetterCause}. */
    public static final String CAUSE = "saring-dead-letter-cause";

    /** The {@link Stage} that gave up. */
    public static final String STAGE = "saring-dead-letter-stage";

    /** The cause in words, at most 500 characters. */
    public static final String MESSAGE = "saring-dead-letter-message";

    /** The topic of the original record. */
    public static final String TOPIC = "saring-dead-letter-topic";

    /** Its partition. */
    public static final String PARTITION = "saring-dead-letter-partition";

    /** Its offset. */
    public static final String OFFSET = "saring-dead-letter-offset";

    /** Its time, in milliseconds since 1970. */
    public static final String TIMESTAMP = "saring-dead-letter-timestamp";

    /** The version of Saring that gave up. */
    public static final String VERSION = "saring-dead-letter-version";

    /**
     * What had to be left out, such as {@code value of 5000000 bytes}: because the dead letter would not fit its topic,
     * or because a restricted policy forbids to spread it. Missing where the original is whole. The original stands at topic,
     * partition and offset for as long as that topic keeps it.
     */
    public static final String LEFT_OUT = "saring-dead-letter-left-out";

    /** How {@link #LEFT_OUT} ends where a restricted policy forbids to spread the value, or nobody can tell. */
    public static final String RESTRICTED = " under a restricted policy";

    /** What stands before {@link #RESTRICTED} where nobody can tell. */
    static final String PERHAPS = ", perhaps";

    /**
     * On a marker, which is no dead letter and has no other of these headers: the dead letter of the same partition, as
     * {@code topic-partition@offset}, that was sent back to uploads in the marker's transaction.
     */
    public static final String REPLAYED = "saring-dead-letter-replayed";

    /** On an upload that {@code saring dead-letter replay} sent back: the dead letter that it was. */
    public static final String REPLAYED_FROM = "saring-replayed-from";

    static final Set<String> ALL =
            Set.of(CAUSE, STAGE, MESSAGE, TOPIC, PARTITION, OFFSET, TIMESTAMP, VERSION, LEFT_OUT, REPLAYED);

    /** All headers that the original record has not; {@link #REPLAYED_FROM} may be one of its own. */
    public static Set<String> all() {
        return ALL;
    }

    /** Whether a record of the dead-letter topic is a marker of a replay, and no dead letter. */
    public static boolean isMarker(Headers headers) {
        return headers.lastHeader(CAUSE) == null && headers.lastHeader(REPLAYED) != null;
    }

    private DeadLetterHeaders() {}
}
