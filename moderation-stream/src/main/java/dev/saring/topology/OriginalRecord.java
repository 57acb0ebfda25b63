package dev.saring.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** As much of an original record as may become a dead letter. */
final class OriginalRecord {
    /** More than a record's format adds to a header: the lengths of key and value, in variable-length numbers. */
    private static final int HEADER_FRAME = 10;

    private static final int MOST_BYTES_A_CHAR = 3;

    private byte[] key;
    private byte[] value;
    private Headers headers;
    private final List<String> leftOut = new ArrayList<>();

    /** The whole record, but for headers of our own names. */
    OriginalRecord(Record<byte[], ?> record, byte[] value) {
        this.key = record.key();
        this.value = value;
        this.headers = new RecordHeaders();
        // Headers.remove moves all that follow, once for each: far too slow for a record of a million headers.
        for (Header header : record.headers()) {
            if (!DeadLetterHeaders.ALL.contains(header.key())) {
                headers.add(header);
            }
        }
    }

    byte[] key() {
        return key;
    }

    byte[] value() {
        return value;
    }

    Headers headers() {
        return headers;
    }

    /** What was left out, for {@link DeadLetterHeaders#LEFT_OUT}; empty where the record is whole. */
    String leftOut() {
        return String.join(", ", leftOut);
    }

    /** Leaves out the value, if there is one. */
    void withoutValue(String why) {
        if (value != null) {
            leftOut.add("value of " + value.length + " bytes" + why);
            value = null;
        }
    }

    /** Leaves out value, headers and key, in this order, as far as must be. */
    void fit(int room) {
        if (size() > room) {
            withoutValue("");
        }
        if (size() > room) {
            leftOut.add("headers");
            headers = new RecordHeaders();
        }
        if (size() > room) {
            leftOut.add("key of " + key.length + " bytes");
            key = null;
        }
    }

    private long size() {
        long size = length(key) + length(value);
        for (Header header : headers) {
            size += HEADER_FRAME + (long) MOST_BYTES_A_CHAR * header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
