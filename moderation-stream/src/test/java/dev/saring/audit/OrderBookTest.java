package dev.saring.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final TopicPartition REVIEW = new TopicPartition("review", 0);
    private static final TopicPartition BLOCKED = new TopicPartition("blocked", 0);

    private final OrderBook order = new OrderBook();

    @Test
    void earlierUploadAfterLater_isTold() {
        assertThat(order.add(REVIEW, 0, 5)).isNegative();
        assertThat(order.add(REVIEW, 0, 9)).isNegative();
        assertThat(order.add(REVIEW, 0, 7)).isEqualTo(9);
        assertThat(order.add(REVIEW, 0, 10)).isNegative();
    }

    @Test
    void differentPartitions_areNotCompared() {
        order.add(REVIEW, 0, 5);

        assertThat(order.add(BLOCKED, 0, 4)).isNegative();
        assertThat(order.add(REVIEW, 1, 4)).isNegative();
    }
}
