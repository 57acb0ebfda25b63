package dev.saring.topology;

import dev.saring.moderation.ModerationDecision;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The headers of decision records, by which they can be traced without being decoded. */
public final class DecisionHeaders {
    /** The upload record that was decided on, as {@code topic-partition@offset}. */
    public static final String SOURCE = "saring-source";

    /** The decision's id. */
    public static final String DECISION_ID = "saring-decision-id";

    private DecisionHeaders() {}

    /** A decision carries these headers only: what a producer put beside its upload is not handed on. */
    static Headers of(ModerationDecision decision, RecordMetadata source) {
        return new RecordHeaders().add(SOURCE, utf8(source(source))).add(DECISION_ID, utf8(decision.getDecisionId()));
    }

    private static String source(RecordMetadata source) {
        return source.topic() + '-' + source.partition() + '@' + source.offset();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
