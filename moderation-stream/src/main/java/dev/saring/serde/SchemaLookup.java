package dev.saring.serde;

import org.apache.avro.Schema;

/** Where the schemas of ids come from: a registry, or a list of them. */
public interface SchemaLookup {
    /**
     * The schema that records with an id were written with.
     *
     * @throws UndecodableException where there is no schema of this id, or none of Avro, and asking again will not help
     * @throws RegistryUnavailableException where it cannot be told for now
     */
    Schema schema(int id) throws UndecodableException, RegistryUnavailableException;
}
