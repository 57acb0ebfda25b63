package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class UploadTimestampsTest {
    private static long extract(long timestamp) {
        return new UploadTimestamps()
                .extract(
                        new ConsumerRecord<>(
                                "t",
                                0,
                                0,
                                timestamp,
                                TimestampType.CREATE_TIME,
                                0,
                                0,
                                new byte[0],
                                new byte[0],
                                new RecordHeaders(),
                                Optional.empty()),
                        -1);
    }

    @Test
    void validTime_isTaken_andNoTimeIsZero() {
        assertThat(extract(5)).isEqualTo(5);
        assertThat(extract(-1)).isZero();
    }
}
