package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.TrustedRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashListTest {
    static {
        TrustedRecords.register();
    }

    @TempDir
    private Path directory;

    private final HashList list = new HashList(
            HashRule.newBuilder()
                    .setRuleId("")
                    .setPolicy("drugs")
                    .setAction(RuleAction.BLOCK)
                    .setAlgorithm(HashAlgorithm.MD5)
                    .setValues(List.of())
                    .setSource("desk")
                    .build(),
            PolicyFile.standard());

    @Test
    void plainList_givesARuleForEachHash() throws Exception {
        list.addPlain(file("a.txt", "\uFEFF# our list\n" + "AB".repeat(16) + "\r\n\n  " + "01".repeat(16) + "  \n"));

        assertThat(list.rules())
                .extracting(HashRule::getRuleId)
                .containsExactly("desk:" + "ab".repeat(16), "desk:" + "01".repeat(16));
        assertThat(list.problems().count()).isZero();
        assertThat(list.duplicates().count()).isZero();
    }

    @Test
    void duplicatesAndMalformedValues_areToldWithTheirLines() throws Exception {
        Path file = file(
                "a.txt",
                "ab".repeat(16) + "\nabc\n" + "AB".repeat(16) + "\n" + "zz".repeat(16) + "\n" + "01".repeat(16));
        list.addPlain(file);

        assertThat(list.rules()).hasSize(2);
        assertThat(list.duplicates().listed())
                .extracting(Problem::toString)
                .containsExactly(file + ":3: comes again, first in " + file + " line 1");
        assertThat(list.problems().listed()).extracting(Problem::line).containsExactly(2L, 4L);
    }

    @Test
    void vpdqFile_givesOneRuleOfItsGoodFrames() throws Exception {
        String frame = "ab".repeat(32);
        list.addVideo(
                file("clip.txt", "0,100," + frame + ",0.0\n1,49," + "cd".repeat(32) + ",0.5\n2,50," + frame + ",1.0\n"),
                50);

        assertThat(list.problems().count()).isZero();
        assertThat(list.rules()).hasSize(1);
        HashRule rule = list.rules().get(0);
        assertThat(rule.getRuleId()).isEqualTo("desk:clip");
        assertThat(rule.getAlgorithm()).isEqualTo(HashAlgorithm.VIDEO_PDQ);
        assertThat(rule.getValues()).hasSize(2);
        assertThat(list.framesLeftOut()).isEqualTo(1);
    }

    @Test
    void vpdqFileWithBadLines_namesThem() throws Exception {
        list.addVideo(
                file("clip.txt", "0,100," + "ab".repeat(31) + ",0.0\n1,101," + "ab".repeat(32) + ",0.5\nno\n"), 50);

        assertThat(list.rules()).isEmpty();
        assertThat(list.problems().listed()).extracting(Problem::line).containsExactly(1L, 2L, 3L);
    }

    @Test
    void vpdqFileWithoutAGoodFrame_isAProblem() throws Exception {
        list.addVideo(file("clip.txt", "0,10," + "ab".repeat(32) + ",0.0\n"), 50);

        assertThat(list.rules()).isEmpty();
        assertThat(list.problems().count()).isEqualTo(1);
    }

    @Test
    void secondVideoOfTheSameName_isAProblemWhereItsFramesDiffer() throws Exception {
        Path first = file("clip.txt", "0,100," + "ab".repeat(32) + ",0.0\n");
        Path other = Files.createDirectories(directory.resolve("b")).resolve("clip.txt");
        Files.writeString(other, "0,100," + "cd".repeat(32) + ",0.0\n");
        list.addVideo(first, 50);
        list.addVideo(other, 50);

        assertThat(list.rules()).hasSize(1);
        assertThat(list.duplicates().count()).isZero();
        assertThat(list.problems().listed())
                .extracting(Problem::toString)
                .containsExactly(other + ": becomes the rule desk:clip and so does " + first
                        + ", which looks for something else; rename the file, or publish it with another --source");

        list.addVideo(first, 50);
        assertThat(list.problems().count()).isEqualTo(1);
        assertThat(list.duplicates().listed())
                .extracting(Problem::toString)
                .containsExactly(first + ": comes again, first in " + first);
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }
}
