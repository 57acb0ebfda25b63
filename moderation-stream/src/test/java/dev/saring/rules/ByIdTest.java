package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is kept by id, against a plain map, with enough rules for the table to shrink. */
class ByIdTest {
    private static final int MOST = 30_000;

    @Property(tries = 20)
    void rulesThatComeAndGo_areKeptAsInAPlainMap(@ForAll long seed) {
        Random random = new Random(seed);
        ById<Integer> slots = new ById<>();
        Map<String, Integer> plain = new HashMap<>();
        for (int round = 0; round < 4; round++) {
            for (int i = random.nextInt(MOST); i > 0; i--) {
                String id = "r" + random.nextInt(MOST);
                slots.put(id, i);
                plain.put(id, i);
            }
            for (int i = random.nextInt(3 * MOST); i > 0; i--) {
                String id = "r" + random.nextInt(MOST);
                assertThat(slots.remove(id)).isEqualTo(plain.remove(id));
            }
            assertThat(slots.size()).isEqualTo(plain.size());
            assertThat(slots.values()).containsExactlyInAnyOrderElementsOf(plain.values());
        }
    }
}
