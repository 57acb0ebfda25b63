package dev.saring.serde;

import dev.saring.serde.RegistryUnavailableException.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.specific.SpecificRecord;

/** Compares our schemas with what the registry has for a topic. Registers nothing. */
public final class SubjectCheck {
    private final SchemaRegistry registry;

    public SubjectCheck(SchemaRegistry registry) {
        this.registry = Objects.requireNonNull(registry);
    }

    /**
     * Whether the newest records on a topic can be read.
     *
     * @return what is wrong and the remedy; empty where nothing is, or where the topic has no schema yet
     * @throws RegistryUnavailableException where the registry cannot be asked
     */
    public Optional<String> reading(Class<? extends SpecificRecord> type, String topic)
            throws RegistryUnavailableException {
        Schema ours = schema(type);
        Optional<String> latest = registry.latest(topic, ours);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        Schema theirs;
        try {
            theirs = SchemaText.parse(latest.get());
        } catch (RuntimeException e) {
            return Optional.of(problem(topic, ours, "is no Avro schema (" + e.getMessage() + ")"));
        }
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(ours, theirs);
        if (pair.getType() == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
            return Optional.empty();
        }
        String differences = pair.getResult().getIncompatibilities().stream()
                .map(each -> each.getType() + " at " + each.getLocation())
                .collect(Collectors.joining(", "));
        return Optional.of(problem(topic, ours, "cannot be read with ours (" + differences + ")"));
    }

    /**
     * Whether the registry takes, or has taken, our schema for a topic that we write to.
     *
     * @return what is wrong and the remedy; empty where nothing is
     * @throws RegistryUnavailableException where the registry cannot be asked
     */
    public Optional<String> writing(Class<? extends SpecificRecord> type, String topic)
            throws RegistryUnavailableException {
        Schema ours = schema(type);
        try {
            List<String> refusals = registry.refusals(topic, ours);
            return refusals.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            problem(topic, ours, "is incompatible with ours (" + String.join("; ", refusals) + ")"));
        } catch (RegistryUnavailableException e) {
            if (e.reason() == Reason.NOT_REGISTERED) {
                return Optional.of(e.getMessage());
            }
            throw e;
        }
    }

    private String problem(String topic, Schema ours, String what) {
        return "the newest schema for topic " + topic + " in the registry " + registry.address() + " " + what
                + ": the registry may belong to another system, or hold a later release of Saring's "
                + ours.getName() + "; compare the subject " + registry.subject(topic, ours);
    }

    private static Schema schema(Class<? extends SpecificRecord> type) {
        return new OwnRecords(type).getSchema(type);
    }
}
