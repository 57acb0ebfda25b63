package dev.saring.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;

/**
 * Writes the next released version of each record whose schema has changed, with all its types in one file.
 *
 * <p>{@code mvn -pl schemas test-compile exec:exec@release-schemas}. It writes nothing where a schema breaks a released
 * version. Released files are never changed afterwards.
 */
public final class ReleaseSchemas {
    private ReleaseSchemas() {}

    /** Runs in the module's folder, as the command above does. */
    public static void main(String[] args) throws IOException {
        for (Path file : release(Schemas.current(), Schemas.RELEASED)) {
            System.out.println("released " + file);
        }
    }

    /**
     * Writes what is new.
     *
     * @return the files written
     * @throws IllegalStateException where a schema is incompatible with a released version; then nothing is written
     */
    static List<Path> release(List<Schema> current, Path folder) throws IOException {
        List<String> violations = new ArrayList<>();
        for (Schema schema : current) {
            Schemas.released(folder, schema.getName())
                    .forEach((number, released) ->
                            violations.addAll(CompatibilityGate.violations("v" + number, released, schema)));
        }
        if (!violations.isEmpty()) {
            throw new IllegalStateException("Nothing released:\n" + String.join("\n", violations));
        }
        List<Path> written = new ArrayList<>();
        for (Schema schema : current) {
            SortedMap<Integer, Schema> released = Schemas.released(folder, schema.getName());
            if (released.isEmpty() || !isSame(released.get(released.lastKey()), schema)) {
                int next = released.isEmpty() ? 1 : released.lastKey() + 1;
                Path file = folder.resolve(schema.getName()).resolve("v" + next + ".avsc");
                Files.createDirectories(file.getParent());
                Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");
                written.add(file);
            }
        }
        return written;
    }

    /** Equal down to the documentation, which {@link Schema#equals} leaves out and registries do not. */
    static boolean isSame(Schema a, Schema b) {
        return a.toString().equals(b.toString());
    }
}
