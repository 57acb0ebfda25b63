package dev.saring.classify.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hasher against the hashes that the two reference implementations give. */
class PdqHasherReferenceTest {
    private static final Path DATA = Path.of("../../shared/data/pdq");
    private final PdqHasher hasher = new PdqHasher();

    @BeforeEach
    void dataIsPresent() {
        assumeTrue(Files.isDirectory(DATA));
    }

    @Test
    void referenceImages_hashWithinTenBitsOfBoth_andEqualToOneOnMost() throws IOException {
        int equal = 0;
        List<String> lines = Files.readAllLines(DATA.resolve("reference.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            PdqHash hash = hasher.hash(
                    ImageIO.read(DATA.resolve("images").resolve(fields[0]).toFile()));
            int fromCpp = distance(hash.value(), fields[1]);
            int fromJava = distance(hash.value(), fields[3]);
            assertThat(fromCpp).as(fields[0]).isLessThanOrEqualTo(10);
            assertThat(fromJava).as(fields[0]).isLessThanOrEqualTo(10);
            assertThat(hash.quality()).as(fields[0]).isEqualTo(Integer.parseInt(fields[2]));
            equal += fromCpp == 0 || fromJava == 0 ? 1 : 0;
        }
        assertThat(equal).isGreaterThan((lines.size() - 1) / 2);
    }

    private static int distance(byte[] hash, String reference) {
        byte[] other = HexFormat.of().parseHex(reference);
        int distance = 0;
        for (int i = 0; i < hash.length; i++) {
            distance += Integer.bitCount((hash[i] ^ other[i]) & 0xff);
        }
        return distance;
    }
}
