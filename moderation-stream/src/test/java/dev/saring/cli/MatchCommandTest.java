package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MatchCommandTest {
    private static final String ZERO = "0".repeat(64);
    private static final String NINE_BITS = "0".repeat(61) + "1FF";
    private static final String ONES = "f".repeat(64);

    private record Result(int status, List<String> lines, String errors) {}

    @TempDir
    private Path folder;

    @Test
    void eachPairWithinTheDistance_isALine() throws IOException {
        Path hashes = hashes(
                "rule_id,algorithm,value,policy,action",
                "a,PDQ," + ZERO + ",drugs,BLOCK",
                "b,pdq," + NINE_BITS + ",drugs,BLOCK",
                "c,PDQ," + ONES + ",drugs,BLOCK");

        assertThat(match(hashes, ZERO + "\n" + ONES + "\n", "--max-distance", "9")
                        .lines())
                .containsExactlyInAnyOrder(ZERO + "\ta\t0", ZERO + "\tb\t9", ONES + "\tc\t0");
        assertThat(match(hashes, ZERO + "\n", "--max-distance", "8").lines()).containsExactly(ZERO + "\ta\t0");
    }

    @Test
    void semicolonsByteOrderMarkAndOtherOrder_areRead() throws IOException {
        Path hashes = hashes("\uFEFFvalue;rule_id;algorithm", ZERO + ";a;PDQ", "\"" + ONES + "\";\"b;c\";PDQ");

        assertThat(match(hashes, ONES + "\n").lines()).containsExactly(ONES + "\tb;c\t0");
    }

    @Test
    void upperCaseQuery_isEchoedAsItCame() throws IOException {
        Path hashes = hashes("rule_id,algorithm,value", "a,PDQ," + ONES);

        assertThat(match(hashes, " " + "F".repeat(64) + " \r\n\n").lines()).containsExactly("F".repeat(64) + "\ta\t0");
    }

    @Test
    void rulesOfOtherAlgorithms_areLeftOut_andSaidSo() throws IOException {
        Path hashes = hashes("rule_id,algorithm,value", "a,PDQ," + ZERO, "b,SHA256," + ZERO);

        Result result = match(hashes, ZERO);

        assertThat(result.lines()).containsExactly(ZERO + "\ta\t0");
        assertThat(result.errors()).contains("1 PDQ rules; left out, of other algorithms: 1");
    }

    @Test
    void badLine_isReported_andTheNextGoesOn() throws IOException {
        Path hashes = hashes("rule_id,algorithm,value", "a,PDQ," + ZERO);

        Result result = match(hashes, "0123\n" + "00 ".repeat(32) + "\n" + ZERO + "\n");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors())
                .contains("line 1: a PDQ hash has 64 hexadecimal digits and nothing else, unlike: 0123")
                .contains("line 2: a PDQ hash has 64");
        assertThat(result.lines()).containsExactly(ZERO + "\ta\t0");
    }

    @Test
    void badFile_endsTheRunWithItsLine() throws IOException {
        assertThat(match(hashes("rule_id,algorithm,value", "a,PDQ," + ZERO, "b,PDQ,00"), "")
                        .errors())
                .contains("hashes.csv:3:value: a PDQ hash has 64 hexadecimal digits");
        assertThat(match(hashes("rule_id,value", "a," + ZERO), "").errors())
                .contains("hashes.csv:1:algorithm: the column is missing");
        assertThat(match(hashes("rule_id,algorithm,value,note", "a,PDQ," + ZERO + ",\"open", "b,PDQ," + ONES + ","), "")
                        .status())
                .as("a quote that is never closed would lose every row after it")
                .isEqualTo(1);
        assertThat(match(folder.resolve("none.csv"), "").errors()).contains("none.csv: there is no such file");
        assertThat(match(folder.resolve("none.csv"), "").status()).isEqualTo(1);
    }

    @Test
    void emptyBank_findsNothing() throws IOException {
        Result result = match(hashes("rule_id,algorithm,value"), ZERO + "\n");

        assertThat(result.status()).isZero();
        assertThat(result.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65", "many"})
    void distanceOutOfRange_isWrongUsage(String distance) throws IOException {
        assertThat(match(hashes("rule_id,algorithm,value"), "", "--max-distance", distance)
                        .status())
                .isEqualTo(2);
    }

    private Path hashes(String... lines) throws IOException {
        return Files.write(folder.resolve("hashes.csv"), List.of(lines));
    }

    private static Result match(Path hashes, String input, String... options) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream newOut = new ByteArrayOutputStream();
        ByteArrayOutputStream newErr = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(newOut, false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(newErr, false, StandardCharsets.UTF_8));
        try {
            String[] arguments = new String[options.length + 2];
            arguments[0] = "--hashes";
            arguments[1] = hashes.toString();
            System.arraycopy(options, 0, arguments, 2, options.length);
            int status = new CommandLine(new MatchCommand()).execute(arguments);
            System.out.flush();
            System.err.flush();
            return new Result(
                    status,
                    newOut.toString(StandardCharsets.UTF_8).lines().toList(),
                    newErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
