package dev.saring.serde;

import dev.saring.serde.RegistryUnavailableException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * The one class that knows Confluent's registry client, which is on Maven Central only relocated. To use
 * {@code io.confluent:kafka-schema-registry-client} instead, take the relocation out of the imports above.
 *
 * <p>Schemas go in and out as text, since the client's Avro is not ours.
 */
final class ConfluentClient implements AutoCloseable {
    /** A registered schema. */
    record Registered(int id, String schema) {}

    /** The client keeps what it has seen; {@link SchemaRegistry} does so itself. */
    private static final int CAPACITY = 100;

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    /** How the client starts the message of the exception for a schema that none of its providers can parse. */
    private static final String UNPARSEABLE = "Invalid schema ";

    private final SchemaRegistryClient client;
    private final RegistryAddress address;

    private ConfluentClient(SchemaRegistryClient client, RegistryAddress address) {
        this.client = client;
        this.address = address;
    }

    /**
     * Makes a client. The registry is not asked yet.
     *
     * @throws RegistrySettingsException where the client refuses the settings
     */
    static ConfluentClient of(RegistryAddress address, Map<String, ?> settings) {
        try {
            return new ConfluentClient(
                    SchemaRegistryClientFactory.newClient(
                            address.urls(), CAPACITY, List.of(new AvroSchemaProvider()), settings, Map.of()),
                    address);
        } catch (RuntimeException e) {
            throw new RegistrySettingsException(
                    "The settings of the schema registry are refused by its client: " + address.redact(e), e);
        }
    }

    /**
     * Reads a schema.
     *
     * @return the schema with all its references resolved; empty where the registry says that it has none of this id
     * @throws UndecodableException where the schema is of another kind than Avro, or no valid one
     */
    Optional<String> schema(int id) throws RegistryUnavailableException, UndecodableException {
        try {
            return Optional.of(client.getSchemaById(id).rawSchema().toString());
        } catch (RestClientException e) {
            // The registry in memory says the latter of an id that it lacks.
            if (e.getErrorCode() == SCHEMA_NOT_FOUND || e.getErrorCode() == SUBJECT_NOT_FOUND) {
                return Optional.empty();
            }
            throw unavailable("schema " + id, e);
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().startsWith(UNPARSEABLE)) {
                throw notAvro(id);
            }
            throw unreachable("schema " + id, e);
        }
    }

    static UndecodableException notAvro(int id) {
        return new UndecodableException(
                UndecodableException.Cause.SCHEMA_MISMATCH, "Schema " + id + " is no valid Avro schema");
    }

    /** Finds the id of a schema under a subject; empty where the registry does not have it there. */
    OptionalInt id(String subject, String schema) throws RegistryUnavailableException {
        try {
            return OptionalInt.of(client.getId(subject, new AvroSchema(schema)));
        } catch (RestClientException e) {
            if (e.getErrorCode() == SCHEMA_NOT_FOUND || e.getErrorCode() == SUBJECT_NOT_FOUND) {
                return OptionalInt.empty();
            }
            throw unavailable("subject " + subject, e);
        } catch (IOException e) {
            throw unreachable("subject " + subject, e);
        }
    }

    /** Lists the versions of a subject, oldest first; none where the registry does not have the subject. */
    List<Integer> versions(String subject) throws RegistryUnavailableException {
        try {
            return client.getAllVersions(subject);
        } catch (RestClientException e) {
            if (e.getErrorCode() == SUBJECT_NOT_FOUND) {
                return List.of();
            }
            throw unavailable("subject " + subject, e);
        } catch (IOException e) {
            throw unreachable("subject " + subject, e);
        }
    }

    /** Reads one version of a subject; empty where it is gone or no valid Avro schema. */
    Optional<Registered> version(String subject, int version) throws RegistryUnavailableException {
        try {
            SchemaMetadata found = client.getSchemaMetadata(subject, version);
            return client.parseSchema(found.getSchemaType(), found.getSchema(), found.getReferences())
                    .map(schema ->
                            new Registered(found.getId(), schema.rawSchema().toString()));
        } catch (RestClientException e) {
            if (e.getErrorCode() == SUBJECT_NOT_FOUND || e.getErrorCode() == VERSION_NOT_FOUND) {
                return Optional.empty();
            }
            throw unavailable("subject " + subject, e);
        } catch (IOException e) {
            throw unreachable("subject " + subject, e);
        }
    }

    /** Why a schema would be refused under a subject; empty where it would be taken. */
    List<String> refusals(String subject, String schema) throws RegistryUnavailableException {
        try {
            AvroSchema asked = new AvroSchema(schema);
            return client.testCompatibility(subject, asked) ? List.of() : explained(subject, asked);
        } catch (RestClientException e) {
            if (e.getErrorCode() == SUBJECT_NOT_FOUND || e.getErrorCode() == VERSION_NOT_FOUND) {
                return List.of();
            }
            throw unavailable("subject " + subject, e);
        } catch (IOException e) {
            throw unreachable("subject " + subject, e);
        }
    }

    private List<String> explained(String subject, AvroSchema schema) throws IOException, RestClientException {
        List<String> messages = List.of();
        try {
            messages = client.testCompatibilityVerbose(subject, schema);
        } catch (UnsupportedOperationException e) {
            // The registry in memory says no more than no.
        }
        return messages.isEmpty() ? List.of("the registry does not say how") : messages;
    }

    /** Registers a schema under a subject, or finds it there. */
    int register(String subject, String schema) throws RegistryUnavailableException {
        try {
            return client.register(subject, new AvroSchema(schema));
        } catch (RestClientException e) {
            if (e.getStatus() == 409 || e.getStatus() == 422) {
                throw new RegistryUnavailableException(
                        Reason.SCHEMA_REFUSED,
                        "The schema registry " + address + " refuses our schema for the subject " + subject + ": "
                                + address.redact(e)
                                + ". Compare it with the versions registered there; the registry may belong to another"
                                + " system, or hold a later release of Saring",
                        address.cause(e));
            }
            throw unavailable("subject " + subject, e);
        } catch (IOException e) {
            throw unreachable("subject " + subject, e);
        }
    }

    /** Asks for something small that every registry has, be it to hear that this is not for our eyes. */
    void ping() throws RegistryUnavailableException {
        try {
            client.getCompatibility(null);
        } catch (RestClientException e) {
            if (e.getStatus() != 403) {
                throw unavailable("its compatibility level", e);
            }
        } catch (IOException e) {
            throw unreachable("its compatibility level", e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the client of the schema registry", e);
        }
    }

    private RegistryUnavailableException unavailable(String asked, RestClientException e) {
        boolean denied = e.getStatus() == 401 || e.getStatus() == 403;
        return new RegistryUnavailableException(
                denied ? Reason.ACCESS_DENIED : Reason.UNREACHABLE,
                "The schema registry " + address + (denied ? " denies access to " : " fails on ") + asked + ": status "
                        + e.getStatus() + ", " + address.redact(e),
                address.cause(e));
    }

    private RegistryUnavailableException unreachable(String asked, IOException e) {
        return new RegistryUnavailableException(
                Reason.UNREACHABLE,
                "The schema registry " + address + " cannot be asked for " + asked + ": " + address.redact(e),
                address.cause(e));
    }
}
