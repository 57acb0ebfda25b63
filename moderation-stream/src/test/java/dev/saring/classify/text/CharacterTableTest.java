package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class CharacterTableTest {
    static final String REGENERATE = "mvn -pl moderation-stream -am test -Dtest=CharacterTableTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsaring.regenerate=true";
    /** Code points that never stand for a character, as every version of Unicode says. */
    private static final IntPredicate NONCHARACTERS =
            codePoint -> (codePoint & 0xFFFE) == 0xFFFE || codePoint >= 0xFDD0 && codePoint <= 0xFDEF;

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
    void newCharacters_areThoseThatTheOldestJavaLacks() {
        assumeThat(Runtime.version().feature()).isEqualTo(17);
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            boolean known = Character.isDefined(codePoint) || NONCHARACTERS.test(codePoint);
            assertThat(CharacterTable.isNew(CharacterTable.meaning(codePoint)))
                    .as("U+%04X", codePoint)
                    .isEqualTo(!known);
        }
    }

    @Test
    void upperCase_isThatOfJava_andOfNewerLettersToo() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            int meaning = CharacterTable.meaning(codePoint);
            if (!CharacterTable.isNew(meaning)) {
                assertThat(CharacterTable.isUpper(meaning))
                        .as("U+%04X", codePoint)
                        .isEqualTo(Character.isUpperCase(codePoint));
            }
        }
        assertThat(CharacterTable.isUpper(CharacterTable.meaning(0xA7C0))).isTrue();
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
