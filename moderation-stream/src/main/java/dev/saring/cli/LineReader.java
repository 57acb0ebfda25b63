package dev.saring.cli;

import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads lines of UTF-8 that end with LF or CR LF, or with the input. A line that is too long or no UTF-8 is a problem of
 * that line alone. Before it waits for more input it flushes what has been answered so far, so that a person or a
 * program can talk to it line by line.
 */
final class LineReader {
    /** Far above the 1 MiB that an upload may have on its topic. */
    static final int LONGEST = 64 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final Flushable answers;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private long number;
    private String text;
    private String problem;

    LineReader(InputStream in, Flushable answers) {
        this.in = in;
        this.answers = answers;
    }

    /** Moves to the next line; false at the end of the input. */
    boolean next() throws IOException {
        int scanned = start;
        boolean tooLong = false;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    take(i, tooLong);
                    start = i + 1;
                    return true;
                }
            }
            if (end - start > LONGEST) {
                tooLong = true;
                end = start;
            }
            scanned = fill();
            if (scanned < 0) {
                boolean more = end > start || tooLong;
                if (more) {
                    take(end, tooLong);
                    start = end;
                }
                return more;
            }
        }
    }

    /** Reads more behind what is there; the index of the first new byte, or -1 at the end of the input. */
    private int fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        if (in.available() <= 0) {
            answers.flush();
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return -1;
        }
        int first = end;
        end += count;
        return first;
    }

    private void take(int lineEnd, boolean tooLong) {
        number++;
        text = null;
        problem = null;
        if (tooLong) {
            problem = "the line is longer than " + LONGEST + " bytes";
            return;
        }
        int from = start;
        int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        int afterMark = from + BYTE_ORDER_MARK.length;
        if (number == 1 && afterMark <= to && Arrays.equals(buffer, from, afterMark, BYTE_ORDER_MARK, 0, 3)) {
            from = afterMark;
        }
        try {
            text = utf8.decode(ByteBuffer.wrap(buffer, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            problem = "the line is not in UTF-8";
        }
    }

    /** The number of the line, counted from 1. */
    long number() {
        return number;
    }

    /** The line without its end; null where there is a problem. */
    String text() {
        return text;
    }

    /** What is wrong with the line, or null. */
    String problem() {
        return problem;
    }
}
