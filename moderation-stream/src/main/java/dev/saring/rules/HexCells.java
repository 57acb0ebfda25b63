package dev.saring.rules;

import dev.saring.moderation.HashAlgorithm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Hashes in hexadecimal digits of either case, several of one video split by {@code |}. */
final class HexCells {
    private HexCells() {}

    static int length(HashAlgorithm algorithm) {
        return algorithm == HashAlgorithm.MD5 ? 16 : 32;
    }

    /** The hashes of a cell; what is wrong is reported. */
    static List<ByteBuffer> values(RuleCells cells, String column, HashAlgorithm algorithm) {
        List<ByteBuffer> values = new ArrayList<>();
        String text = cells.required(column);
        if (text.isEmpty() || algorithm == null) {
            return values;
        }
        if (algorithm != HashAlgorithm.VIDEO_PDQ) {
            add(cells, column, algorithm, text, "", values);
            return values;
        }
        int number = 0;
        for (String frame : text.split("\\|", -1)) {
            number++;
            add(cells, column, algorithm, frame.strip(), "frame " + number + ": ", values);
        }
        return values;
    }

    private static void add(
            RuleCells cells,
            String column,
            HashAlgorithm algorithm,
            String text,
            String what,
            List<ByteBuffer> values) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                cells.report(
                        column,
                        what + "character " + (i + 1)
                                + " is no hexadecimal digit; write digits and letters a to f only,"
                                + " without spaces or prefix");
                return;
            }
        }
        int digits = 2 * length(algorithm);
        if (text.length() != digits) {
            cells.report(
                    column,
                    what + "the hash has " + text.length() + " hexadecimal digits, " + algorithm + " has " + digits
                            + "; check the value and the algorithm");
            return;
        }
        values.add(ByteBuffer.wrap(HexFormat.of().parseHex(text)));
    }
}
