package dev.saring.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.avro.Schema;

/** The text of a schema as it stands in the registry. */
final class SchemaText {
    /** The Avro compiler's hint on strings, which is no business of other languages. */
    private static final String JAVA_STRING = "avro.java.string";

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaText() {}

    /** Returns the text of a generated class's schema, equal to that of its released file. */
    static String of(Schema schema) {
        try {
            return parse(withoutHints(JSON.readTree(schema.toString())).toString())
                    .toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no schema: " + schema, e);
        }
    }

    /**
     * Parses a text from a registry. Defaults are not checked: those of a writer's schema are never used.
     *
     * @throws RuntimeException where it is no Avro schema
     */
    static Schema parse(String text) {
        return new Schema.Parser().setValidateDefaults(false).parse(text);
    }

    /** Parses a text like {@link #parse}; empty where it is no Avro schema. */
    static Optional<Schema> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static JsonNode withoutHints(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.remove(JAVA_STRING) != null && object.size() == 1) {
                return object.get("type");
            }
            object.properties().forEach(property -> property.setValue(withoutHints(property.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withoutHints(array.get(i)));
            }
        }
        return node;
    }
}
