package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.TrustedRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordListTest {
    static {
        TrustedRecords.register();
    }

    @TempDir
    private Path directory;

    @Test
    void termsThatShareAnId_areAProblemWhereTheyFindDifferentTexts() throws Exception {
        WordList list = read(Fold.EXACT, "slot-gacor\nslot gacor\nSlot  Gacor\n");

        assertThat(list.rules()).extracting(KeywordRule::getExpression).containsExactly("\"slot-gacor\"");
        assertThat(list.problems().listed())
                .extracting(Problem::line)
                .as("each differs from the first")
                .containsExactly(2L, 3L);
        assertThat(list.problems().listed().get(0).text())
                .isEqualTo("becomes the rule pub:slot-gacor as 'slot-gacor' does, which finds something else; import it"
                        + " with another --source");
        assertThat(list.duplicates()).isZero();
    }

    @Test
    void termsThatFindTheSame_areDuplicates() throws Exception {
        WordList list = read(Fold.STANDARD, "slot-gacor\nslot gacor\nSLOT-gacor\n");

        assertThat(list.rules()).hasSize(1);
        assertThat(list.problems().count()).isZero();
        assertThat(list.duplicates()).isEqualTo(2);
    }

    private WordList read(Fold fold, String lines) throws Exception {
        WordList list = new WordList(KeywordRule.newBuilder()
                .setRuleId("")
                .setExpression("")
                .setPolicy("gambling")
                .setAction(RuleAction.REVIEW)
                .setFold(fold)
                .setSource("pub")
                .build());
        list.add(Files.writeString(directory.resolve("list.txt"), lines), null);
        return list;
    }
}
