package dev.saring.topology;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
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
            source(record.headers()).ifPresent(source -> died(source, exception));
            return Response.fail();
        }
        return exception instanceof RetriableException ? Response.retry() : Response.fail();
    }

    /**
     * The upload record that a record was made from, by its own headers. The context would name the record that was begun
     * last: many are in flight when a broker refuses one. A dead letter may carry a producer's header of a decision's name.
     */
    private static Optional<Place> source(Headers headers) {
        return Place.ofDeadLetter(headers).or(() -> Place.ofDecision(headers));
    }

    /** Which policies the upload is under is not known here, so its value is withheld. */
    private void died(Place source, Exception exception) {
        deaths.add(new TopicPartition(source.topic(), source.partition()), source.offset(), null, true, exception);
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
