package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Engine;
import dev.saring.classify.Limits;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.TrustedRecords;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

class RuleSetVersionTest {
    @BeforeTry
    void trustOurRecords() {
        TrustedRecords.register();
    }

    @Property(tries = 100)
    void afterAnyChanges_itIsTheVersionOfTheCompiledRules(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
        RuleSetVersion version = new RuleSetVersion(PolicyFile.standard(), Limits.DEFAULT, Engine.VERSION);
        RuleSetVersion otherEngine = new RuleSetVersion(PolicyFile.standard(), Limits.DEFAULT, "another");
        Map<String, Object> live = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            RuleChange change = change(random, live);
            taken(() -> book.apply(change));
            boolean taken = taken(() -> version.apply(change));
            taken(() -> otherEngine.apply(change));
            if (taken) {
                live.put(change.getRuleId(), change.getAfter());
            }
        }
        assertThat(version.value()).isEqualTo(book.snapshot().version()).isNotEqualTo(otherEngine.value());
    }

    private interface Change {
        void run() throws BadRuleException;
    }

    private static boolean taken(Change change) {
        try {
            change.run();
            return true;
        } catch (BadRuleException e) {
            return false;
        }
    }

    private static RuleChange change(Random random, Map<String, Object> live) {
        int number = random.nextInt(6);
        Object before = live.get("r" + number);
        boolean retire = before != null && random.nextBoolean();
        return RuleChange.newBuilder()
                .setRuleId("r" + number)
                .setBefore(before)
                .setAfter(retire ? null : number < 3 ? keyword(number, random) : hash(number, random))
                .setChangedBy("ayu")
                .setChangedAt(java.time.Instant.EPOCH)
                .build();
    }

    private static KeywordRule keyword(int number, Random random) {
        return KeywordRule.newBuilder()
                .setRuleId("r" + number)
                // Now and then one that cannot be taken.
                .setExpression(random.nextInt(5) == 0 ? "judi & (" : "judi " + random.nextInt(3))
                .setPolicy("gambling")
                .setAction(RuleAction.BLOCK)
                .build();
    }

    private static HashRule hash(int number, Random random) {
        return HashRule.newBuilder()
                .setRuleId("r" + number)
                .setAlgorithm(HashAlgorithm.MD5)
                .setValues(List.of(ByteBuffer.wrap(new byte[random.nextInt(5) == 0 ? 3 : 16])))
                .setPolicy(random.nextBoolean() ? "drugs" : "child-safety")
                .setAction(RuleAction.BLOCK)
                .build();
    }
}
