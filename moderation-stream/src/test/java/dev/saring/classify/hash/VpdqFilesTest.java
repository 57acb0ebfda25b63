package dev.saring.classify.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.saring.moderation.HashAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real videos: three clips, each in two sizes, hashed frame by frame by the reference. */
class VpdqFilesTest {
    private static final Path DATA = Path.of("../../shared/data/vpdq");
    private static final String SMALL = "-128x128";

    private record Video(String name, List<byte[]> frames, int[] qualities) {
        Video cut(int first, int end) {
            return new Video(name, frames.subList(first, end), java.util.Arrays.copyOfRange(qualities, first, end));
        }
    }

    private final HashBuffers buffers = new HashBuffers();

    @BeforeEach
    void dataIsPresent() {
        assumeTrue(Files.isDirectory(DATA));
    }

    @Test
    void smallCopyOfAKnownVideo_matchesIt() throws IOException {
        List<Video> videos = videos();
        List<Video> large =
                videos.stream().filter(video -> !video.name().contains(SMALL)).toList();
        assertThat(large).hasSize(3);
        for (HashTerms terms :
                List.of(HashTerms.DEFAULT, new HashTerms(20, 80, 0.1, 0.2), new HashTerms(64, 0, 0, 0))) {
            HashBank bank = new HashBank();
            PlainBank plain = new PlainBank();
            for (int rule = 0; rule < large.size(); rule++) {
                bank.add(rule, HashAlgorithm.VIDEO_PDQ, large.get(rule).frames(), terms);
                plain.add(rule, HashAlgorithm.VIDEO_PDQ, large.get(rule).frames(), terms);
            }
            HashBankView view = bank.view();
            for (Video video : videos) {
                requireSame(view, plain, video);
                requireSame(view, plain, video.cut(100, 130));
                int original = rule(large, video.name().replace(SMALL, ""));
                assertThat(PlainBank.video(view, video.frames(), video.qualities(), buffers))
                        .as("%s with %s", video.name(), terms)
                        .anyMatch(match -> match.startsWith(original + " "));
            }
        }
    }

    private void requireSame(HashBankView view, PlainBank plain, Video upload) {
        assertThat(PlainBank.video(view, upload.frames(), upload.qualities(), buffers))
                .isEqualTo(plain.video(upload.frames(), upload.qualities()));
    }

    private static int rule(List<Video> known, String name) {
        return known.stream().map(Video::name).toList().indexOf(name);
    }

    private static List<Video> videos() throws IOException {
        try (Stream<Path> files = Files.list(DATA)) {
            return files.sorted().map(VpdqFilesTest::read).toList();
        }
    }

    private static Video read(Path file) {
        try {
            List<String[]> rows = Files.readAllLines(file).stream()
                    .map(line -> line.split(","))
                    .toList();
            return new Video(
                    file.getFileName().toString(),
                    rows.stream().map(row -> HexFormat.of().parseHex(row[2])).toList(),
                    rows.stream().mapToInt(row -> Integer.parseInt(row[1])).toArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
