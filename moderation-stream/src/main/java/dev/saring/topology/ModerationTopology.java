package dev.saring.topology;

import dev.saring.moderation.Outcome;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * The whole picture of the role {@code classify}:
 *
 * <pre>
 * uploads -> decode -> classify -> route -> approved | review | blocked, preserved
 *              |          |          |
 *              +----------+----------+----> dead-letter
 * </pre>
 *
 * Bytes come in and bytes go out, so that nothing can fail outside of the stages, where an outage can be told from bad
 * data. No state, no internal topics: each partition of {@code uploads} is worked on alone.
 */
final class ModerationTopology {
    static final String UPLOADS = "uploads";
    static final String DECODE = "decode";
    static final String CLASSIFY = "classify";
    static final String ROUTE = "route";
    static final String APPROVED = "approved";
    static final String REVIEW = "review";
    static final String BLOCKED = "blocked";
    static final String PRESERVED = "preserved";
    static final String DEAD_LETTER = "dead-letter";

    static final Map<Outcome, String> SINKS =
            Map.of(Outcome.APPROVED, APPROVED, Outcome.REVIEW, REVIEW, Outcome.BLOCKED, BLOCKED);

    private ModerationTopology() {}

    static Topology build(Topics topics, StageTools tools) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), UPLOADS, new UploadTimestamps(), in, in, topics.uploads())
                .addProcessor(DECODE, () -> new DecodeStage(topics, tools), UPLOADS)
                .addProcessor(CLASSIFY, () -> new ClassifyStage(topics, tools), DECODE)
                .addProcessor(ROUTE, () -> new RouteStage(topics, tools), CLASSIFY)
                .addSink(APPROVED, topics.approved(), out, out, ROUTE)
                .addSink(REVIEW, topics.review(), out, out, ROUTE)
                .addSink(BLOCKED, topics.blocked(), out, out, ROUTE)
                .addSink(PRESERVED, topics.preserved(), out, out, ROUTE)
                .addSink(DEAD_LETTER, topics.deadLetter(), out, out, DECODE, CLASSIFY, ROUTE);
    }
}
