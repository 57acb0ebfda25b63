package dev.saring.topology;

import dev.saring.moderation.GapKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.UploadEvent;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * From a decision to its records: one for its outcome's topic, with or without the upload, and a whole copy for
 * {@code preserved} where a policy demands it.
 */
final class RouteStage implements Processor<byte[], Judged, byte[], Object> {
    private static final int HEADERS_AND_FRAME = 1_000;

    private final StageTools tools;
    private final Topics topics;
    private final Map<Outcome, DecisionWriter> byOutcome = new EnumMap<>(Outcome.class);
    private DecisionWriter preserved;
    private ProcessorContext<byte[], Object> context;
    private TaskWatch watch;
    private DeadLetterShare share;
    private DeadLetters deadLetters;

    RouteStage(Topics topics, StageTools tools) {
        this.topics = topics;
        this.tools = tools;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.watch = tools.watches().of(context.taskId());
        this.share = tools.shares().of(context.taskId());
        this.deadLetters = new DeadLetters(Stage.ROUTE, context, share, tools);
        for (Outcome outcome : ModerationTopology.SINKS.keySet()) {
            byOutcome.put(outcome, new DecisionWriter(topics.of(outcome), tools));
        }
        preserved = new DecisionWriter(topics.preserved(), tools);
    }

    @Override
    public void process(Record<byte[], Judged> record) {
        Judged judged = record.value();
        ModerationDecision decision = judged.decision();
        RecordMetadata source = context.recordMetadata().orElseThrow();
        int room = tools.decisionMaxBytes() - record.key().length - HEADERS_AND_FRAME;
        DecisionWriter.Written copy = null;
        DecisionWriter.Written written;
        try {
            if (decision.getPreserveUntil() != null) {
                copy = write(preserved, decision, judged.upload().event(), room);
            }
            boolean embedded = tools.embedUpload().contains(decision.getOutcome()) && !judged.restricted();
            UploadEvent upload = embedded ? judged.upload().event() : null;
            written = write(byOutcome.get(decision.getOutcome()), decision, upload, room);
        } catch (RegistryOutageException e) {
            throw e;
        } catch (DecisionTooLargeException e) {
            giveUp(record, DeadLetterCause.DECISION_TOO_LARGE, e.getMessage());
            return;
        } catch (RuntimeException | StackOverflowError e) {
            giveUp(record, DeadLetterCause.FAILURE, Causes.brief(e, !judged.perhapsRestricted()));
            return;
        }
        Headers headers = DecisionHeaders.of(decision, source);
        if (copy != null) {
            forward(record, copy, decision, headers, ModerationTopology.PRESERVED);
        }
        forward(record, written, decision, headers, ModerationTopology.SINKS.get(decision.getOutcome()));
        count(record, decision, written, source);
        if (copy != null && copy.cut()) {
            tools.metrics().evidenceCut();
        }
    }

    private void giveUp(Record<byte[], Judged> record, DeadLetterCause cause, String message) {
        Judged judged = record.value();
        if (judged.restricted()) {
            deadLetters.sendRestricted(record, judged.upload().bytes(), cause, message);
        } else if (judged.perhapsRestricted()) {
            deadLetters.sendUnjudged(record, judged.upload().bytes(), cause, message);
        } else {
            deadLetters.send(record, judged.upload().bytes(), cause, message);
        }
    }

    private static DecisionWriter.Written write(
            DecisionWriter writer, ModerationDecision decision, UploadEvent upload, int room) {
        decision.setUpload(upload);
        return writer.write(decision, room);
    }

    private void forward(
            Record<byte[], Judged> record,
            DecisionWriter.Written written,
            ModerationDecision decision,
            Headers headers,
            String sink) {
        long decidedAt = decision.getDecidedAt().toEpochMilli();
        context.forward(new Record<>(record.key(), (Object) written.bytes(), decidedAt, headers), sink);
    }

    private void count(
            Record<byte[], Judged> record,
            ModerationDecision decision,
            DecisionWriter.Written written,
            RecordMetadata source) {
        share.add(false, source);
        watch.result();
        watch.through(Stage.ROUTE);
        tools.metrics().decided(decision, record.timestamp());
        if (written.cut()) {
            tools.metrics().gap(GapKind.DECISION_CUT);
        }
    }
}
