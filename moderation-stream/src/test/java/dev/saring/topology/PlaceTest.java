package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @Test
    void topicWithDashesAndDigits_isRead() {
        assertThat(Place.parse("eu-1.moderation-2-3@45")).contains(new Place("eu-1.moderation-2", 3, 45));
        assertThat(new Place("eu-1.moderation-2", 3, 45)).hasToString("eu-1.moderation-2-3@45");
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
    void nonsense_isNoPlace(String text) {
        assertThat(Place.parse(text)).isEmpty();
    }
}
