package dev.saring.topology;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * The production edge. Nothing that the producer reports can be skipped: the transaction is spoilt, and its records come
 * again. What is the record's fault is noted as a death, so that it becomes a dead letter instead of killing thread after
 * thread; what may pass is tried again from the last commit; all else ends the thread, which is replaced after a pause.
 */
public final class ProductionFailures implements ProductionExceptionHandler {
    /** The setting under which Kafka Streams hands this handler the instance's {@code RecordDeaths}. */
    static final String DEATHS = "saring.internal.record-deaths";

    private RecordDeaths deaths;

    /** Used by Kafka Streams. */
    public ProductionFailures() {}

    @Override
    public void configure(Map<String, ?> configs) {
        deaths = (RecordDeaths) configs.get(DEATHS);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (isRecordsFault(exception)) {
            // Which policies the upload is under is not known here, so its value is withheld.
            deaths.add(
                    new TopicPartition(context.topic(), context.partition()),
                    context.offset(),
                    context.sourceRawKey(),
                    context.sourceRawValue(),
                    true,
                    exception);
            return Response.fail();
        }
        return exception instanceof RetriableException ? Response.retry() : Response.fail();
    }

    /** Bytes serialize to themselves; should that fail all the same, it is the application's fault. */
    @Override
    @SuppressWarnings("rawtypes")
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail();
    }

    private static boolean isRecordsFault(Exception exception) {
        return exception instanceof RecordTooLargeException || exception instanceof InvalidRecordException;
    }
}
