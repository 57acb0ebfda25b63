package dev.saring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchFiguresTest {
    @TempDir
    private Path folder;

    @Test
    void figures_areReadAsTheyWereWritten() throws IOException {
        BenchFigures figures = new BenchFigures();
        figures.put("text_per_s", 150_000.4, 0);
        figures.put("text_written_bytes.dead-letter", 0.25, 1);
        figures.put("java", "17.0.15+6");
        figures.write(folder.resolve("figures"));

        BenchFigures read = BenchFigures.read(folder.resolve("figures"));

        assertThat(read.all()).isEqualTo(figures.all());
        assertThat(read.number("text_per_s")).hasValue(150_000);
        assertThat(read.number("pdq_per_s")).isEmpty();
        assertThat(read.line("text_per_s", "pdq_per_s")).isEqualTo("text_per_s=150000 pdq_per_s=n/a");
    }

    @Test
    void fileOfAnotherFormat_isRefusedWithTheRemedy() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "format=0\ntext_per_s=1\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchFigures.read(other))
                .withMessageContaining("format 1")
                .withMessageContaining("saring bench pipeline");
    }

    @Test
    void tally_givesMedianAndSpread() {
        assertThat(new Tally(5, 1, 3).median()).isEqualTo(3);
        assertThat(new Tally(4, 1, 3, 2).median()).isEqualTo(2.5);
        assertThat(new Tally(9, 10, 11).spread()).isEqualTo(0.1);
    }
}
