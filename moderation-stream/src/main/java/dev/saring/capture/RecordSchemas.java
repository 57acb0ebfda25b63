package dev.saring.capture;

import dev.saring.serde.AvroDecoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The schemas that records name. */
final class RecordSchemas {
    private final Set<Integer> left = new TreeSet<>();
    private final SortedMap<Integer, String> texts = new TreeMap<>();
    private final Set<Integer> unknown = new TreeSet<>();

    /** Notes the schema of a record's value, if it names one. */
    void add(byte[] value) {
        AvroDecoder.schemaIdOf(value).ifPresent(left::add);
    }

    /**
     * Asks the registry for each. Whether an id that it lacks is the record's fault, it can only tell once another id was
     * found to be right, so ids that it could not tell about are asked for again.
     *
     * @throws RegistryUnavailableException where it cannot tell about any that are left
     */
    void find(SchemaRegistry registry) throws RegistryUnavailableException {
        while (!left.isEmpty()) {
            int before = left.size();
            RegistryUnavailableException trouble = null;
            for (int id : List.copyOf(left)) {
                try {
                    texts.put(id, registry.schema(id).toString());
                    left.remove(id);
                } catch (UndecodableException e) {
                    unknown.add(id);
                    left.remove(id);
                } catch (RegistryUnavailableException e) {
                    trouble = e;
                }
            }
            if (trouble != null && left.size() == before) {
                throw trouble;
            }
        }
    }

    /** The schemas by id. */
    SortedMap<Integer, String> texts() {
        return texts;
    }

    /** The ids that the registry lacks, in order. */
    List<Integer> unknown() {
        return List.copyOf(unknown);
    }
}
