package dev.saring.local;

import dev.saring.moderation.UploadEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends uploads at a steady rate, reads what becomes of them, and waits until each has its one result. */
final class Replay {
    /** How long nothing may happen before the rest counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(20);

    /** A record on its way to the topic. */
    private record Sent(Sample sample, long nanos, Future<RecordMetadata> written) {}

    /**
     * What became of one sample.
     *
     * @param upload the upload; null where the sample is an unreadable record
     * @param millis from the call that sent it until the result was read
     */
    record Outcome(UploadEvent upload, OutcomeReader.Result result, long millis) {}

    private final UploadProducer producer;
    private final OutcomeReader reader;
    private final OffsetLedger ledger = new OffsetLedger();
    private final Deque<Sent> unwritten = new ArrayDeque<>();
    private final Map<String, Sent> bySource = new HashMap<>();
    private final Map<String, OutcomeReader.Result> early = new HashMap<>();
    private int deletions;

    Replay(UploadProducer producer, OutcomeReader reader) {
        this.producer = producer;
        this.reader = reader;
    }

    /**
     * Sends all samples and returns when each that is no deletion has its result.
     *
     * @param rate uploads a second
     * @param outcomes takes each result, as soon as it is there
     * @param tick called again and again, so that the caller can show what goes on and see that the pipeline lives
     * @return seconds from the first upload to the last result
     * @throws IllegalStateException if a record has no result or two
     */
    double run(List<Sample> samples, int rate, Consumer<Outcome> outcomes, Runnable tick) {
        long start = System.nanoTime();
        long last = start;
        int sent = 0;
        while (sent < samples.size()
                || !unwritten.isEmpty()
                || !ledger.missing().isEmpty()) {
            long now = System.nanoTime();
            while (sent < samples.size() && now - start >= sent * 1_000_000_000L / rate) {
                send(samples.get(sent++));
            }
            boolean progress = takeWritten(outcomes);
            for (OutcomeReader.Result result : reader.poll(POLL)) {
                take(result, outcomes);
                progress = true;
            }
            tick.run();
            if (progress) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new IllegalStateException("Nothing has happened for " + PATIENCE.toSeconds()
                        + " s. Without result: " + shortList(ledger.missing()));
            }
        }
        if (!ledger.doubled().isEmpty()) {
            throw new IllegalStateException("With more than one result: " + shortList(ledger.doubled()));
        }
        return (last - start) / 1e9;
    }

    /** How many of the samples were deletions, which have no result. */
    int deletions() {
        return deletions;
    }

    private void send(Sample sample) {
        Future<RecordMetadata> written =
                sample.upload() == null ? producer.send(sample.key(), sample.value()) : producer.send(sample.upload());
        unwritten.add(new Sent(sample, System.nanoTime(), written));
    }

    /** Notes where the records stand that have been written meanwhile; true where there were any. */
    private boolean takeWritten(Consumer<Outcome> outcomes) {
        boolean any = false;
        while (!unwritten.isEmpty() && unwritten.peek().written.isDone()) {
            Sent sent = unwritten.poll();
            String source = source(sent.written);
            any = true;
            if (sent.sample.isDeletion()) {
                deletions++;
                continue;
            }
            ledger.expect(source);
            bySource.put(source, sent);
            OutcomeReader.Result result = early.remove(source);
            if (result != null) {
                outcomes.accept(outcome(sent, result));
            }
        }
        return any;
    }

    /** Takes a result; one that comes before its record is known to be written waits until it is. */
    private void take(OutcomeReader.Result result, Consumer<Outcome> outcomes) {
        ledger.account(result.source());
        Sent sent = bySource.get(result.source());
        if (sent == null) {
            early.put(result.source(), result);
        } else {
            outcomes.accept(outcome(sent, result));
        }
    }

    private static Outcome outcome(Sent sent, OutcomeReader.Result result) {
        return new Outcome(sent.sample.upload(), result, (System.nanoTime() - sent.nanos) / 1_000_000);
    }

    private static String source(Future<RecordMetadata> written) {
        try {
            RecordMetadata metadata = written.get();
            return OffsetLedger.source(metadata.topic(), metadata.partition(), metadata.offset());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "An upload could not be written: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending uploads", e);
        }
    }

    private static String shortList(List<String> sources) {
        int shown = Math.min(5, sources.size());
        String more = sources.size() > shown ? " and " + (sources.size() - shown) + " more" : "";
        return String.join(", ", sources.subList(0, shown)) + more;
    }
}
