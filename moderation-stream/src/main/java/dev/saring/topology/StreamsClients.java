package dev.saring.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients, but for the consumer of uploads, which leaves stopped partitions alone, and leaves its group when
 * its thread dies.
 */
final class StreamsClients implements KafkaClientSupplier {
    private final StoppedPartitions stopped;

    StreamsClients(StoppedPartitions stopped) {
        this.stopped = stopped;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new StoppableConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plain(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plain(config);
    }

    private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Pauses stopped partitions anew before each poll, since Kafka Streams resumes what it is assigned when it likes. A
     * partition that a poll assigns brings no records in that poll: Kafka Streams pauses it itself until its task is made.
     */
    private final class StoppableConsumer extends KafkaConsumer<byte[], byte[]> {
        private final boolean staticMember;

        StoppableConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.staticMember = config.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG) != null;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (stopped.count() > 0) {
                List<TopicPartition> ours =
                        assignment().stream().filter(stopped::contains).toList();
                pause(ours);
            }
            return super.poll(timeout);
        }

        /**
         * Kafka Streams has a dead thread stay in its group, whose partitions then wait for the session time-out. By now
         * its tasks are closed and its transaction is undone, so they may go to the next thread at once.
         */
        @Override
        public void close(CloseOptions options) {
            super.close(
                    staticMember
                            ? options
                            : CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        }
    }
}
