package dev.saring.rules;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RejectedRule;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows the topics of rules and hashes on a thread of its own, and keeps the newest rule set at hand.
 *
 * <p><b>Start.</b> Both topics are read from their beginning to where they ended when reading began; only then is there
 * a rule set. A missing topic, more than one partition or missing rights end the follower at once; a broker or registry
 * that is away is waited for.
 *
 * <p><b>Change.</b> What one poll brings, and what is there right behind it for a quarter of a second, is taken into the
 * {@link RuleBook} and compiled once; the new set is put in place by one volatile write. Readers never wait. Large merges
 * of hashes run on a second thread; when one has ended, the same rules are put in place again, to be looked up faster.
 *
 * <p><b>Bad records</b> leave the book as it was and are handed to the rejections. During the start only those that are
 * still live at its end are, at most {@value #MOST_LEFT_OUT} of them; the others are counted. As long as a
 * bad record stays on its topic, each start of each instance reports it again, since another policy file may be what
 * made it bad: (topic, partition, offset) tells repetitions apart.
 *
 * <p><b>Outages.</b> The last good set stays, attempts go on with growing pauses of at most five seconds, and the
 * listener hears of each. Should the topics have been made anew, they are read from the beginning into a new book,
 * which takes over when it is complete and has rules of each kind that was in force: one topic may have been lost
 * alone. Nor does it take over while fewer rules than before block or send to review because others wait for a second
 * person. A rule set with rules is never replaced by one without: whether somebody retired the last rule or the topics
 * were lost, the listener hears of it and the rules stay. The same where the rules cannot be compiled.
 */
public final class RuleFollower implements AutoCloseable {
    private static final int MOST_LEFT_OUT = 1_000;
    private static final String EMPTIED = "the last live rule is gone, and without rules nearly everything would be"
            + " approved: the rule set before that stays; publish rules, or restart if there shall be none";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration GATHER = Duration.ofMillis(250);
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final RuleTopics topics;
    private final SchemaRegistry registry;
    private final PolicyBook policies;
    private final Limits limits;
    private final java.util.function.Consumer<RejectedRule> rejections;
    private final RuleFollowerListener listener;
    private final InstantSource clock;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private final Thread thread;
    private final ExecutorService merges;
    private volatile RuleSet current;
    private volatile Consumer<String, byte[]> open;

    private long began;
    private Duration pause = SHORTEST_PAUSE;
    private boolean troubled;
    /** How many rules of the current set block or send to review. */
    private int enforced;

    private Reading reading;

    /**
     * Makes a follower; nothing is read before {@link #start}.
     *
     * @param consumer settings of the Kafka consumer; those that matter for correctness are set over them
     * @param rejections hears of bad rule records, on the follower's thread
     */
    public RuleFollower(
            Map<String, Object> consumer,
            RuleTopics topics,
            SchemaRegistry registry,
            PolicyBook policies,
            Limits limits,
            java.util.function.Consumer<RejectedRule> rejections,
            RuleFollowerListener listener) {
        this(
                () -> RuleConsumers.open(consumer),
                topics,
                registry,
                policies,
                limits,
                rejections,
                listener,
                InstantSource.system());
    }

    RuleFollower(
            Supplier<Consumer<String, byte[]>> consumers,
            RuleTopics topics,
            SchemaRegistry registry,
            PolicyBook policies,
            Limits limits,
            java.util.function.Consumer<RejectedRule> rejections,
            RuleFollowerListener listener,
            InstantSource clock) {
        this.consumers = consumers;
        this.topics = topics;
        this.registry = registry;
        this.policies = policies;
        this.limits = limits;
        this.rejections = rejections;
        this.listener = listener;
        this.clock = clock;
        this.thread = new Thread(this::run, "rule-follower");
        this.merges = Executors.newSingleThreadExecutor(task -> {
            Thread merger = new Thread(task, "rule-merges");
            merger.setDaemon(true);
            return merger;
        });
    }

    /** Starts to read. To be called once. */
    public void start() {
        began = System.nanoTime();
        reading = new Reading();
        thread.start();
    }

    /**
     * Waits until both topics have been read to their end. How long that may take while a broker is away is for the
     * caller to limit, by interrupting or by {@link #close}.
     *
     * @return the first complete rule set
     * @throws RuleTopicException where the follower gave up or was closed
     */
    public RuleSet awaitLoaded() throws InterruptedException, RuleTopicException {
        try {
            loaded.get();
            return current;
        } catch (ExecutionException e) {
            throw new RuleTopicException(e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * The newest rule set.
     *
     * @throws IllegalStateException before the first one is complete
     */
    public RuleSet current() {
        RuleSet rules = current;
        if (rules == null) {
            throw new IllegalStateException("the rules have not been read to their end yet");
        }
        return rules;
    }

    /** Stops following and waits for the thread to end. The newest rule set stays at hand. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<String, byte[]> waiting = open;
        if (waiting != null) {
            waiting.wakeup();
        }
        loaded.completeExceptionally(new IllegalStateException("the rule follower was closed"));
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        merges.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        try {
            keepFollowing();
        } catch (Throwable e) {
            loaded.completeExceptionally(e);
            listener.failed("rules are followed no more: " + e);
            throw e;
        }
    }

    private void keepFollowing() {
        while (!isClosed()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                open = consumer;
                follow(consumer);
            } catch (WakeupException | InterruptException e) {
                // closing, or about to see that nobody is
            } catch (InvalidOffsetException e) {
                reading = new Reading();
                trouble("the rule topics were made anew or cut, and are read again from their beginning");
            } catch (RuleTopicException | AuthenticationException | AuthorizationException e) {
                if (loaded.completeExceptionally(e)) {
                    listener.failed(e.getMessage());
                    return;
                }
                trouble(e.getMessage());
            } catch (RuntimeException e) {
                trouble(e.toString());
            } finally {
                open = null;
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) throws RuleTopicException {
        reading.seek(consumer);
        long checked = System.nanoTime();
        while (!isClosed()) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            long start = System.nanoTime();
            while (!records.isEmpty() && !isClosed()) {
                reading.take(records);
                boolean gathering = System.nanoTime() - start < GATHER.toNanos();
                records = gathering ? consumer.poll(Duration.ZERO) : ConsumerRecords.empty();
            }
            if (isClosed()) {
                return; // perhaps in the middle of a batch
            }
            reading.swap(consumer, start);
            if (System.nanoTime() - checked > CHECK.toNanos()) {
                consumer.endOffsets(reading.partitions.keySet(), PATIENCE);
                checked = System.nanoTime();
                reading.tryAgain();
                if (reading.heldBack != null) {
                    listener.failed(reading.heldBack);
                } else {
                    well(true);
                }
            }
        }
    }

    private void trouble(String reason) {
        troubled = true;
        listener.failed(reason);
        try {
            closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void well(boolean say) {
        if (say || troubled) {
            listener.following();
        }
        troubled = false;
        pause = SHORTEST_PAUSE;
    }

    /** One reading of both topics into one book. */
    private final class Reading {
        private final RuleBook book = new RuleBook(policies, limits, merges);
        private final Map<String, RuleApplier<?>> appliers = Map.of(
                topics.rules(),
                new RuleApplier<>(
                        RuleKind.KEYWORD,
                        new AvroDecoder<>(registry, KeywordRule.class, DecodingLimits.defaults()),
                        book::put,
                        book::removeKeyword,
                        clock),
                topics.hashes(),
                new RuleApplier<>(
                        RuleKind.HASH,
                        new AvroDecoder<>(registry, HashRule.class, DecodingLimits.defaults()),
                        book::put,
                        book::removeHash,
                        clock));
        /** The offset to read next. */
        private final Map<TopicPartition, Long> partitions = new HashMap<>();
        /** Where the topics ended at the start; empty once that is reached. */
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        /** Bad records that no later record of the same rule has replaced, by topic and key. */
        private final Map<List<String>, RejectedRule> leftOut = new LinkedHashMap<>();

        private boolean leftOutChanged;

        private boolean complete;
        /** Why the book's rules are not in force; null where they are. */
        private String heldBack;
        /** Whether the topics are read again, since they were made anew or cut. */
        private boolean anew = current != null;

        private long changes;
        private boolean due;

        void seek(Consumer<String, byte[]> consumer) throws RuleTopicException {
            if (partitions.isEmpty()) {
                List<TopicPartition> found = new ArrayList<>();
                for (String topic : List.of(topics.rules(), topics.hashes())) {
                    found.add(RuleConsumers.partition(consumer, topic, PATIENCE));
                }
                consumer.assign(found);
                consumer.seekToBeginning(found);
                ends.putAll(consumer.endOffsets(found, PATIENCE));
                for (TopicPartition partition : found) {
                    partitions.put(partition, consumer.position(partition, PATIENCE));
                }
            } else {
                consumer.assign(partitions.keySet());
                partitions.forEach(consumer::seek);
            }
            well(false);
        }

        void take(ConsumerRecords<String, byte[]> records) throws RuleTopicException {
            for (ConsumerRecord<String, byte[]> each : records) {
                if (!apply(each)) {
                    return;
                }
            }
            records.nextOffsets().forEach((partition, next) -> partitions.put(partition, next.offset()));
        }

        /** Applies a record, however long its schema is not to be had; false where the follower was closed. */
        private boolean apply(ConsumerRecord<String, byte[]> message) throws RuleTopicException {
            while (!isClosed()) {
                try {
                    RejectedRule rejected = appliers.get(message.topic()).apply(message);
                    settle(message, rejected);
                    partitions.put(new TopicPartition(message.topic(), message.partition()), message.offset() + 1);
                    well(false);
                    return true;
                } catch (RegistryUnavailableException e) {
                    if (e.reason() == RegistryUnavailableException.Reason.ACCESS_DENIED && current == null) {
                        throw new RuleTopicException(e.getMessage(), e);
                    }
                    trouble(e.getMessage());
                }
            }
            return false;
        }

        private void settle(ConsumerRecord<String, byte[]> message, RejectedRule rejected) {
            if (!leftOut.isEmpty() && message.key() != null) {
                leftOutChanged |= leftOut.remove(List.of(message.topic(), message.key())) != null;
            }
            if (rejected == null) {
                changes++;
                due = true;
                return;
            }
            listener.rejected(message.topic());
            if (complete) {
                rejections.accept(rejected);
            }
            if (leftOut.size() < MOST_LEFT_OUT) {
                leftOut.put(List.of(message.topic(), rejected.getRuleId()), rejected);
                leftOutChanged = true;
            }
        }

        private void tellLeftOut() {
            if (leftOutChanged) {
                listener.leftOut(List.copyOf(leftOut.values()));
                leftOutChanged = false;
            }
        }

        /** Puts a new rule set in place where there is reason to. */
        void swap(Consumer<String, byte[]> consumer, long start) throws RuleTopicException {
            if (!complete) {
                ends.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
                if (!ends.isEmpty()) {
                    return;
                }
                complete = true;
                leftOut.values().forEach(rejections);
            } else if (!due) {
                tellLeftOut();
                if (book.isImproved() && heldBack == null) {
                    current = book.snapshot();
                }
                return;
            }
            tellLeftOut();
            due = false;
            RuleSet rules;
            try {
                rules = book.snapshot();
            } catch (RuntimeException e) {
                holdBack("the rules on the topics cannot be compiled: " + e, e);
                return;
            }
            String loss = loss(rules);
            if (loss != null) {
                holdBack(loss, null);
                return;
            }
            boolean first = current == null;
            heldBack = null;
            anew = false;
            current = rules;
            enforced = book.enforcedRules();
            listener.swapped(rules, changes, Duration.ofNanos(System.nanoTime() - (first ? began : start)));
            changes = 0;
            loaded.complete(null);
        }

        /** Why these rules must not replace those in force; null where they may. */
        private String loss(RuleSet rules) {
            if (current == null) {
                return null;
            }
            if (rules.isEmpty() && !current.isEmpty()) {
                return EMPTIED;
            }
            if (anew && rules.keywordRules() == 0 && current.keywordRules() > 0) {
                return lost(topics.rules(), current.keywordRules());
            }
            if (anew && rules.hashRules() == 0 && current.hashRules() > 0) {
                return lost(topics.hashes(), current.hashRules());
            }
            boolean weaker = book.enforcedRules() < enforced && (book.enforcedRules() == 0 || book.waitingRules() > 0);
            return anew && weaker ? weakened() : null;
        }

        private String weakened() {
            return "the rule topics were made anew, and " + book.enforcedRules()
                    + " of their rules block or send to review, where " + enforced + " in force do; "
                    + book.waitingRules()
                    + " wait for a second person: the rule set before that stays; confirm those that"
                    + " wait (saring rules confirm --list), publish what is missing, or restart if there shall be no"
                    + " more";
        }

        private static String lost(String topic, int inForce) {
            return topic + " was made anew and holds no rule, where " + inForce + " are in force: the rule set before"
                    + " that stays; publish the rules again, or restart if there shall be none";
        }

        private void holdBack(String reason, RuntimeException cause) throws RuleTopicException {
            if (current == null) {
                throw new RuleTopicException(reason, cause);
            }
            heldBack = reason;
            listener.failed(reason);
        }

        /** Has rules that were held back compiled again: what was in the way may have passed. */
        void tryAgain() {
            due |= heldBack != null;
        }
    }
}
