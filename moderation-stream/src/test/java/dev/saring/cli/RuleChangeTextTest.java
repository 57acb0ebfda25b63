package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.TrustedRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RuleChangeTextTest {
    private static final Instant TIME = Instant.parse("2026-11-24T08:00:00Z");

    @BeforeAll
    static void trustRecords() {
        TrustedRecords.register();
    }

    private static KeywordRule.Builder rule() {
        return KeywordRule.newBuilder()
                .setRuleId("k")
                .setExpression("slot gacor")
                .setPolicy("gambling")
                .setAction(RuleAction.BLOCK);
    }

    @Test
    void changedFields_areListedBeforeAndAfter() {
        RuleChange change =
                new RuleChange("k", rule().build(), rule().setSeverity(70).build(), "ayu", TIME, "too lax", "p");

        assertThat(RuleChangeText.of(change).lines())
                .containsExactly("2026-11-24T08:00:00Z  changed by ayu: too lax", "    severity: 50 -> 70");
    }

    @Test
    void textOfOthers_neitherBreaksLinesNorSteersATerminal() {
        KeywordRule hostile = rule().setExpression("a\u001b[2Jb")
                .setNote("one\ntwo")
                .setLabels(List.of("left\u202eright"))
                .build();
        RuleChange change = new RuleChange("k", null, hostile, "ayu\u0007", TIME, "why\rnot", "p");

        assertThat(RuleChangeText.of(change).lines())
                .startsWith("2026-11-24T08:00:00Z  added by ayu\\u0007: why\\u000dnot")
                .contains("    expression: a\\u001b[2Jb", "    note: one\\u000atwo", "    labels: left\\u202eright");
    }

    @Test
    void longText_isShownWhole() {
        RuleChange change = new RuleChange(
                "k",
                rule().setNote("x".repeat(5_000) + "1").build(),
                rule().setNote("x".repeat(5_000) + "2").build(),
                "ayu",
                TIME,
                "",
                "p");

        assertThat(RuleChangeText.of(change)).contains("x1 -> ").endsWith("x2");
    }
}
