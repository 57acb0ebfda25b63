package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What hides a phrase is seen through, and the same does not make innocent words look guilty. */
class DisguiseTest {
    @Test
    void disguisedTerms_areFound() {
        DisguiseTable.Result result = DisguiseTable.guilty();

        assertThat(DisguiseTable.kinds()).isGreaterThanOrEqualTo(40);
        assertThat(result.wrong())
                .as("at most 1 %% of %d", result.tried())
                .hasSizeLessThanOrEqualTo(result.tried() / 100);
    }

    @Test
    void disguisedInnocentWords_areNotFlagged() {
        DisguiseTable.Result result = DisguiseTable.innocent();

        assertThat(result.wrong())
                .as("at most 0.5 %% of %d", result.tried())
                .hasSizeLessThanOrEqualTo(result.tried() / 200);
    }
}
