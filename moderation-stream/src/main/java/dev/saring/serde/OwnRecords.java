package dev.saring.serde;

import dev.saring.moderation.TrustedRecords;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro's model of one generated class and those within it. It makes instances of these classes only: no name or
 * property of a schema from outside ever leads to a class.
 */
final class OwnRecords extends SpecificData {
    private static final String NAMESPACE = "dev.saring.moderation.";

    private final Map<String, Class<?>> classes = new HashMap<>();

    OwnRecords(Class<? extends SpecificRecord> type) {
        super(type.getClassLoader());
        TrustedRecords.register();
        setCustomCoders(true);
        addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        collect(super.getSchema(type));
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the overridden method
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> classes.get(schema.getFullName());
            default -> super.getClass(schema);
        };
    }

    private void collect(Schema schema) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(this::collect);
            case ARRAY -> collect(schema.getElementType());
            case MAP -> collect(schema.getValueType());
            case ENUM -> add(schema);
            case RECORD -> {
                if (add(schema)) {
                    schema.getFields().forEach(field -> collect(field.schema()));
                }
            }
            default -> {}
        }
    }

    private boolean add(Schema schema) {
        String name = schema.getFullName();
        if (!name.startsWith(NAMESPACE)) {
            throw new IllegalArgumentException(name + " is none of the records of " + NAMESPACE + '*');
        }
        return classes.put(name, super.getClass(schema)) == null;
    }
}
