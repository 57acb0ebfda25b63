package dev.saring.serde;

import dev.saring.serde.UndecodableException.Cause;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** The schemas of some ids, without a registry: an id that is not among them is unknown for good. Immutable. */
public final class ListedSchemas implements SchemaLookup {
    private final Map<Integer, Schema> schemas = new HashMap<>();

    /**
     * Parses the schemas.
     *
     * @param texts their JSON by id
     * @throws IllegalArgumentException where one is no Avro schema
     */
    public ListedSchemas(Map<Integer, String> texts) {
        texts.forEach((id, text) -> schemas.put(
                id,
                SchemaText.tryParse(text)
                        .orElseThrow(() -> new IllegalArgumentException("schema " + id + " is no Avro schema"))));
    }

    @Override
    public Schema schema(int id) throws UndecodableException {
        Schema schema = schemas.get(id);
        if (schema == null) {
            throw new UndecodableException(Cause.UNKNOWN_SCHEMA, "There is no schema of the id " + id);
        }
        return schema;
    }
}
