package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.RejectedRule;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.PublishReport;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleFollower;
import dev.saring.rules.RuleFollowerListener;
import dev.saring.rules.RuleList;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopicException;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publisher and follower against a real broker: transactions, fencing, compacted topics. */
class RulesOnBrokerTest {
    private static final RuleTopics TOPICS = RuleTopics.of("test.");
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final PublishOrder ORDER = new PublishOrder("ayu", "test", Set.of());

    @TempDir
    private Path directory;

    private final List<RejectedRule> rejections = new CopyOnWriteArrayList<>();
    private final SchemaRegistry registry =
            SchemaRegistry.connect(Map.of("schema.registry.url", "mock://RulesOnBrokerTest"), null);
    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.inProcess(Map.of());
        Map<String, String> compact = Map.of("cleanup.policy", "compact");
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(
                            new NewTopic(TOPICS.rules(), 1, (short) 1).configs(compact),
                            new NewTopic(TOPICS.hashes(), 1, (short) 1).configs(compact),
                            new NewTopic(TOPICS.changes(), 3, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stopBroker() {
        registry.close();
        kafka.close();
    }

    @Test
    void publishedRules_areFollowedToTheVersionOfTheirFiles() throws Exception {
        keywords("k1,slot gacor,gambling,BLOCK,a\nk2,togel,gambling,REVIEW,a\n");
        try (RuleFollower follower = follower()) {
            follower.start();
            assertThat(follower.awaitLoaded().isEmpty()).isTrue();
            assertThat(publish(ORDER).added()).isEqualTo(2);
            await().atMost(WAIT).until(() -> follower.current().version().equals(versionOfFiles()));

            keywords("k1,slot gacor & link,gambling,BLOCK,a\n");
            PublishReport report = publish(new PublishOrder("budi", "", Set.of("a")));
            assertThat(report).isEqualTo(new PublishReport(report.publishId(), 0, 1, 1, 0));
            await().atMost(WAIT).until(() -> follower.current().version().equals(versionOfFiles()));

            PublishReport again = publish(new PublishOrder("citra", "", Set.of("a")));
            assertThat(again).isEqualTo(new PublishReport(again.publishId(), 0, 0, 0, 1));
        }
        try (RuleFollower later = follower()) {
            later.start();
            assertThat(later.awaitLoaded().version()).isEqualTo(versionOfFiles());
        }
        assertThat(rejections).isEmpty();
    }

    @Test
    void uncommittedAndBrokenRecords_changeNothing() throws Exception {
        keywords("k1,slot gacor,gambling,BLOCK,a\n");
        publish(ORDER);
        try (RuleFollower follower = follower();
                KafkaProducer<String, byte[]> plain = producer(Map.of());
                KafkaProducer<String, byte[]> transactional = producer(Map.of("transactional.id", "stray"))) {
            follower.start();
            RuleSet before = follower.awaitLoaded();
            transactional.initTransactions();
            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>(TOPICS.rules(), "k1", null)).get();
            transactional.abortTransaction();
            plain.send(new ProducerRecord<>(TOPICS.rules(), "k1", new byte[] {9}))
                    .get();

            await().atMost(WAIT).until(() -> rejections.size() == 1);
            assertThat(rejections.get(0).getRuleId()).isEqualTo("k1");
            assertThat(follower.current().version()).isEqualTo(before.version());
        }
    }

    @Test
    void laterPublisher_takesOverAndRunningTheEarlierAgainCompletesIt() throws Exception {
        int count = 100_000;
        StringBuilder hashes = new StringBuilder("rule_id,algorithm,value,policy,action,source\n");
        for (int i = 0; i < count; i++) {
            hashes.append("h")
                    .append(i)
                    .append(",MD5,")
                    .append(String.format("%032x", i))
                    .append(",drugs,BLOCK,b\n");
        }
        Files.writeString(directory.resolve("hashes.csv"), hashes);
        RuleList many = new RuleDirectory(directory, null).rules(false);
        Files.delete(directory.resolve("hashes.csv"));
        keywords("k1,slot gacor,gambling,BLOCK,a\n");
        RuleList few = new RuleDirectory(directory, null).rules(false);

        CompletableFuture<Throwable> earlier;
        PublishReport later;
        try (RulePublisher first = publisher();
                RulePublisher second = publisher()) {
            earlier = CompletableFuture.supplyAsync(() -> catchThrowable(() -> first.publish(many, ORDER)));
            await().atMost(WAIT).pollInterval(Duration.ofMillis(20)).until(() -> end(TOPICS.hashes()) > 10_000);
            later = second.publish(few, ORDER);
            earlier.get(60, TimeUnit.SECONDS);
        }

        assertThat(later.added()).isEqualTo(1);
        assertThat(earlier.get())
                .isInstanceOf(RuleTopicException.class)
                .hasMessageMatching("another publish has started and taken over: [0-9]+ changes are live,.*");
        Files.writeString(directory.resolve("hashes.csv"), hashes);
        PublishReport rest = publish(ORDER);
        assertThat(rest.added()).isBetween(1L, count - 5_000L);
        assertThat(rest.added() + rest.unchanged()).isEqualTo(count + 1L);
        try (RuleFollower follower = follower()) {
            follower.start();
            assertThat(follower.awaitLoaded().version()).isEqualTo(versionOfFiles());
        }
    }

    @Test
    void publisherThatDied_leavesNothingHalf_andTheNextNeedNotWaitForIt() throws Exception {
        keywords("k1,slot gacor,gambling,BLOCK,a\n");
        publish(ORDER);
        String before = versionOfFiles();
        // A killed process neither commits nor aborts.
        KafkaProducer<String, byte[]> dead = producer(Map.of("transactional.id", "test.rule-publisher"));
        try (RuleFollower follower = follower()) {
            dead.initTransactions();
            dead.beginTransaction();
            dead.send(new ProducerRecord<>(TOPICS.rules(), "k1", null)).get();
            follower.start();
            assertThat(follower.awaitLoaded().version()).isEqualTo(before);

            keywords("k2,togel,gambling,BLOCK,a\n");
            long began = System.nanoTime();
            publish(ORDER);
            keywords("k1,slot gacor,gambling,BLOCK,a\nk2,togel,gambling,BLOCK,a\n");
            await().atMost(WAIT).until(() -> follower.current().version().equals(versionOfFiles()));
            // Kafka itself gives up a transaction after a minute.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(50));
        } finally {
            dead.close(Duration.ZERO);
        }
    }

    @Test
    void missingTopic_endsTheStart() throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.deleteTopics(List.of(TOPICS.hashes())).all().get();
            await().atMost(WAIT).until(() -> !admin.listTopics().names().get().contains(TOPICS.hashes()));
        }
        try (RuleFollower follower = follower()) {
            follower.start();
            assertThatThrownBy(follower::awaitLoaded)
                    .isInstanceOf(RuleTopicException.class)
                    .hasMessage("there is no topic test.hashes; create it with \"saring topics create\"");
        }
    }

    private void keywords(String rows) throws Exception {
        Files.writeString(directory.resolve("keywords.csv"), "rule_id,expression,policy,action,source\n" + rows);
    }

    private String versionOfFiles() throws Exception {
        return new RuleDirectory(directory, null).compile(Limits.DEFAULT, false).version();
    }

    private PublishReport publish(PublishOrder order) throws Exception {
        try (RulePublisher publisher = publisher()) {
            return publisher.publish(new RuleDirectory(directory, null).rules(true), order);
        }
    }

    private RulePublisher publisher() {
        return RulePublisher.connect(client(), client(), "test.rule-publisher", TOPICS, registry);
    }

    private RuleFollower follower() {
        return new RuleFollower(
                client(), TOPICS, registry, PolicyFile.standard(), Limits.DEFAULT, rejections::add, new Silent());
    }

    private long end(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(client())) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = Stream.of(client(), more)
                .flatMap(each -> each.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static final class Silent implements RuleFollowerListener {
        @Override
        public void swapped(RuleSet rules, long changes, Duration took) {}

        @Override
        public void rejected(String topic) {}

        @Override
        public void failed(String reason) {}

        @Override
        public void following() {}
    }
}
