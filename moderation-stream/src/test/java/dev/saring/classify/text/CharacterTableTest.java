package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CharacterTableTest {
    static final String REGENERATE = "mvn -pl moderation-stream -am test -Dtest=CharacterTableTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsaring.regenerate=true";
    private static final Path FILE = Path.of("src/main/resources/dev/saring/classify/text/characters.tsv");

    @Test
    void table_isWhatTheGeneratorMakes() throws IOException {
        String generated = CharacterTableGenerator.generate();
        if (Boolean.getBoolean("saring.regenerate")) {
            Files.writeString(FILE, generated);
        }

        assertThat(Files.readString(FILE)).as("drifted; run: " + REGENERATE).isEqualTo(generated);
    }

    @Test
    void checksum_coversTheRows() throws IOException {
        String file = new String(
                CharacterTable.class.getResourceAsStream("characters.tsv").readAllBytes(), StandardCharsets.UTF_8);
        String[] parts = file.split("# sha256 of the rows: |(?<=[0-9a-f]{64})\n", 3);

        assertThat(CharacterTableGenerator.sha256(parts[2]))
                .as("edited by hand; run: " + REGENERATE)
                .isEqualTo(parts[1]);
    }
}
