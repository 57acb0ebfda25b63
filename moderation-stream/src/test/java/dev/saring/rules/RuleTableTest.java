package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Rule;
import dev.saring.classify.RuleTerms;
import dev.saring.classify.Samples;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Numbers of rules and the table by number, against plain maps. */
class RuleTableTest {
    private static final int MOST = 20_000;

    private static final RuleTerms TERMS = new RuleTerms(
            Samples.POLICIES.find("hate"),
            RuleAction.REVIEW,
            Set.of(),
            0,
            RuleMode.ENFORCE,
            Set.of(),
            0,
            Set.of(),
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            null);

    private record Snapshot(Map<Integer, Rule> expected, IntFunction<Rule> rules) {}

    @Property(tries = 50)
    void rulesThatComeAndGo_haveTheLowestNumbers_andSnapshotsStay(@ForAll long seed) {
        Random random = new Random(seed);
        RuleNumbers numbers = new RuleNumbers();
        RuleTable table = new RuleTable();
        TreeMap<Integer, Rule> plain = new TreeMap<>();
        List<Snapshot> snapshots = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            for (int i = random.nextInt(MOST / 4); i > 0; i--) {
                int number = numbers.take();
                assertThat(plain).doesNotContainKey(number);
                assertThat(number).isLessThanOrEqualTo(plain.size());
                Rule rule = new Rule("r" + random.nextInt(), TERMS);
                table.put(number, rule);
                plain.put(number, rule);
            }
            for (int i = random.nextInt(plain.size() + 1); i > 0; i--) {
                int number =
                        random.nextBoolean() ? plain.lastKey() : plain.ceilingKey(random.nextInt(plain.lastKey() + 1));
                numbers.giveBack(number);
                table.put(number, null);
                plain.remove(number);
            }
            snapshots.add(new Snapshot(new TreeMap<>(plain), table.snapshot()));
            for (Snapshot each : snapshots) {
                assertThat(each.expected().entrySet())
                        .allMatch(entry -> each.rules().apply(entry.getKey()) == entry.getValue());
            }
        }
    }
}
