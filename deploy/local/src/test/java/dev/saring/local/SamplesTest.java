package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.moderation.UploadEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    @Test
    void shippedSamples_areEnoughForTheDemo() {
        List<Sample> samples = Samples.read(Checkout.ofWorkingDirectory().samples());

        assertThat(samples.stream().filter(sample -> !sample.isDeletion())).hasSizeGreaterThanOrEqualTo(300);
        assertThat(samples).anyMatch(Sample::isDeletion);
        assertThat(samples).anyMatch(sample -> sample.upload() == null && sample.key() == null);
    }

    @Test
    void unreadableRecords_areSpreadAndUploadsStayInOrder(@TempDir Path folder) throws IOException {
        write(folder.resolve("uploads.jsonl"), "{'contentId':'a'}", "{'contentId':'b'}", "{'contentId':'c'}");
        write(
                folder.resolve("unreadable/unreadable.jsonl"),
                "{'key':null,'valueHex':'00ff'}",
                "{'key':'k','valueHex':''}");

        List<Sample> samples = Samples.read(folder);

        assertThat(samples)
                .extracting(sample -> sample.upload() == null)
                .containsExactly(false, true, false, true, false);
        assertThat(samples.stream().map(Sample::upload).filter(Objects::nonNull).map(UploadEvent::getContentId))
                .containsExactly("a", "b", "c");
        assertThat(samples.get(1).key()).isNull();
        assertThat(samples.get(1).value()).containsExactly(0x00, 0xff);
        assertThat(samples.get(3).value()).isEmpty();
    }

    @Test
    void wrongLine_isNamed(@TempDir Path folder) throws IOException {
        write(folder.resolve("uploads.jsonl"), "{'contentId':'a'}", "{'kind':'CREATE'}");

        assertThatThrownBy(() -> Samples.read(folder)).hasMessageContainingAll("uploads.jsonl:2", "contentId");
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines).replace('\'', '"') + "\n");
    }
}
