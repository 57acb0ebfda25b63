package dev.saring.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @Test
    void topicWithDashesAndDigits_isRead() {
        assertThat(Source.parse("eu-1.moderation-2-3@45")).contains(new Source("eu-1.moderation-2", 3, 45));
        assertThat(new Source("eu-1.moderation-2", 3, 45)).hasToString("eu-1.moderation-2-3@45");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "-@",
                "uploads",
                "uploads-1",
                "uploads@4",
                "uploads-@4",
                "uploads-1@",
                "uploads-1@-4",
                "uploads-x@4",
                "uploads-1@99999999999999999999",
                "-1@4"
            })
    void nonsense_isNoSource(String text) {
        assertThat(Source.parse(text)).isEmpty();
    }
}
