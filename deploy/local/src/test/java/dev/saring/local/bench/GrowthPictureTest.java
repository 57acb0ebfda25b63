package dev.saring.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.bench.BenchFigures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class GrowthPictureTest {
    @TempDir
    private Path folder;

    @Test
    void tenfoldFigure_isOneDecadeHigher_andWhatWasNotMeasuredIsLeftOut() throws Exception {
        List<GrowthPoint> points = List.of(
                point(1_000, "copy_per_s=200000", "text_per_s=100000"),
                point(10_000, "copy_per_s=200000", "text_per_s=10000"));

        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        GrowthPicture.of(Map.of("expressions", points)).getBytes(StandardCharsets.UTF_8)));

        var circles = picture.getElementsByTagName("circle");
        assertThat(circles.getLength()).isEqualTo(4);
        assertThat(number(circles.item(3), "cy") - number(circles.item(2), "cy"))
                .isEqualTo(90);
        assertThat(number(circles.item(0), "cy")).isEqualTo(number(circles.item(1), "cy"));
    }

    @Test
    void table_hasARowForEachPoint() throws Exception {
        String table = GrowthTable.of(Map.of(
                "expressions", List.of(point(1_000, "copy_per_s=200000", "text_per_s=100000", "text_ratio=0.5"))));

        assertThat(table)
                .contains("| expressions: 1,000 | NaN | 200,000 | 100,000 |")
                .contains("| 0.50 |");
    }

    private static int number(org.w3c.dom.Node node, String attribute) {
        return Integer.parseInt(((Element) node).getAttribute(attribute));
    }

    private GrowthPoint point(int value, String... figures) throws IOException {
        Path file = Files.createTempFile(folder, "figures", ".properties");
        Files.writeString(file, "format=1\n" + String.join("\n", figures) + "\n");
        return new GrowthPoint(value, BenchFigures.read(file));
    }
}
