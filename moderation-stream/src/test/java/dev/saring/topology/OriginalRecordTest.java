package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OriginalRecordTest {
    private static final int ROOM = 3_000_000;

    private static OriginalRecord original(Headers headers) {
        return new OriginalRecord(new Record<>(new byte[] {1}, null, 0, headers), new byte[] {2});
    }

    private static Headers many(int count, String name, byte[] value) {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < count; i++) {
            headers.add(name, value);
        }
        return headers;
    }

    private static int written(OriginalRecord record) {
        return DefaultRecord.sizeInBytes(
                0,
                0L,
                record.key() == null ? -1 : record.key().length,
                record.value() == null ? -1 : record.value().length,
                record.headers().toArray());
    }

    @Test
    void twoMillionEmptyHeaders_areLeftOut() {
        OriginalRecord record = original(many(2_000_000, "", null));
        record.fit(ROOM);
        assertThat(written(record)).isLessThanOrEqualTo(ROOM);
        assertThat(record.headers()).isEmpty();
        assertThat(record.leftOut()).isEqualTo("value of 1 bytes, headers");
    }

    @Test
    void whateverFits_isWithinTheRoomWhenItIsWritten() {
        for (int count : new int[] {0, 1, 100, 10_000, 250_000}) {
            for (String name : new String[] {"", "x", "\u20ac\u20ac"}) {
                for (byte[] value : new byte[][] {null, {}, new byte[63], new byte[64]}) {
                    OriginalRecord record = original(many(count, name, value));
                    record.fit(ROOM);
                    assertThat(written(record)).isLessThanOrEqualTo(ROOM);
                }
            }
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void headersOfOurNames_areLeftOutInTime_howeverManyThereAre() {
        Headers headers = many(1_000_000, DeadLetterHeaders.OFFSET, new byte[] {'7'});
        headers.add("own", null);
        OriginalRecord record = original(headers);
        assertThat(record.headers())
                .singleElement()
                .satisfies(own -> assertThat(own.key()).isEqualTo("own"));
        assertThat(record.leftOut()).isEmpty();
    }
}
