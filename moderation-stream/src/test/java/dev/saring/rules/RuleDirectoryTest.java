package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleDirectoryTest {
    private static final String MD5 = "d41d8cd98f00b204e9800998ecf8427e";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeRules() throws Exception {
        Files.writeString(
                directory.resolve("keywords.csv"),
                "rule_id,expression,policy,action\nk1,slot gacor,gambling,BLOCK\nk2,judi & !berita,gambling,REVIEW\n");
        Files.writeString(
                directory.resolve("hashes.csv"),
                "rule_id,algorithm,value,policy,action\nh1,MD5," + MD5 + ",drugs,BLOCK\n");
    }

    @Test
    void goodFiles_areCompiled() throws Exception {
        RuleSet rules = new RuleDirectory(directory, null).compile(Limits.DEFAULT, false);

        assertThat(rules.keywordRules()).isEqualTo(2);
        assertThat(rules.hashRules()).isEqualTo(1);
        assertThat(rules.version()).matches("rs-[0-9a-f]{16}");
    }

    @Test
    void orderOfRowsAndColumns_doesNotChangeTheVersion() throws Exception {
        String version = new RuleDirectory(directory, null)
                .compile(Limits.DEFAULT, false)
                .version();
        Files.writeString(
                directory.resolve("keywords.csv"),
                "policy;action;expression;rule_id\ngambling;review;judi & !berita;k2\ngambling;block;slot gacor;k1\n");

        assertThat(new RuleDirectory(directory, null)
                        .compile(Limits.DEFAULT, false)
                        .version())
                .isEqualTo(version);
    }

    @Test
    void brokenExpression_isReportedWithItsPosition() throws Exception {
        Files.writeString(
                directory.resolve("keywords.csv"),
                "rule_id,expression,policy,action\nk1,judi & (daftar | deposit,gambling,BLOCK\n");

        String expected = "keywords.csv:2:expression: at character 8: parenthesis is never closed; add \")\"";
        assertThatThrownBy(() -> new RuleDirectory(directory, null).compile(Limits.DEFAULT, false))
                .isInstanceOf(RuleFileException.class)
                .hasMessage(expected);
        assertThatThrownBy(() -> new RuleDirectory(directory, null).rules(false))
                .hasMessage(expected);
    }

    @Test
    void unknownPolicyAndBadTerms_areReported() throws Exception {
        Files.writeString(
                directory.resolve("keywords.csv"),
                "rule_id,expression,policy,action,minimum_age\nk1,judi,gamblin,BLOCK,\nk2,judi,gambling,BLOCK,14\n");
        Files.writeString(
                directory.resolve("hashes.csv"),
                "rule_id,algorithm,value,policy,action,max_distance\nh1,MD5," + MD5 + ",drugs,BLOCK,99\n");

        assertThatThrownBy(() -> new RuleDirectory(directory, null).rules(false))
                .hasMessageContaining("keywords.csv:2:policy: ")
                .hasMessageContaining("gamblin")
                .hasMessageContaining("keywords.csv:3:minimum_age: ")
                .hasMessageContaining("hashes.csv:2:max_distance: ");
    }

    @Test
    void policiesOfTheDirectory_replaceTheStandardOnes_andAFileNamedReplacesBoth() throws Exception {
        String policy = "policies: [{code: %s, group: a, title: {id: a, en: a}, explanation: {id: a, en: a}}]";
        Files.writeString(directory.resolve("policies.yaml"), policy.formatted("other"));
        assertThatThrownBy(() -> new RuleDirectory(directory, null).rules(false))
                .hasMessageContaining(":policy: ");

        Files.delete(directory.resolve("hashes.csv"));
        Path named = Files.writeString(directory.resolve("named.yaml"), policy.formatted("gambling"));
        assertThat(new RuleDirectory(directory, named).rules(false).keywords()).hasSize(2);
    }

    @Test
    void noRule_isRefusedUnlessAllowed() throws Exception {
        Files.delete(directory.resolve("hashes.csv"));
        Files.writeString(
                directory.resolve("keywords.csv"),
                "rule_id,expression,policy,action,mode\nk1,judi,gambling,BLOCK,OFF\n");

        assertThat(new RuleDirectory(directory, null)
                        .compile(Limits.DEFAULT, false)
                        .isEmpty())
                .as("rules that are off were switched off by somebody")
                .isTrue();
        assertThat(new RuleDirectory(directory, null).rules(false).keywords())
                .as("a rule that is off may be published")
                .hasSize(1);
        Files.delete(directory.resolve("keywords.csv"));
        assertThatThrownBy(() -> new RuleDirectory(directory, null).compile(Limits.DEFAULT, false))
                .hasMessageContaining("holds no live rules");
        assertThatThrownBy(() -> new RuleDirectory(directory, null).rules(false))
                .hasMessageContaining("holds no live rules");
    }
}
