package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RejectedRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleFollowerTest {
    private static final RuleTopics TOPICS = TopicLog.TOPICS;
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final PolicyBook POLICIES = PolicyFile.standard();

    private final SchemaRegistry registry =
            SchemaRegistry.connect(Map.of("schema.registry.url", "mock://RuleFollowerTest"), null);
    private final AvroEncoder<KeywordRule> keywords = new AvroEncoder<>(registry, KeywordRule.class, TOPICS.rules());
    private final AvroEncoder<HashRule> hashes = new AvroEncoder<>(registry, HashRule.class, TOPICS.hashes());
    private final TopicLog log = new TopicLog();
    private final List<RejectedRule> rejections = new CopyOnWriteArrayList<>();
    private final Heard heard = new Heard();
    private RuleFollower follower;

    @AfterEach
    void close() {
        if (follower != null) {
            follower.close();
        }
        registry.close();
    }

    @Test
    void bothTopics_areReadToTheirEndBeforeTheFirstRuleSet() throws Exception {
        put("k1", "judi");
        put("k1", "judi online");
        put("k2", "togel");
        log.append(TOPICS.rules(), "k2", null);
        put("h1", 1);
        follower = follower(log.consumer());

        assertThatThrownBy(follower::current).isInstanceOf(IllegalStateException.class);
        follower.start();
        RuleSet rules = follower.awaitLoaded();

        assertThat(rules.version()).isEqualTo(version(List.of(RuleRecords.keyword("k1", "judi online", "s")), 1));
        assertThat(follower.current()).isSameAs(rules);
        assertThat(rejections).isEmpty();
        assertThat(heard.swaps).hasSize(1);
    }

    @Test
    void emptyTopics_giveAnEmptyRuleSet() throws Exception {
        follower = follower(log.consumer());
        follower.start();

        assertThat(follower.awaitLoaded().isEmpty()).isTrue();
    }

    @Test
    void laterRecords_areTakenTogether() throws Exception {
        put("k1", "judi");
        MockConsumer<String, byte[]> consumer = log.consumer();
        follower = follower(consumer);
        follower.start();
        follower.awaitLoaded();

        consumer.schedulePollTask(() -> {
            for (int i = 0; i < 2_000; i++) {
                consumer.addRecord(put("h" + i, i));
            }
            consumer.addRecord(log.append(TOPICS.rules(), "k1", null));
        });

        await().until(() -> follower.current().hashRules() == 2_000);
        assertThat(follower.current().keywordRules()).isZero();
        assertThat(heard.swaps).hasSize(2);
        assertThat(heard.changes.get(1)).isEqualTo(2_001);
    }

    @Test
    void firstRuleSet_isLetGo_onceAnotherIsInForce() throws Exception {
        put("k1", "judi");
        MockConsumer<String, byte[]> consumer = log.consumer();
        follower = follower(consumer);
        follower.start();
        WeakReference<RuleSet> first = new WeakReference<>(follower.awaitLoaded());

        consumer.schedulePollTask(() -> consumer.addRecord(put("k2", "togel")));

        await().until(() -> follower.current().keywordRules() == 2);
        heard.swaps.clear();
        await().until(() -> {
            System.gc();
            return first.refersTo(null);
        });
    }

    @Test
    void badRecords_areRejectedAndTheLastGoodRuleStays() throws Exception {
        put("k1", "judi");
        MockConsumer<String, byte[]> consumer = log.consumer();
        follower = follower(consumer);
        follower.start();
        String good = follower.awaitLoaded().version();

        KeywordRule broken = RuleRecords.keyword("k1", "judi & (daftar", "s");
        broken.setUpdatedBy("budi");
        add(consumer, log.append(TOPICS.rules(), "k1", keywords.encode(broken)));
        add(consumer, log.append(TOPICS.rules(), "k1", new byte[] {0, 0, 0}));
        add(consumer, log.append(TOPICS.rules(), "k9", keywords.encode(RuleRecords.keyword("k1", "slot", "s"))));
        add(consumer, log.append(TOPICS.rules(), null, new byte[] {7}));
        await().until(() -> rejections.size() == 4);

        assertThat(rejections.get(0))
                .isEqualTo(new RejectedRule(
                        "k1",
                        TOPICS.rules(),
                        0,
                        1L,
                        "expression at character 8: parenthesis is never closed; add \")\"",
                        "budi",
                        NOW));
        assertThat(rejections.get(1).getReason()).contains("publish the rule again");
        assertThat(rejections.get(2).getReason()).contains("the key differs from the rule's id \"k1\"");
        assertThat(rejections.get(3).getReason()).contains("has no key");
        assertThat(follower.current().version()).isEqualTo(good);
        add(consumer, put("k2", "togel"));
        await().until(() -> follower.current().keywordRules() == 2);
        assertThat(heard.rejected.get()).isEqualTo(4);
    }

    @Test
    void badRecordsOfTheStart_areReportedOnlyWhereTheyAreStillLive() throws Exception {
        log.append(TOPICS.rules(), "k1", new byte[] {1});
        log.append(TOPICS.rules(), "k2", new byte[] {1});
        log.append(TOPICS.rules(), "k3", new byte[] {1});
        put("k1", "judi");
        log.append(TOPICS.rules(), "k2", null);
        MockConsumer<String, byte[]> consumer = log.consumer();
        follower = follower(consumer);
        follower.start();
        follower.awaitLoaded();

        assertThat(rejections).extracting(RejectedRule::getRuleId).containsExactly("k3");
        assertThat(heard.rejected.get()).isEqualTo(3);
        assertThat(heard.leftOut).containsExactly("k3");

        add(consumer, put("k3", "togel"));
        await().until(() -> heard.leftOut.isEmpty() && follower.current().keywordRules() == 2);
    }

    @Test
    void brokerThatFails_isTriedAgainFromWhereItStood() throws Exception {
        put("k1", "judi");
        MockConsumer<String, byte[]> first = log.consumer();
        MockConsumer<String, byte[]> broken = log.consumer();
        broken.setOffsetsException(new KafkaException("away"));
        Queue<Supplier<Consumer<String, byte[]>>> consumers = new ArrayDeque<>();
        consumers.add(() -> {
            throw new KafkaException("no broker");
        });
        consumers.add(() -> broken);
        consumers.add(() -> first);
        consumers.add(log::consumer);
        follower = follower(() -> consumers.remove().get());
        follower.start();
        follower.awaitLoaded();
        put("k2", "togel");
        first.setPollException(new KafkaException("gone"));

        await().until(() -> follower.current().keywordRules() == 2);
        assertThat(heard.failures).hasSize(3);
        assertThat(heard.changes).as("k1 is not read twice").containsExactly(1L, 1L);
        await().until(() -> heard.following.get() >= 2);
    }

    @Test
    void topicsMadeAnew_areReadFromTheirBeginningIntoANewBook() throws Exception {
        put("k1", "judi");
        put("k2", "togel");
        MockConsumer<String, byte[]> first = log.consumer();
        TopicLog renewed = new TopicLog();
        renewed.append(TOPICS.rules(), "k3", keywords.encode(RuleRecords.keyword("k3", "slot", "s")));
        Queue<Consumer<String, byte[]>> consumers = new ArrayDeque<>(List.of(first, renewed.consumer()));
        follower = follower(consumers::remove);
        follower.start();
        follower.awaitLoaded();
        first.setPollException(new OffsetOutOfRangeException(Map.of(new TopicPartition(TOPICS.rules(), 0), 2L)));

        await().until(() -> follower.current().keywordRules() == 1);
        assertThat(follower.current().version())
                .isEqualTo(version(List.of(RuleRecords.keyword("k3", "slot", "s")), null));
    }

    @Test
    void oneTopicLostAndMadeAnew_holdsTheRuleSetUntilItHasRulesAgain() throws Exception {
        put("k1", "judi");
        put("h1", 1);
        put("h2", 2);
        MockConsumer<String, byte[]> first = log.consumer();
        TopicLog renewed = new TopicLog();
        renewed.append(TOPICS.rules(), "k1", keywords.encode(RuleRecords.keyword("k1", "judi", "s")));
        MockConsumer<String, byte[]> second = renewed.consumer();
        Queue<Consumer<String, byte[]>> consumers = new ArrayDeque<>(List.of(first, second));
        follower = follower(consumers::remove);
        follower.start();
        RuleSet before = follower.awaitLoaded();
        first.setPollException(new OffsetOutOfRangeException(Map.of(new TopicPartition(TOPICS.hashes(), 0), 2L)));

        await().until(() -> heard.failures.stream().anyMatch(each -> each.contains("made anew and holds no rule")));
        assertThat(heard.failures)
                .anySatisfy(each -> assertThat(each)
                        .startsWith("test.hashes was made anew and holds no rule, where 2 are in force")
                        .contains("publish the rules again"));
        assertThat(follower.current()).isSameAs(before);
        add(second, renewed.append(TOPICS.rules(), "k2", keywords.encode(RuleRecords.keyword("k2", "togel", "s"))));
        await().until(() -> heard.failures.stream()
                        .filter(each -> each.contains("2 are in force"))
                        .count()
                > 1);
        assertThat(follower.current()).isSameAs(before);

        add(second, renewed.append(TOPICS.hashes(), "h1", hashes.encode(RuleRecords.hash("h1", 1, "s"))));
        await().until(() -> follower.current() != before);
        assertThat(follower.current().keywordRules()).isEqualTo(2);
        assertThat(follower.current().hashRules()).isEqualTo(1);
    }

    @Test
    void rulesThatWaitAfterTheTopicsWereLost_doNotReplaceThoseInForce() throws Exception {
        put("k1", "judi");
        put("k2", "togel");
        put("h1", 1);
        MockConsumer<String, byte[]> first = log.consumer();
        TopicLog renewed = new TopicLog();
        MockConsumer<String, byte[]> second = renewed.consumer();
        Queue<Consumer<String, byte[]>> consumers = new ArrayDeque<>(List.of(first, second));
        follower = follower(consumers::remove);
        follower.start();
        RuleSet before = follower.awaitLoaded();
        first.setPollException(new OffsetOutOfRangeException(Map.of(new TopicPartition(TOPICS.rules(), 0), 2L)));
        await().until(() -> !heard.failures.isEmpty());

        // Published again under four eyes: exact hashes of child-safety and orders do not wait.
        second.schedulePollTask(() -> {
            second.addRecord(waiting(renewed, "k1", "judi"));
            second.addRecord(waiting(renewed, "k2", "togel"));
            second.addRecord(encoded(renewed, RuleRecords.hash("h1", 1, "s")));
        });
        await().until(
                        () -> heard.failures.stream()
                                .anyMatch(
                                        each -> each.startsWith(
                                                "the rule topics were made anew, and 1 of their rules block or send to"
                                                        + " review, where 3 in force do; 2 wait for a second person: the rule set before that stays")));
        assertThat(follower.current()).isSameAs(before);

        add(second, encoded(renewed, RuleRecords.keyword("k1", "judi", "s")));
        await().until(() -> heard.failures.stream().anyMatch(each -> each.contains("; 1 wait for a second person")));
        assertThat(follower.current()).isSameAs(before);
        add(second, renewed.append(TOPICS.rules(), "k2", null));
        await().until(() -> follower.current() != before);
        assertThat(follower.current().keywordRules()).isEqualTo(1);
        assertThat(follower.current().hashRules()).isEqualTo(1);

        add(second, waiting(renewed, "k1", "judi"));
        await().untilAsserted(() -> assertThat(heard.swaps).hasSize(3));
    }

    @Test
    void rulesThatOnlyLabelAfterTheTopicsWereLost_doNotReplaceThoseInForce() throws Exception {
        put("k1", "judi");
        MockConsumer<String, byte[]> first = log.consumer();
        TopicLog renewed = new TopicLog();
        KeywordRule label = RuleRecords.keyword("k2", "belajar", "s");
        label.setAction(RuleAction.LABEL);
        encoded(renewed, label);
        MockConsumer<String, byte[]> second = renewed.consumer();
        Queue<Consumer<String, byte[]>> consumers = new ArrayDeque<>(List.of(first, second));
        follower = follower(consumers::remove);
        follower.start();
        RuleSet before = follower.awaitLoaded();
        first.setPollException(new OffsetOutOfRangeException(Map.of(new TopicPartition(TOPICS.rules(), 0), 1L)));

        await().until(() -> heard.failures.stream().anyMatch(each -> each.contains("0 of their rules block")));
        assertThat(follower.current()).isSameAs(before);
        add(second, encoded(renewed, RuleRecords.keyword("k1", "judi", "s")));
        await().until(() -> follower.current().keywordRules() == 2);
    }

    @Test
    void lastHashThatIsRetired_isRetired() throws Exception {
        put("k1", "judi");
        put("h1", 1);
        MockConsumer<String, byte[]> consumer = log.consumer();
        follower = follower(consumer);
        follower.start();
        follower.awaitLoaded();

        add(consumer, log.append(TOPICS.hashes(), "h1", null));
        await().until(() -> follower.current().hashRules() == 0);
    }

    @Test
    void lastRuleThatGoes_leavesTheRuleSetInPlace() throws Exception {
        put("k1", "judi");
        MockConsumer<String, byte[]> consumer = log.consumer();
        follower = follower(consumer);
        follower.start();
        RuleSet rules = follower.awaitLoaded();

        add(consumer, log.append(TOPICS.rules(), "k1", null));
        await().until(() -> !heard.failures.isEmpty());
        assertThat(heard.failures.get(0)).startsWith("the last live rule is gone");
        assertThat(follower.current()).isSameAs(rules);
        add(consumer, put("k2", "togel"));
        await().until(() -> follower.current() != rules);
        assertThat(follower.current().keywordRules()).isEqualTo(1);
    }

    @Test
    void missingTopicOrSeveralPartitions_endTheStartAtOnce() {
        MockConsumer<String, byte[]> missing = log.consumer();
        missing.updatePartitions(TOPICS.hashes(), List.of());
        follower = follower(missing);
        follower.start();
        assertThatThrownBy(follower::awaitLoaded)
                .isInstanceOf(RuleTopicException.class)
                .hasMessage("there is no topic test.hashes; create it with \"saring topics create\"");
        follower.close();

        MockConsumer<String, byte[]> two = log.consumer();
        two.updatePartitions(
                TOPICS.rules(),
                List.of(
                        new PartitionInfo(TOPICS.rules(), 0, Node.noNode(), new Node[0], new Node[0]),
                        new PartitionInfo(TOPICS.rules(), 1, Node.noNode(), new Node[0], new Node[0])));
        follower = follower(two);
        follower.start();
        assertThatThrownBy(follower::awaitLoaded).hasMessageContaining("test.rules has 2 partitions");
    }

    @Test
    void registryThatIsAway_isWaitedForAndNothingIsSkipped() throws Exception {
        put("k1", "judi");
        MockConsumer<String, byte[]> consumer = log.consumer();
        SchemaRegistry away = SchemaRegistry.connect(
                Map.of("schema.registry.url", "http://127.0.0.1:1", "http.connect.timeout.ms", "100"), null);
        follower = new RuleFollower(
                () -> consumer,
                TOPICS,
                away,
                POLICIES,
                Limits.DEFAULT,
                rejections::add,
                heard,
                InstantSource.fixed(NOW));
        follower.start();

        await().until(() -> heard.failures.size() >= 3);
        assertThat(rejections).isEmpty();
        assertThat(heard.swaps).isEmpty();
        long before = System.nanoTime();
        follower.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThatThrownBy(follower::awaitLoaded).hasMessageContaining("closed");
        away.close();
    }

    private ConsumerRecord<String, byte[]> put(String ruleId, String expression) {
        try {
            return log.append(TOPICS.rules(), ruleId, keywords.encode(RuleRecords.keyword(ruleId, expression, "s")));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ConsumerRecord<String, byte[]> put(String ruleId, long seed) {
        try {
            return log.append(TOPICS.hashes(), ruleId, hashes.encode(RuleRecords.hash(ruleId, seed, "s")));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ConsumerRecord<String, byte[]> waiting(TopicLog topics, String ruleId, String expression) {
        KeywordRule rule = RuleRecords.keyword(ruleId, expression, "s");
        rule.setMode(RuleMode.SHADOW);
        rule.setAwaitedMode(RuleMode.ENFORCE);
        return encoded(topics, rule);
    }

    private ConsumerRecord<String, byte[]> encoded(TopicLog topics, KeywordRule rule) {
        try {
            return topics.append(TOPICS.rules(), rule.getRuleId(), keywords.encode(rule));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ConsumerRecord<String, byte[]> encoded(TopicLog topics, HashRule rule) {
        try {
            return topics.append(TOPICS.hashes(), rule.getRuleId(), hashes.encode(rule));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void add(MockConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> message) {
        consumer.schedulePollTask(() -> consumer.addRecord(message));
    }

    private RuleFollower follower(Consumer<String, byte[]> consumer) {
        return follower(() -> consumer);
    }

    private RuleFollower follower(Supplier<Consumer<String, byte[]>> consumers) {
        return new RuleFollower(
                consumers,
                TOPICS,
                registry,
                POLICIES,
                Limits.DEFAULT,
                rejections::add,
                heard,
                InstantSource.fixed(NOW));
    }

    private static String version(List<KeywordRule> rules, Integer hashSeed) throws BadRuleException {
        RuleBook book = new RuleBook(POLICIES, Limits.DEFAULT);
        for (KeywordRule rule : rules) {
            book.put(rule);
        }
        if (hashSeed != null) {
            book.put(RuleRecords.hash("h" + hashSeed, hashSeed, "s"));
        }
        return book.snapshot().version();
    }

    private static final class Heard implements RuleFollowerListener {
        private final Queue<RuleSet> swaps = new ConcurrentLinkedQueue<>();
        private final List<Long> changes = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final AtomicInteger rejected = new AtomicInteger();
        private final AtomicInteger following = new AtomicInteger();
        private volatile List<String> leftOut = List.of();

        @Override
        public void swapped(RuleSet rules, long taken, Duration took) {
            swaps.add(rules);
            changes.add(taken);
        }

        @Override
        public void rejected(String topic) {
            rejected.incrementAndGet();
        }

        @Override
        public void leftOut(List<RejectedRule> rules) {
            leftOut = rules.stream().map(RejectedRule::getRuleId).toList();
        }

        @Override
        public void failed(String reason) {
            failures.add(reason);
        }

        @Override
        public void following() {
            following.incrementAndGet();
        }
    }
}
