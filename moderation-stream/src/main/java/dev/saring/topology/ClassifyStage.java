package dev.saring.topology;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.DecisionSource;
import dev.saring.moderation.ModerationDecision;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** From an upload to a decision, by the rule set in use at the moment. */
final class ClassifyStage implements Processor<byte[], DecodedUpload, byte[], Object> {
    private final Topics topics;
    private final StageTools tools;
    private final Classifier classifier = new Classifier();
    private ProcessorContext<byte[], Object> context;
    private DeadLetters deadLetters;
    private RecordGuard guard;
    private TaskWatch watch;

    ClassifyStage(Topics topics, StageTools tools) {
        this.topics = topics;
        this.tools = tools;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.watch = tools.watches().of(context.taskId());
        this.deadLetters =
                new DeadLetters(Stage.CLASSIFY, context, tools.shares().of(context.taskId()), tools);
        this.guard = tools.deaths()
                .guard(new TopicPartition(topics.uploads(), context.taskId().partition()));
    }

    @Override
    public void process(Record<byte[], DecodedUpload> record) {
        DecodedUpload upload = record.value();
        Judged judged;
        try {
            judged = judge(upload);
        } catch (RuntimeException | StackOverflowError e) {
            deadLetters.sendUnjudged(record, upload.bytes(), DeadLetterCause.FAILURE, Causes.brief(e, false));
            return;
        }
        guard.restricted(judged.perhapsRestricted());
        watch.through(Stage.CLASSIFY);
        context.forward(record.withValue(judged), ModerationTopology.ROUTE);
    }

    private Judged judge(DecodedUpload upload) {
        RuleSet rules = tools.rules().get();
        ModerationDecision decision = classifier.classify(
                upload.event(), rules, Context.at(tools.clock().instant()));
        RecordMetadata source = context.recordMetadata().orElseThrow();
        decision.setSource(new DecisionSource(source.topic(), source.partition(), source.offset()));
        return new Judged(upload, decision, rules.restricts(decision), rules.mayRestrict(decision));
    }
}
