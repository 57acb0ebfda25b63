package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.RuleMode;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.SchemaRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RulePublisherTest {
    private static final RuleTopics TOPICS = TopicLog.TOPICS;
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00.123Z");
    private static final PublishOrder ORDER = new PublishOrder("ayu", "weekly list", Set.of());
    private static final PublishOrder EXACTLY = new PublishOrder("ayu", "", Set.of(), true, FourEyes.off());
    private static final PublishOrder FOUR_EYES =
            new PublishOrder("ayu", "", Set.of(), false, new FourEyes(PolicyFile.standard()));

    private final SchemaRegistry registry =
            SchemaRegistry.connect(Map.of("schema.registry.url", "mock://RulePublisherTest"), null);
    private final TopicLog log = new TopicLog();
    private MockProducer<String, byte[]> producer = newProducer();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void newRules_areAddedWithTheirChanges() throws Exception {
        PublishReport report = publish(
                List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(RuleRecords.hash("h1", 1, "a")), ORDER);

        assertThat(report).isEqualTo(new PublishReport(report.publishId(), 2, 0, 0, 0));
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly(TOPICS.rules(), TOPICS.changes(), TOPICS.hashes(), TOPICS.changes());
        KeywordRule rule = decode(KeywordRule.class, producer.history().get(0).value());
        assertThat(rule.getUpdatedBy()).isEqualTo("ayu");
        assertThat(rule.getUpdatedAt()).isEqualTo(Instant.parse("2026-11-24T08:00:00.123Z"));
        RuleChange change = changes().get(0);
        assertThat(change.getBefore()).isNull();
        assertThat(change.getAfter()).isEqualTo(rule);
        assertThat(change.getChangedBy()).isEqualTo("ayu");
        assertThat(change.getChangedAt()).isEqualTo(rule.getUpdatedAt());
        assertThat(change.getWhy()).isEqualTo("weekly list");
        assertThat(change.getPublishId()).isEqualTo(report.publishId());
    }

    @Test
    void sameRulesAgain_changeNothing() throws Exception {
        publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(RuleRecords.hash("h1", 1, "a")), ORDER);
        settle();

        PublishReport report = publish(
                List.of(RuleRecords.keyword("k1", "judi", "a")),
                List.of(RuleRecords.hash("h1", 1, "a")),
                new PublishOrder("budi", "again", Set.of()));

        assertThat(report).isEqualTo(new PublishReport(report.publishId(), 0, 0, 0, 2));
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void changedRule_hasItsFormerSelfInTheChange() throws Exception {
        publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(), ORDER);
        settle();

        PublishReport report = publish(
                List.of(RuleRecords.keyword("k1", "judi online", "a")),
                List.of(),
                new PublishOrder("budi", "", Set.of()));

        assertThat(report.changed()).isEqualTo(1);
        RuleChange change = changes().get(0);
        assertThat(((KeywordRule) change.getBefore()).getExpression()).isEqualTo("judi");
        assertThat(((KeywordRule) change.getBefore()).getUpdatedBy()).isEqualTo("ayu");
        assertThat(((KeywordRule) change.getAfter()).getExpression()).isEqualTo("judi online");
        assertThat(((KeywordRule) change.getAfter()).getUpdatedBy()).isEqualTo("budi");
    }

    @Test
    void onlyReplacedSources_loseWhatTheyNoLongerList() throws Exception {
        publish(
                List.of(RuleRecords.keyword("k1", "judi", "a"), RuleRecords.keyword("k2", "togel", "a")),
                List.of(RuleRecords.hash("h1", 1, "b"), RuleRecords.hash("h2", 2, "a")),
                ORDER);
        settle();

        PublishReport report = publish(
                List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(), new PublishOrder("ayu", "", Set.of("a")));

        assertThat(report).isEqualTo(new PublishReport(report.publishId(), 0, 0, 2, 1));
        assertThat(producer.history())
                .filteredOn(each -> each.value() == null)
                .extracting(ProducerRecord::topic, ProducerRecord::key)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(TOPICS.rules(), "k2"),
                        org.assertj.core.groups.Tuple.tuple(TOPICS.hashes(), "h2"));
        assertThat(changes()).allSatisfy(change -> {
            assertThat(change.getBefore()).isNotNull();
            assertThat(change.getAfter()).isNull();
        });
    }

    @Test
    void retiredRule_isNewWhenPublishedAgain() throws Exception {
        publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(), ORDER);
        settle();
        publish(List.of(), List.of(), new PublishOrder("ayu", "", Set.of("a")));
        settle();

        assertThat(publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(), ORDER)
                        .added())
                .isEqualTo(1);
    }

    @Test
    void unreadableLiveRule_isReplacedAndNotRetired() throws Exception {
        log.append(TOPICS.rules(), "k1", new byte[] {1, 2, 3});
        log.append(TOPICS.rules(), "k2", new byte[] {1, 2, 3});

        PublishReport report = publish(
                List.of(RuleRecords.keyword("k1", "judi", "a")),
                List.of(),
                new PublishOrder("ayu", "", Set.of("a", "")));

        assertThat(report).isEqualTo(new PublishReport(report.publishId(), 0, 1, 0, 0));
        assertThat(changes().get(0).getBefore()).isNull();
    }

    @Test
    void idOfARuleOfTheOtherKind_isRefusedUnlessThatIsRetired() throws Exception {
        publish(List.of(RuleRecords.keyword("x", "judi", "a")), List.of(), ORDER);
        settle();

        assertThatThrownBy(() -> publish(
                        List.of(RuleRecords.keyword("k", "togel", "b")), List.of(RuleRecords.hash("x", 1, "b")), ORDER))
                .isInstanceOf(RuleTopicException.class)
                .hasMessageContaining("rule x is live as a keyword rule");
        assertThat(producer.history()).isEmpty();
        settle();
        assertThat(publish(List.of(), List.of(RuleRecords.hash("x", 1, "b")), new PublishOrder("ayu", "", Set.of("a")))
                        .retired())
                .isEqualTo(1);
    }

    @Test
    void manyRules_goOutInTransactionsOfAtMostTenThousandRecords() throws Exception {
        List<HashRule> hashes = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            hashes.add(RuleRecords.hash("h" + i, i, "a"));
        }

        publish(List.of(), hashes, ORDER);

        assertThat(producer.commitCount()).isEqualTo(3);
        assertThat(producer.history()).hasSize(24_000);
    }

    @Test
    void onePublisher_publishesRepeatedly() throws Exception {
        try (RulePublisher publisher =
                new RulePublisher(log.consumer(), producer, TOPICS, registry, InstantSource.fixed(NOW))) {
            publisher.publish(new RuleList(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of()), ORDER);
            PublishReport second =
                    publisher.publish(new RuleList(List.of(RuleRecords.keyword("k2", "togel", "a")), List.of()), ORDER);

            assertThat(second.added()).isEqualTo(1);
            assertThat(producer.commitCount()).isEqualTo(2);
            PublishReport third =
                    publisher.publish(new RuleList(List.of(), List.of(RuleRecords.hash("h1", 1, "b"))), ORDER);
            assertThat(third.added()).isEqualTo(1);
        }
    }

    @Test
    void laterPublisher_takesOverAndTheEarlierOneSaysHowFarItCame() {
        for (KafkaException takeover :
                List.of(new ProducerFencedException("fenced"), new InvalidTxnStateException("aborted by another"))) {
            producer = newProducer();
            producer.commitTransactionException = takeover;

            assertThatThrownBy(() -> publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(), ORDER))
                    .isInstanceOf(RuleTopicException.class)
                    .hasMessage("another publish has started and taken over: 0 changes are live, of the 1 in the commit"
                            + " that failed all or none, the others are not; run the same again to complete them");
        }
    }

    @Test
    void failedTransaction_isRolledBack() {
        producer.commitTransactionException = new KafkaException("the disk is full");

        assertThatThrownBy(() -> publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(), ORDER))
                .isInstanceOf(RuleTopicException.class)
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("run the same again");
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void commitWithoutAnAnswer_isNotSaidToHaveFailed() {
        List<HashRule> hashes = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            hashes.add(RuleRecords.hash("h" + i, i, "a"));
        }
        producer = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
            @Override
            public void commitTransaction() {
                if (commitCount() == 1) {
                    throw new TimeoutException("no answer within 60 s");
                }
                super.commitTransaction();
            }
        };

        assertThatThrownBy(() -> publish(List.of(), hashes, ORDER))
                .isInstanceOf(RuleTopicException.class)
                .hasMessage("publishing failed: no answer within 60 s: 5000 changes are live, of the 1000 in the commit"
                        + " that failed all or none, the others are not; run the same again to complete them");
    }

    @Test
    void idGivenTwice_isRefusedBeforeAnythingIsWritten() {
        HashRule stricter = RuleRecords.hash("h1", 1, "a");
        stricter.setSeverity(90);

        assertThatThrownBy(() -> publish(List.of(), List.of(RuleRecords.hash("h1", 1, "a"), stricter), ORDER))
                .isInstanceOf(RuleTopicException.class)
                .hasMessageContaining("rule h1 is given twice")
                .hasMessageContaining("nothing was published");
        producer = newProducer();
        assertThatThrownBy(() -> publish(
                        List.of(RuleRecords.keyword("x", "judi", "a")), List.of(RuleRecords.hash("x", 1, "a")), ORDER))
                .hasMessageContaining("rule x is given twice");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void exactly_retiresWhatIsNotListedOfEverySource() throws Exception {
        publish(
                List.of(RuleRecords.keyword("k1", "judi", "a"), RuleRecords.keyword("k2", "togel", "b")),
                List.of(RuleRecords.hash("h1", 1, "b"), RuleRecords.hash("h2", 2, "")),
                ORDER);
        settle();

        PublishReport report = publish(
                List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(RuleRecords.hash("h1", 1, "b")), EXACTLY);

        assertThat(report).isEqualTo(new PublishReport(report.publishId(), 0, 0, 2, 2));
        assertThat(producer.history())
                .filteredOn(each -> each.value() == null)
                .extracting(ProducerRecord::key)
                .containsExactly("k2", "h2");
    }

    @Test
    void exactly_refusesToRetireAllRulesOfAKind() throws Exception {
        publish(
                List.of(RuleRecords.keyword("k1", "judi", "a")),
                List.of(RuleRecords.hash("h1", 1, "b"), RuleRecords.hash("h2", 2, "b")),
                ORDER);
        settle();

        assertThatThrownBy(() -> publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(), EXACTLY))
                .isInstanceOf(RuleTopicException.class)
                .hasMessageContaining("the files list no hash rule, and all 2 that are live would be retired");
        settle();
        assertThatThrownBy(() -> publish(List.of(), List.of(RuleRecords.hash("h1", 1, "b")), EXACTLY))
                .hasMessageContaining("the files list no keyword rule, and all 1 that are live");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void waitingRule_isUnchangedByWhatAnExportShowsOfIt() throws Exception {
        publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(RuleRecords.hash("h1", 1, "a")), FOUR_EYES);
        settle();
        KeywordRule keyword = RuleRecords.keyword("k1", "judi", "a");
        keyword.setMode(RuleMode.SHADOW);
        HashRule hash = RuleRecords.hash("h1", 1, "a");
        hash.setMode(RuleMode.SHADOW);

        PublishReport report = publish(List.of(keyword), List.of(hash), FOUR_EYES);

        assertThat(report).isEqualTo(new PublishReport(report.publishId(), 0, 0, 0, 2));
        assertThat(producer.history()).isEmpty();

        settle();
        KeywordRule edited = RuleRecords.keyword("k1", "judi online", "a");
        edited.setMode(RuleMode.SHADOW);
        assertThat(publish(List.of(edited), List.of(), FOUR_EYES).changed()).isEqualTo(1);
        KeywordRule after = decode(KeywordRule.class, producer.history().get(0).value());
        assertThat(after.getMode()).isEqualTo(RuleMode.SHADOW);
        assertThat(after.getAwaitedMode()).isNull();
    }

    @Test
    void rulesThatWereSeen_areConfirmedTogether() throws Exception {
        Map<String, String> seen = waiting();

        confirm(seen, "budi");

        KeywordRule keyword =
                decode(KeywordRule.class, producer.history().get(0).value());
        HashRule hash = decode(HashRule.class, producer.history().get(2).value());
        assertThat(keyword.getMode()).isEqualTo(RuleMode.ENFORCE);
        assertThat(keyword.getAwaitedMode()).isNull();
        assertThat(keyword.getConfirmedBy()).isEqualTo("budi");
        assertThat(keyword.getUpdatedBy()).isEqualTo("ayu");
        assertThat(hash.getMode()).isEqualTo(RuleMode.ENFORCE);
        assertThat(hash.getConfirmedBy()).isEqualTo("budi");
        assertThat(changes())
                .extracting(each -> each.getBefore() == null, RuleChange::getChangedBy)
                .containsExactly(tuple(false, "budi"), tuple(false, "budi"));
    }

    @Test
    void ruleThatWasEditedSinceItWasSeen_isNotConfirmed_norAreTheOthers() throws Exception {
        Map<String, String> seen = waiting();
        publish(List.of(RuleRecords.keyword("k1", "judi | bola", "a")), List.of(), FOUR_EYES);
        settle();

        assertThatThrownBy(() -> confirm(seen, "budi"))
                .isInstanceOf(RuleTopicException.class)
                .hasMessage("rule k1 is not as it was seen; look at it again and confirm what is there now; nothing was"
                        + " confirmed");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void whoWroteARule_cannotConfirmIt() throws Exception {
        Map<String, String> seen = waiting();

        assertThatThrownBy(() -> confirm(seen, " Ayu ")).hasMessageContaining("was written by ayu");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void ruleThatIsNotLiveOrAwaitsNobody_cannotBeConfirmed() throws Exception {
        Map<String, String> seen = waiting();

        assertThatThrownBy(() -> confirm(Map.of("k9", ""), "budi")).hasMessageContaining("rule k9 is not live");
        settle();
        confirm(seen, "budi");
        settle();
        assertThatThrownBy(() -> confirm(seen, "budi")).hasMessageContaining("awaits nobody; its mode is ENFORCE");
        assertThat(producer.history()).isEmpty();
    }

    /** Publishes k1 and h1, which wait then. Their fingerprints, by id. */
    private Map<String, String> waiting() throws Exception {
        publish(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of(RuleRecords.hash("h1", 1, "a")), FOUR_EYES);
        String keyword = WaitingRule.fingerprint(
                decode(KeywordRule.class, producer.history().get(0).value()));
        String hash = WaitingRule.fingerprint(
                decode(HashRule.class, producer.history().get(2).value()));
        settle();
        return Map.of("k1", keyword, "h1", hash);
    }

    private void confirm(Map<String, String> seen, String by) throws Exception {
        try (RulePublisher publisher =
                new RulePublisher(log.consumer(), producer, TOPICS, registry, InstantSource.fixed(NOW))) {
            publisher.confirm(seen, by, "");
        }
    }

    @Test
    void ruleThatCannotBeEncoded_leavesNoTransactionOpen() throws Exception {
        KeywordRule broken = RuleRecords.keyword("k2", "togel", "a");
        broken.setNote(null);

        try (RulePublisher publisher =
                new RulePublisher(log.consumer(), producer, TOPICS, registry, InstantSource.fixed(NOW))) {
            assertThatThrownBy(() -> publisher.publish(
                            new RuleList(List.of(RuleRecords.keyword("k1", "judi", "a"), broken), List.of()), ORDER))
                    .isInstanceOf(RuntimeException.class);
            assertThat(producer.transactionAborted()).isTrue();
            assertThat(producer.history()).isEmpty();

            publisher.publish(new RuleList(List.of(RuleRecords.keyword("k3", "slot", "a")), List.of()), ORDER);
            assertThat(producer.history()).hasSize(2);
        }
    }

    @Test
    void topicWithSeveralPartitionsOrNone_isRefused() {
        MockConsumer<String, byte[]> consumer = log.consumer();
        PartitionInfo partition = new PartitionInfo(TOPICS.rules(), 0, Node.noNode(), new Node[0], new Node[0]);
        consumer.updatePartitions(
                TOPICS.rules(),
                List.of(partition, new PartitionInfo(TOPICS.rules(), 1, Node.noNode(), new Node[0], new Node[0])));
        assertThatThrownBy(() -> publish(
                        consumer, new RuleList(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of()), ORDER))
                .isInstanceOf(RuleTopicException.class)
                .hasMessageContaining("test.rules has 2 partitions");

        MockConsumer<String, byte[]> other = log.consumer();
        other.updatePartitions(TOPICS.rules(), List.of());
        producer = newProducer();
        assertThatThrownBy(() ->
                        publish(other, new RuleList(List.of(RuleRecords.keyword("k1", "judi", "a")), List.of()), ORDER))
                .isInstanceOf(RuleTopicException.class)
                .hasMessageContaining("there is no topic test.rules; create it");
    }

    private PublishReport publish(List<KeywordRule> keywords, List<HashRule> hashes, PublishOrder order)
            throws Exception {
        return publish(log.consumer(), new RuleList(keywords, hashes), order);
    }

    private PublishReport publish(MockConsumer<String, byte[]> consumer, RuleList rules, PublishOrder order)
            throws Exception {
        try (RulePublisher publisher =
                new RulePublisher(consumer, producer, TOPICS, registry, InstantSource.fixed(NOW))) {
            return publisher.publish(rules, order);
        }
    }

    /** Puts what was published on the topics, and a new producer in place. */
    private void settle() {
        log.appendAll(producer);
        producer = newProducer();
    }

    private static MockProducer<String, byte[]> newProducer() {
        return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    private List<RuleChange> changes() throws Exception {
        List<RuleChange> changes = new ArrayList<>();
        for (ProducerRecord<String, byte[]> each : producer.history()) {
            if (each.topic().equals(TOPICS.changes())) {
                changes.add(decode(RuleChange.class, each.value()));
            }
        }
        return changes;
    }

    private <T extends SpecificRecord> T decode(Class<T> type, byte[] bytes) throws Exception {
        return new AvroDecoder<>(registry, type, DecodingLimits.defaults()).decode(bytes);
    }
}
