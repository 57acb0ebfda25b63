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

    @Test
    void comparison_countsWhatWouldChange() throws Exception {
        Path old = Files.createDirectories(directory.resolve("old"));
        Files.writeString(
                old.resolve("keywords.csv"),
                "rule_id,expression,policy,action,mode\nk1,judi,gambling,REVIEW,ENFORCE\nk9,pagi,gambling,BLOCK,SHADOW\n");
        Path file = Files.writeString(
                directory.resolve("labelled.csv"), "text,label\njudi,1\njudi lagi,0\nslot,1\nselamat pagi,0\n");

        Commands.Result result = Commands.run(
                "",
                "backtest",
                "--rules",
                directory.toString(),
                "--against",
                old.toString(),
                "--labelled",
                file.toString());

        assertThat(result.status()).isZero();
        assertThat(result.out().replaceAll(" +", " "))
                .contains(" APPROVED -> REVIEW 1\n text-3-1 [k2] \"slot\"\n")
                .contains(" REVIEW -> BLOCKED 2\n text-1-1 [k1] \"judi\"\n")
                .containsSubsequence("outcomes (old, new):", " BLOCKED 0 2\n")
                .containsSubsequence("policies in the reasons", " gambling 2 3\n")
                .containsSubsequence("uploads that a rule matched", " k2 0 1\n")
                .containsSubsequence("SHADOW", " k9 1 0\n");
        assertThat(result.lastLine()).startsWith("uploads=4 outcome_changed=3 otherwise_changed=1 old=rs-");
    }

    @Test
    void uploadsFile_isComparedLineByLine() throws Exception {
        Path file = Files.writeString(
                directory.resolve("uploads.jsonl"),
                "{\"contentId\":\"a\",\"texts\":[{\"text\":\"judi\"}]}\nno\n{\"contentId\":\"b\"}\n");

        Commands.Result result = Commands.run(
                "",
                "backtest",
                "--rules",
                directory.toString(),
                "--against",
                directory.toString(),
                "--uploads",
                file.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("line 2: ");
        assertThat(result.lastLine()).startsWith("uploads=2 outcome_changed=0 otherwise_changed=0 ");
        assertThat(Commands.run("", "backtest", "--rules", directory.toString(), "--uploads", file.toString())
                        .status())
                .isEqualTo(2);
    }

    private Commands.Result backtest(String csv) throws Exception {
        Path file = Files.writeString(directory.resolve("labelled.csv"), csv);
        return Commands.run("", "backtest", "--rules", directory.toString(), "--labelled", file.toString());
    }
}
