package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleChange;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The rules as they are and as they were, from the rule topics and {@code rule-changes}. Reads what is committed and
 * writes nothing. For one thread.
 *
 * <p><b>As of a time.</b> What is live now is taken, and each rule that was changed since is put back to what the first
 * of these changes names as {@code before}. So {@code rule-changes} need only reach back to that time, not to the first
 * rule. Where retention has cut it off later than that, there is no answer rather than a wrong one. What was written to
 * the rule topics by other means than a {@link RulePublisher} has no change and counts as having been there always.
 *
 * <p><b>Memory.</b> The encoded rules, and the encoded changes since the time.
 */
public final class RuleHistory implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final RuleTopics topics;
    private final AvroDecoder<KeywordRule> keywords;
    private final AvroDecoder<HashRule> hashes;
    private final AvroDecoder<RuleChange> changes;

    /**
     * Connects.
     *
     * @param consumer settings of the Kafka consumer; those that matter for correctness are set over them
     */
    public static RuleHistory connect(Map<String, Object> consumer, RuleTopics topics, SchemaRegistry registry) {
        return new RuleHistory(RuleConsumers.open(consumer), topics, registry);
    }

    RuleHistory(Consumer<String, byte[]> consumer, RuleTopics topics, SchemaRegistry registry) {
        this.consumer = consumer;
        this.topics = topics;
        this.keywords = new AvroDecoder<>(registry, KeywordRule.class, DecodingLimits.defaults());
        this.hashes = new AvroDecoder<>(registry, HashRule.class, DecodingLimits.defaults());
        this.changes = new AvroDecoder<>(registry, RuleChange.class, DecodingLimits.defaults());
    }

    /**
     * The changes of one rule that {@code rule-changes} still holds, oldest first. A change that cannot be read ends it.
     *
     * @throws RuleTopicException where the topic is missing, or one of the changes cannot be read
     * @throws RegistryUnavailableException where the registry cannot be asked
     */
    public List<RuleChange> changes(String ruleId) throws RuleTopicException, RegistryUnavailableException {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        readChanges(each -> {
            if (ruleId.equals(each.key())) {
                found.add(each);
            }
        });
        List<RuleChange> decoded = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> each : found) {
            decoded.add(decode(each));
        }
        return decoded;
    }

    /**
     * The rules that are live now.
     *
     * @throws RuleTopicException where a topic is missing or cannot be read to its end
     */
    public Rules now() throws RuleTopicException {
        return new Rules(
                new LiveRules(consumer, topics.rules(), PATIENCE).read(),
                new LiveRules(consumer, topics.hashes(), PATIENCE).read(),
                Map.of(),
                Map.of());
    }

    /**
     * The rules that were live at a time: all changes up to and including it count.
     *
     * @throws RuleTopicException where {@code rule-changes} no longer reaches back so far, a change cannot be read, or a
     *     topic is missing
     * @throws RegistryUnavailableException where the registry cannot be asked
     */
    public Rules at(Instant time) throws RuleTopicException, RegistryUnavailableException {
        return since(time).start();
    }

    /**
     * The rules that were live at a time, and every change since then.
     *
     * @throws RuleTopicException as {@link #at}
     * @throws RegistryUnavailableException where the registry cannot be asked
     */
    public Span since(Instant time) throws RuleTopicException, RegistryUnavailableException {
        Rules now = now();
        Undo undo = new Undo(time);
        List<TopicPartition> cut = readChanges(undo);
        undo.check(cut);
        return new Span(new Rules(now.liveKeywords, now.liveHashes, undo.keywords, undo.hashes), undo.later);
    }

    /** @return the partitions whose oldest records are gone */
    private List<TopicPartition> readChanges(java.util.function.Consumer<ConsumerRecord<String, byte[]>> records)
            throws RuleTopicException {
        List<TopicPartition> partitions = RuleConsumers.partitions(consumer, topics.changes(), PATIENCE);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, PATIENCE);
        RuleConsumers.readToEnd(consumer, partitions, PATIENCE, records);
        return partitions.stream().filter(each -> beginnings.get(each) > 0).toList();
    }

    private RuleChange decode(ConsumerRecord<String, byte[]> message)
            throws RuleTopicException, RegistryUnavailableException {
        try {
            return changes.decode(message.value());
        } catch (UndecodableException e) {
            throw new RuleTopicException(
                    "the change at " + message.topic() + "-" + message.partition() + "@" + message.offset()
                            + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Finds for each rule the first change after a time. */
    private final class Undo implements java.util.function.Consumer<ConsumerRecord<String, byte[]>> {
        private final Instant time;
        private final Map<String, byte[]> keywords = new HashMap<>();
        private final Map<String, byte[]> hashes = new HashMap<>();
        private final List<byte[]> later = new ArrayList<>();
        private final Map<TopicPartition, Instant> oldest = new HashMap<>();
        private Exception failure;

        private Undo(Instant time) {
            this.time = time;
        }

        @Override
        public void accept(ConsumerRecord<String, byte[]> message) {
            if (failure != null) {
                return;
            }
            try {
                RuleChange change = decode(message);
                oldest.putIfAbsent(new TopicPartition(message.topic(), message.partition()), change.getChangedAt());
                if (change.getChangedAt().isAfter(time)) {
                    later.add(message.value());
                    Object rule = change.getBefore() == null ? change.getAfter() : change.getBefore();
                    (rule instanceof KeywordRule ? keywords : hashes).putIfAbsent(change.getRuleId(), message.value());
                }
            } catch (RuleTopicException | RegistryUnavailableException e) {
                failure = e;
            }
        }

        private void check(List<TopicPartition> cut) throws RuleTopicException, RegistryUnavailableException {
            if (failure instanceof RegistryUnavailableException unavailable) {
                throw unavailable;
            }
            if (failure instanceof RuleTopicException unreadable) {
                throw unreadable;
            }
            for (TopicPartition each : cut) {
                Instant first = oldest.get(each);
                if (first == null || first.isAfter(time)) {
                    throw new RuleTopicException(topics.changes() + " no longer reaches back to " + time + ": "
                            + (first == null
                                    ? "partition " + each.partition() + " holds nothing any more"
                                    : "the oldest change in partition " + each.partition() + " is of " + first)
                            + "; choose a later time, or keep changes longer (retention.ms of the topic)");
                }
            }
        }
    }

    /** Rules of one moment, and what became of them, encoded until it is asked for. */
    public final class Span {
        private final Rules start;
        private final List<byte[]> later;

        private Span(Rules start, List<byte[]> later) {
            this.start = start;
            this.later = later;
        }

        /** The rules at the beginning. */
        public Rules start() {
            return start;
        }

        /** How many changes there were. */
        public int changes() {
            return later.size();
        }

        /**
         * Hands out the changes in the order in which they were committed. Where {@code rule-changes} was created with
         * several partitions, that order is known within each of them only.
         *
         * @throws RegistryUnavailableException where the registry cannot be asked
         */
        public void forEachChange(java.util.function.Consumer<RuleChange> sink) throws RegistryUnavailableException {
            for (byte[] each : later) {
                try {
                    sink.accept(changes.decode(each));
                } catch (UndecodableException e) {
                    throw new IllegalStateException("decoded once already", e);
                }
            }
        }
    }

    /** Rules of one moment, encoded until they are asked for. */
    public final class Rules {
        private final Map<String, byte[]> liveKeywords;
        private final Map<String, byte[]> liveHashes;
        private final Map<String, byte[]> laterKeywords;
        private final Map<String, byte[]> laterHashes;

        private Rules(
                Map<String, byte[]> liveKeywords,
                Map<String, byte[]> liveHashes,
                Map<String, byte[]> laterKeywords,
                Map<String, byte[]> laterHashes) {
            this.liveKeywords = liveKeywords;
            this.liveHashes = liveHashes;
            this.laterKeywords = laterKeywords;
            this.laterHashes = laterHashes;
        }

        /**
         * Hands out all rules, keyword rules first, by ruleId.
         *
         * @param unreadable takes what cannot be decoded; followers do not take it either
         * @throws BadRuleException from the sink
         * @throws RegistryUnavailableException where the registry cannot be asked
         */
        public void forEach(RuleFiles.Sink sink, java.util.function.Consumer<String> unreadable)
                throws BadRuleException, RegistryUnavailableException {
            for (String ruleId : ids(liveKeywords, laterKeywords)) {
                KeywordRule rule = find(KeywordRule.class, ruleId, liveKeywords, laterKeywords, keywords, unreadable);
                if (rule != null) {
                    sink.put(rule);
                }
            }
            for (String ruleId : ids(liveHashes, laterHashes)) {
                HashRule rule = find(HashRule.class, ruleId, liveHashes, laterHashes, hashes, unreadable);
                if (rule != null) {
                    sink.put(rule);
                }
            }
        }

        /**
         * The rules that wait for a second person, those that wait longest first.
         *
         * @param unreadable takes what cannot be decoded
         * @throws RegistryUnavailableException where the registry cannot be asked
         */
        public List<WaitingRule> waiting(java.util.function.Consumer<String> unreadable)
                throws RegistryUnavailableException {
            List<WaitingRule> waiting = new ArrayList<>();
            RuleFiles.Sink sink = new RuleFiles.Sink() {
                @Override
                public void put(KeywordRule rule) {
                    if (rule.getAwaitedMode() != null) {
                        waiting.add(WaitingRule.of(rule));
                    }
                }

                @Override
                public void put(HashRule rule) {
                    if (rule.getAwaitedMode() != null) {
                        waiting.add(WaitingRule.of(rule));
                    }
                }
            };
            try {
                forEach(sink, unreadable);
            } catch (BadRuleException e) {
                throw new IllegalStateException("every rule is taken", e);
            }
            waiting.sort(Comparator.comparing(WaitingRule::since));
            return waiting;
        }

        private List<String> ids(Map<String, byte[]> live, Map<String, byte[]> later) {
            Set<String> ids = new HashSet<>(live.keySet());
            ids.addAll(later.keySet());
            return ids.stream().sorted(Comparator.naturalOrder()).toList();
        }

        private <R extends org.apache.avro.specific.SpecificRecord> R find(
                Class<R> type,
                String ruleId,
                Map<String, byte[]> live,
                Map<String, byte[]> later,
                AvroDecoder<R> decoder,
                java.util.function.Consumer<String> unreadable)
                throws RegistryUnavailableException {
            byte[] change = later.get(ruleId);
            try {
                return change == null
                        ? decoder.decode(live.get(ruleId))
                        : type.cast(changes.decode(change).getBefore());
            } catch (UndecodableException e) {
                unreadable.accept("rule " + ruleId + " is left out, its record cannot be read: " + e.getMessage());
                return null;
            }
        }
    }
}
