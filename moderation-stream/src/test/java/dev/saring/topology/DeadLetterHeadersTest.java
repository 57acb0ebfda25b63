package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterHeadersTest {
    private static Headers headers(String... names) {
        Headers headers = new RecordHeaders();
        for (String name : names) {
            headers.add(name, new byte[] {'x'});
        }
        return headers;
    }

    @Test
    void marker_namesTheReplayedAndHasNoCause() {
        assertThat(DeadLetterHeaders.isMarker(headers(DeadLetterHeaders.REPLAYED)))
                .isTrue();
        assertThat(DeadLetterHeaders.isMarker(headers(DeadLetterHeaders.CAUSE))).isFalse();
        assertThat(DeadLetterHeaders.isMarker(headers(DeadLetterHeaders.CAUSE, DeadLetterHeaders.REPLAYED)))
                .as("a dead letter whose original had such a header")
                .isFalse();
        assertThat(DeadLetterHeaders.isMarker(headers(DeadLetterHeaders.REPLAYED_FROM)))
                .isFalse();
        assertThat(DeadLetterHeaders.isMarker(headers())).isFalse();
    }
}
