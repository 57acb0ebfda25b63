package dev.saring.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The gate: what is in src/main/avro may be released after what is in released/. */
class SchemasTest {
    private static final Path PENDING = Path.of("src/test/resources/pending-changes.txt");

    @Test
    void currentSchemas_areFullyCompatibleWithEveryReleasedVersion() {
        List<String> violations = new ArrayList<>();
        for (Schema current : Schemas.current()) {
            Schemas.released(Schemas.RELEASED, current.getName())
                    .forEach((number, released) ->
                            violations.addAll(CompatibilityGate.violations("v" + number, released, current)));
        }

        assertThat(violations)
                .as("changes that break a released version; give each new field a default, and deprecate instead of"
                        + " changing or removing")
                .isEmpty();
    }

    @Test
    void releasedRecords_areStillThere() {
        assertThat(Schemas.current()).extracting(Schema::getName).containsAll(Schemas.releasedRecords());
    }

    @Test
    void newestRelease_isTheCurrentSchemaUnlessAChangeIsPending() throws IOException {
        List<String> changed = new ArrayList<>();
        for (Schema current : Schemas.current()) {
            SortedMap<Integer, Schema> released = Schemas.released(Schemas.RELEASED, current.getName());
            if (released.isEmpty() || !ReleaseSchemas.isSame(released.get(released.lastKey()), current)) {
                changed.add(current.getName());
            }
        }

        assertThat(pending())
                .as(
                        "records that %s lists as changed since their release. Add a record while its change is being"
                                + " worked on; then run the command of ReleaseSchemas and take it off the list",
                        PENDING)
                .containsExactlyInAnyOrderElementsOf(changed);
    }

    @Test
    void releasedVersions_areNumberedWithoutGapsAndStandAlone() {
        assertThat(Schemas.releasedRecords()).isNotEmpty();
        for (String record : Schemas.releasedRecords()) {
            SortedMap<Integer, Schema> released = Schemas.released(Schemas.RELEASED, record);
            assertThat(released.keySet())
                    .as(record)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, released.size()).boxed().toList());
            assertThat(released.values()).extracting(Schema::getName).containsOnly(record);
        }
    }

    @Test
    void everyTypeAndField_isDocumented() {
        List<String> bare = new ArrayList<>();
        for (Schema type : namedTypes()) {
            if (isBlank(type.getDoc())) {
                bare.add(type.getName());
            }
            if (type.getType() == Schema.Type.RECORD) {
                type.getFields().stream()
                        .filter(field -> isBlank(field.doc()))
                        .forEach(field -> bare.add(type.getName() + '.' + field.name()));
            }
        }

        assertThat(bare).as("types and fields without doc").isEmpty();
    }

    @Test
    void everyEnum_startsWithUnknownAndFallsBackToIt() {
        assertThat(namedTypes())
                .filteredOn(type -> type.getType() == Schema.Type.ENUM)
                .isNotEmpty()
                .allSatisfy(type -> {
                    assertThat(type.getEnumSymbols()).as(type.getName()).startsWith("UNKNOWN");
                    assertThat(type.getEnumDefault()).as(type.getName()).isEqualTo("UNKNOWN");
                });
    }

    @Test
    void everyOptionalField_isNullByDefault() {
        for (Schema type : namedTypes()) {
            if (type.getType() == Schema.Type.RECORD) {
                assertThat(type.getFields())
                        .filteredOn(field -> field.schema().isUnion())
                        .allSatisfy(field -> {
                            String place = type.getName() + '.' + field.name();
                            assertThat(field.schema().getTypes().get(0).getType())
                                    .as(place)
                                    .isEqualTo(Schema.Type.NULL);
                            assertThat(field.defaultVal()).as(place).isEqualTo(JsonProperties.NULL_VALUE);
                        });
            }
        }
    }

    private static List<String> pending() throws IOException {
        return Files.readAllLines(PENDING).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static List<Schema> namedTypes() {
        Map<String, Schema> types = new LinkedHashMap<>();
        Schemas.current().forEach(schema -> collect(schema, types));
        return List.copyOf(types.values());
    }

    private static void collect(Schema schema, Map<String, Schema> types) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, types));
            case ARRAY -> collect(schema.getElementType(), types);
            case MAP -> collect(schema.getValueType(), types);
            case ENUM -> types.put(schema.getFullName(), schema);
            case RECORD -> {
                if (types.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), types));
                }
            }
            default -> {}
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
