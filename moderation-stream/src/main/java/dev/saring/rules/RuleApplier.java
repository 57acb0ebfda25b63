package dev.saring.rules;

import dev.saring.moderation.RejectedRule;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.UndecodableException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records of one rule topic into a rule book. */
final class RuleApplier<R extends SpecificRecord> {
    /** Adds or replaces a rule in the book. */
    interface Putter<R> {
        void put(R rule) throws BadRuleException;
    }

    private final RuleKind<R> kind;
    private final AvroDecoder<R> decoder;
    private final Putter<R> putter;
    private final Function<String, Boolean> remover;
    private final InstantSource clock;

    RuleApplier(
            RuleKind<R> kind,
            AvroDecoder<R> decoder,
            Putter<R> putter,
            Function<String, Boolean> remover,
            InstantSource clock) {
        this.kind = kind;
        this.decoder = decoder;
        this.putter = putter;
        this.remover = remover;
        this.clock = clock;
    }

    /**
     * Takes one record.
     *
     * @return null where it was taken; else what is wrong with it, and the book is as before
     * @throws RegistryUnavailableException where it cannot be read for now; the book is as before
     */
    RejectedRule apply(ConsumerRecord<String, byte[]> message) throws RegistryUnavailableException {
        if (message.key() == null) {
            return rejected(message, "the record has no key; its key must be the rule's id", "");
        }
        if (message.value() == null) {
            remover.apply(message.key());
            return null;
        }
        R rule;
        try {
            rule = decoder.decode(message.value());
        } catch (UndecodableException e) {
            return rejected(message, e.getMessage() + "; publish the rule again with \"saring rules publish\"", "");
        }
        String by = kind.updatedBy().apply(rule);
        if (!message.key().equals(kind.id().apply(rule))) {
            return rejected(
                    message,
                    "the key differs from the rule's id \"" + kind.id().apply(rule) + "\"; both must be the same",
                    by);
        }
        try {
            putter.put(rule);
            return null;
        } catch (BadRuleException e) {
            String place = e.position() < 0 ? e.field() : e.field() + " at character " + (e.position() + 1);
            return rejected(message, place + ": " + e.getMessage(), by);
        } catch (RuntimeException e) {
            return rejected(message, "unexpected failure, please report it with the rule: " + e, by);
        }
    }

    private RejectedRule rejected(ConsumerRecord<String, byte[]> message, String reason, String by) {
        return new RejectedRule(
                message.key() == null ? "" : message.key(),
                message.topic(),
                message.partition(),
                message.offset(),
                reason,
                by,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
