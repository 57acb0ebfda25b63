package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void lines_endWithLineFeedCarriageReturnOrTheInput() throws Exception {
        assertThat(lines("a\nb\r\n\nd")).containsExactly("1 a", "2 b", "3 ", "4 d");
        assertThat(lines("a\n")).containsExactly("1 a");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void byteOrderMark_isSkippedOnTheFirstLineOnly() throws Exception {
        assertThat(lines("\uFEFFa\n\uFEFFb")).containsExactly("1 a", "2 \uFEFFb");
    }

    @Test
    void longLines_growTheBuffer() throws Exception {
        String longLine = "ä".repeat(200_000);
        assertThat(lines(longLine + "\nb")).containsExactly("1 " + longLine, "2 b");
    }

    @Test
    void lineThatIsNoUtf8_isAProblemOfThatLineAlone() throws Exception {
        byte[] input = {'a', '\n', (byte) 0xE4, '\n', 'c', '\n', (byte) 0xC3};
        assertThat(read(new ByteArrayInputStream(input)))
                .containsExactly(
                        "1 a", "2 problem: the line is not in UTF-8", "3 c", "4 problem: the line is not in UTF-8");
    }

    @Test
    void lineThatIsTooLong_isReportedAndSkipped() throws Exception {
        InputStream input = new SequenceInputStream(
                new Endless(LineReader.LONGEST * 2L + 5),
                new ByteArrayInputStream("\nb\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(read(input))
                .containsExactly("1 problem: the line is longer than " + LineReader.LONGEST + " bytes", "2 b");
    }

    private static List<String> lines(String input) throws IOException {
        return read(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> read(InputStream input) throws IOException {
        LineReader reader = new LineReader(input, () -> {});
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            String text = reader.problem() == null ? reader.text() : "problem: " + reader.problem();
            lines.add(reader.number() + " " + text);
        }
        return lines;
    }

    /** So many letters. */
    private static final class Endless extends InputStream {
        private long left;

        Endless(long count) {
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'a' : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = (int) Math.min(left, length);
            java.util.Arrays.fill(bytes, offset, offset + count, (byte) 'a');
            left -= count;
            return count == 0 ? -1 : count;
        }
    }
}
