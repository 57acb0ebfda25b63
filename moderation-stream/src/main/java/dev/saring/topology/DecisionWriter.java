package dev.saring.topology;

import dev.saring.moderation.ModerationDecision;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;

/** Turns the decisions for one topic into bytes that the topic takes. For one thread. */
final class DecisionWriter {

    /**
     * @param bytes the record's value
     * @param cut whether something was left out
     */
    record Written(byte[] bytes, boolean cut) {}

    private final AvroEncoder<ModerationDecision> encoder;
    private final RegistryPatience patience;

    DecisionWriter(String topic, StageTools tools) {
        this.encoder = new AvroEncoder<>(tools.registry(), ModerationDecision.class, topic);
        this.patience = tools.patience();
    }

    /**
     * Encodes a decision, and leaves out as much as must be so that it fits. The decision itself stays as it is.
     *
     * @param room the most bytes
     * @throws DecisionTooLargeException where nothing helps
     * @throws RegistryOutageException where the registry is needed and away for too long
     */
    Written write(ModerationDecision decision, int room) {
        byte[] whole = encode(decision);
        if (whole.length <= room) {
            return new Written(whole, false);
        }
        return new Written(new DecisionCut(decision, room).apply(this::encode, whole.length), true);
    }

    private byte[] encode(ModerationDecision decision) {
        try {
            return encoder.encode(decision);
        } catch (RegistryUnavailableException e) {
            return patience.retry(() -> encoder.encode(decision), e);
        }
    }
}
