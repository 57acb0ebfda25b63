package dev.saring.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityGateTest {
    private static final String COLOUR = """
            {"type": "enum", "name": "Colour", "symbols": ["UNKNOWN", "RED", "BLUE"], "default": "UNKNOWN"}""";
    private static final String STAMP = """
            {"type": "long", "logicalType": "timestamp-millis"}""";
    private static final Schema RELEASED = parcel(field("name", "\"string\""), COLOUR, STAMP);

    @Test
    void equalSchema_passes() {
        assertThat(CompatibilityGate.violations("v1", RELEASED, RELEASED)).isEmpty();
    }

    @Test
    void fieldWithDefaultAddedAndSymbolAdded_passes() {
        Schema current = parcel(
                field("name", "\"string\"") + ", " + fieldWithDefault("weight", "[\"null\", \"int\"]", "null"),
                COLOUR.replace("\"BLUE\"", "\"BLUE\", \"GREEN\""),
                STAMP);

        assertThat(CompatibilityGate.violations("v1", RELEASED, current)).isEmpty();
    }

    @Test
    void fieldMadeNullable_isNamed() {
        Schema current = parcel(fieldWithDefault("name", "[\"null\", \"string\"]", "null"), COLOUR, STAMP);

        assertThat(CompatibilityGate.violations("v1", RELEASED, current))
                .singleElement()
                .asString()
                .startsWith("Shelf.parcels[].name: records written with the current schema cannot be read with v1");
    }

    @Test
    void fieldAddedWithoutDefault_isNamed() {
        Schema current = parcel(field("name", "\"string\"") + ", " + field("weight", "\"int\""), COLOUR, STAMP);

        assertThat(CompatibilityGate.violations("v1", RELEASED, current))
                .singleElement()
                .asString()
                .startsWith("Shelf.parcels[].weight: records written with v1 cannot be read with the current schema")
                .contains("no default");
    }

    @Test
    void fieldWithoutDefaultRemoved_isNamed() {
        Schema current = parcel(fieldWithDefault("other", "\"string\"", "\"\""), COLOUR, STAMP);

        assertThat(CompatibilityGate.violations("v1", RELEASED, current))
                .singleElement()
                .asString()
                .startsWith("Shelf.parcels[].name: records written with the current schema cannot be read with v1");
    }

    @Test
    void enumSymbolRemoved_isNamedThoughItResolvesToTheDefault() {
        Schema current = parcel(field("name", "\"string\""), COLOUR.replace(", \"BLUE\"", ""), STAMP);

        assertThat(CompatibilityGate.violations("v1", RELEASED, current))
                .singleElement()
                .asString()
                .startsWith("Shelf.parcels[].colour: Colour has lost BLUE of v1");
    }

    @Test
    void enumDefaultRemoved_isNamed() {
        Schema current = parcel(field("name", "\"string\""), COLOUR.replace(", \"default\": \"UNKNOWN\"", ""), STAMP);

        assertThat(CompatibilityGate.violations("v1", RELEASED, current))
                .singleElement()
                .asString()
                .startsWith("Shelf.parcels[].colour: default of Colour was UNKNOWN in v1 and is now null");
    }

    @Test
    void typeWidened_isNamed() {
        Schema released = parcel(field("name", "\"int\""), COLOUR, STAMP);
        Schema current = parcel(field("name", "\"long\""), COLOUR, STAMP);

        assertThat(CompatibilityGate.violations("v3", released, current))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("Shelf.parcels[].name: records written with the current schema cannot be read"
                                + " with v3"));
    }

    @Test
    void stringMadeBytes_isNamedThoughAvroReadsIt() {
        Schema current = parcel(field("name", "\"bytes\""), COLOUR, STAMP);

        assertThat(CompatibilityGate.violations("v1", RELEASED, current))
                .containsExactly("Shelf.parcels[].name: was string in v1 and is now bytes");
    }

    @Test
    void logicalTypeDropped_isNamedThoughAvroReadsIt() {
        Schema current = parcel(field("name", "\"string\""), COLOUR, "\"long\"");

        assertThat(CompatibilityGate.violations("v1", RELEASED, current))
                .containsExactly("Shelf.parcels[].sentAt: logical type was timestamp-millis in v1 and is now null");
    }

    @Test
    void recordMissingFromUnion_isNamed() {
        String box = """
                {"type": "record", "name": "%s", "fields": []}""";
        Schema released =
                parcel(fieldWithDefault("name", "[\"null\", " + box.formatted("Box") + "]", "null"), COLOUR, STAMP);
        Schema current =
                parcel(fieldWithDefault("name", "[\"null\", " + box.formatted("Bag") + "]", "null"), COLOUR, STAMP);

        assertThat(CompatibilityGate.violations("v1", released, current))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).startsWith("Shelf.parcels[].name: "));
    }

    @Test
    void fieldOfARecordInAUnion_isNamed() {
        String box = """
                {"type": "record", "name": "Box", "fields": [{"name": "depth", "type": "%s"}]}""";
        Schema released =
                parcel(fieldWithDefault("name", "[\"null\", " + box.formatted("int") + "]", "null"), COLOUR, STAMP);
        Schema current =
                parcel(fieldWithDefault("name", "[\"null\", " + box.formatted("string") + "]", "null"), COLOUR, STAMP);

        assertThat(CompatibilityGate.violations("v1", released, current))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).startsWith("Shelf.parcels[].name.depth: "));
    }

    @Test
    void release_writesOnlyWhatChangedAndRefusesWhatBreaks(@TempDir Path folder) throws IOException {
        Path first = folder.resolve("Shelf/v1.avsc");
        assertThat(ReleaseSchemas.release(List.of(RELEASED), folder)).containsExactly(first);
        assertThat(ReleaseSchemas.release(List.of(RELEASED), folder)).isEmpty();

        Schema broken = parcel(field("weight", "\"int\""), COLOUR, STAMP);
        assertThatThrownBy(() -> ReleaseSchemas.release(List.of(broken), folder))
                .hasMessageContaining("Nothing released")
                .hasMessageContaining("Shelf.parcels[].weight");

        Schema wider =
                parcel(field("name", "\"string\"") + ", " + fieldWithDefault("weight", "\"int\"", "0"), COLOUR, STAMP);
        assertThat(ReleaseSchemas.release(List.of(wider), folder)).containsExactly(folder.resolve("Shelf/v2.avsc"));
        assertThat(Schemas.released(folder, "Shelf").values()).containsExactly(RELEASED, wider);
    }

    @Test
    void releasedFileThatNeedsAnother_isRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("Shelf/v1.avsc");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"type": "record", "name": "Shelf", "fields": [{"name": "kind", "type": "test.Kind"}]}""");

        assertThatThrownBy(() -> Schemas.released(folder, "Shelf"))
                .hasMessageContaining(file + " cannot be parsed on its own")
                .hasMessageContaining("test.Kind");
    }

    /** A record within an array within a record, so that a message has to name a place below the top. */
    private static Schema parcel(String fields, String colour, String stamp) {
        return new SchemaParser()
                .parse("""
                        {"type": "record", "name": "Shelf", "namespace": "test", "fields": [
                          {"name": "parcels", "type": {"type": "array", "items":
                            {"type": "record", "name": "Parcel", "fields": [%s, %s, %s]}}}]}""".formatted(fields, field("colour", colour), field("sentAt", stamp)))
                .mainSchema();
    }

    private static String field(String name, String type) {
        return "{\"name\": \"%s\", \"type\": %s}".formatted(name, type);
    }

    private static String fieldWithDefault(String name, String type, String value) {
        return "{\"name\": \"%s\", \"type\": %s, \"default\": %s}".formatted(name, type, value);
    }
}
