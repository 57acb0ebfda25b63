package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeRules() throws Exception {
        Files.writeString(
                directory.resolve("keywords.csv"),
                "rule_id,expression,policy,action\n"
                        + "k1,judi,gambling,BLOCK\nk2,slot,gambling,REVIEW\nk3,belajar,education,LABEL\n");
    }

    @Test
    void ratios_areThoseOfTheConfusionMatrix() throws Exception {
        Commands.Result result =
                backtest("text,label\njudi,1\nslot,1\nhalo,1\njudi lagi,0\nbelajar,0\npagi,0\nsiang,0\n");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("true_positives=2 false_positives=1 false_negatives=1 true_negatives=3");
        assertThat(result.lastLine()).isEqualTo("precision=0.6667 recall=0.6667 f1=0.6667 fpr=0.2500");
    }

    @Test
    void rules_areListedByWhatTheyBroughtAbout() throws Exception {
        Commands.Result result = backtest("text,label\nslot,1\nslot,1\njudi,1\njudi,0\n");

        assertThat(result.out())
                .containsSubsequence(
                        "most right",
                        "k2",
                        "2        0",
                        "k1",
                        "1        1",
                        "most wrong",
                        "k1",
                        "1        1",
                        "true_");
    }

    @Test
    void cellsOfSeveralLinesSemicolonsAndByteOrderMark_areRead() throws Exception {
        Commands.Result result = backtest("\uFEFFlabel;text;id\n1;\"ayo\nmain; judi\n\";7\n0;\"\";8\n");

        assertThat(result.status()).isZero();
        assertThat(result.lastLine()).isEqualTo("precision=1.0000 recall=1.0000 f1=1.0000 fpr=0.0000");
    }

    @Test
    void withoutAnyPositive_ratiosAreZero() throws Exception {
        assertThat(backtest("text,label\nhalo,0\n").lastLine())
                .isEqualTo("precision=0.0000 recall=0.0000 f1=0.0000 fpr=0.0000");
    }

    @Test
    void badRows_areReportedAndLeftOut() throws Exception {
        Commands.Result result = backtest("text,label\njudi,1\nslot,yes\nhalo\n");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("labelled.csv:3:label: \"yes\" is no label; write 0 or 1")
                .contains("labelled.csv:4: the row has 1 cells");
        assertThat(result.lastLine()).isEqualTo("precision=1.0000 recall=1.0000 f1=1.0000 fpr=0.0000");
    }

    @Test
    void missingColumn_isReported() throws Exception {
        Commands.Result result = backtest("text,class\njudi,1\n");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("labelled.csv:1:label: the column is missing");
    }

    private Commands.Result backtest(String csv) throws Exception {
        Path file = Files.writeString(directory.resolve("labelled.csv"), csv);
        return Commands.run("", "backtest", "--rules", directory.toString(), "--labelled", file.toString());
    }
}
