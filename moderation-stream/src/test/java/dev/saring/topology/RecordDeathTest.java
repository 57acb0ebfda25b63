package dev.saring.topology;

import static dev.saring.topology.TopologyFixture.TOPICS;
import static dev.saring.topology.TopologyFixture.header;
import static dev.saring.topology.TopologyFixture.setup;
import static dev.saring.topology.TopologyFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.classify.RuleSet;
import dev.saring.classify.Samples;
import dev.saring.moderation.RuleAction;
import dev.saring.ops.Metrics;
import dev.saring.topology.RecordDeaths.Death;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that kill whichever thread takes them; each driver stands for a thread, in a process of its own. */
class RecordDeathTest {
    private static final TopicPartition PARTITION = new TopicPartition("u", 0);
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2};

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics(List.of(), InstantSource.system());

    @AfterEach
    void close() {
        metrics.close();
    }

    private TopologyFixture thread(Supplier<RuleSet> rules) {
        TopologyFixture.Setup setup = setup();
        setup.rules = rules;
        setup.deaths = folder;
        setup.registryUrl = "mock://deaths-" + folder.getFileName();
        return setup.start();
    }

    private void dies(String contentId) {
        try (TopologyFixture topology = thread(() -> {
            throw new OutOfMemoryError("by one record");
        })) {
            assertThatThrownBy(() -> topology.produce(Samples.upload("pagi").setContentId(contentId)))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(topology.metrics.scrape()).contains("saring_record_deaths_total 1.0");
        }
    }

    @Test
    void recordThatKilledOnce_isTriedAgain() {
        dies("c");
        try (TopologyFixture topology = thread(Samples::rules)) {
            topology.produce(Samples.upload("pagi").setContentId("c"));
            assertThat(topology.decisions(TOPICS.approved())).hasSize(1);
            assertThat(topology.read(TOPICS.deadLetter())).isEmpty();
        }
    }

    @Test
    void recordThatKilledTwice_isADeadLetterUnprocessed_andTheNextIsDecided() {
        dies("c");
        dies("c");
        try (TopologyFixture topology = thread(Samples::rules)) {
            topology.produce(Samples.upload("pagi").setContentId("c"));
            topology.produce(Samples.upload("pagi").setContentId("next"));
            TestRecord<byte[], byte[]> dead = topology.read(TOPICS.deadLetter()).get(0);
            assertThat(header(dead, DeadLetterHeaders.CAUSE)).isEqualTo("FAILURE");
            assertThat(header(dead, DeadLetterHeaders.STAGE)).isEqualTo("DECODE");
            assertThat(header(dead, DeadLetterHeaders.MESSAGE))
                    .contains("2 threads", "java.lang.OutOfMemoryError at " + RecordDeathTest.class.getName())
                    .doesNotContain("by one record");
            assertThat(header(dead, DeadLetterHeaders.OFFSET)).isEqualTo("0");
            assertThat(dead.value()).as("nobody can tell which policies hold").isNull();
            assertThat(header(dead, DeadLetterHeaders.LEFT_OUT))
                    .matches("value of [0-9]+ bytes, perhaps under a restricted policy");
            assertThat(topology.decisions(TOPICS.approved()))
                    .singleElement()
                    .satisfies(decision -> assertThat(decision.getContentId()).isEqualTo("next"));
        }
    }

    @Test
    void otherRecordAtTheSameOffset_isNotMistakenForIt() {
        dies("c");
        dies("c");
        try (TopologyFixture topology = thread(Samples::rules)) {
            topology.produce(Samples.upload("pagi").setContentId("of a topic made anew"));
            assertThat(topology.decisions(TOPICS.approved())).hasSize(1);
        }
    }

    @Test
    void deathAfterARestrictedPolicyWasSeen_leavesTheValueOut() {
        RecordDeaths deaths = new RecordDeaths(folder, metrics);
        RecordGuard guard = deaths.guard(PARTITION);
        guard.learn();
        for (int i = 0; i < 2; i++) {
            assertThat(guard.begin(7, KEY, VALUE)).isNull();
            guard.restricted(true);
            guard.died(7, KEY, VALUE, new IllegalStateException("x"));
        }
        RecordGuard later = new RecordDeaths(folder, metrics).guard(PARTITION);
        later.learn();
        assertThat(later.begin(7, KEY, VALUE).withhold()).isTrue();
    }

    @Test
    void deathBeforeAnythingIsKnownOfTheContent_leavesTheValueOut_andQuotesNothing() {
        Death death = afterTwoDeaths(guard -> {}, new IllegalStateException("quoted"));
        assertThat(death.withhold()).isTrue();
        assertThat(death.reason()).startsWith("java.lang.IllegalStateException at ");
    }

    @Test
    void deathAfterContentThatNoRestrictedPolicyHoldsFor_keepsTheValue_andSaysWhatHappened() {
        Death death = afterTwoDeaths(guard -> guard.restricted(false), new IllegalStateException("quoted"));
        assertThat(death.withhold()).isFalse();
        assertThat(death.reason()).isEqualTo("java.lang.IllegalStateException: quoted");
    }

    @Test
    void longReason_isCut_andStaysOnOneLine() {
        Death death = afterTwoDeaths(
                guard -> guard.restricted(false), new IllegalStateException("a\tb\n" + "x".repeat(100_000)));
        assertThat(death.reason()).hasSize(500).startsWith("java.lang.IllegalStateException: a b xx");
    }

    private Death afterTwoDeaths(Consumer<RecordGuard> judged, Throwable reason) {
        RecordGuard guard = new RecordDeaths(folder, metrics).guard(PARTITION);
        for (int i = 0; i < 2; i++) {
            guard.begin(7, KEY, VALUE);
            judged.accept(guard);
            guard.died(7, KEY, VALUE, reason);
            // The next record is begun unjudged, whatever is known of this one.
            guard.begin(8, KEY, VALUE);
        }
        RecordGuard later = new RecordDeaths(folder, metrics).guard(PARTITION);
        later.learn();
        return later.begin(7, KEY, VALUE);
    }

    @Test
    void recordsThatTakeTurnsInKilling_areAllRemembered() {
        RecordDeaths deaths = new RecordDeaths(folder, metrics);
        RecordGuard guard = deaths.guard(PARTITION);
        for (int round = 0; round < 2; round++) {
            for (long offset = 5; offset < 50; offset++) {
                guard.died(offset, KEY, VALUE, new StackOverflowError());
            }
        }
        guard.learn();
        for (long offset = 5; offset < 50; offset++) {
            assertThat(guard.begin(offset, KEY, VALUE)).isNotNull();
        }
        assertThat(guard.begin(50, KEY, VALUE)).isNull();
    }

    static Stream<Throwable> environment() {
        return Stream.of(
                new StreamsException("no cause given"),
                new StreamsException(new TimeoutException("broker away")),
                new StreamsException(new KafkaException(new IllegalStateException("closed"))),
                new TaskMigratedException("fenced", new ProducerFencedException("fenced")),
                new UncheckedIOException(new IOException("disk full")));
    }

    @ParameterizedTest
    @MethodSource("environment")
    void deathByTheEnvironment_isNotTheRecords(Throwable death) {
        RecordGuard guard = new RecordDeaths(folder, metrics).guard(PARTITION);
        guard.died(7, KEY, VALUE, death);
        guard.died(7, KEY, VALUE, death);
        guard.learn();
        assertThat(guard.begin(7, KEY, VALUE)).isNull();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void registryOutage_isNotTheRecords() {
        TopologyFixture.Setup setup = setup();
        setup.deaths = folder;
        setup.registryUrl = "http://127.0.0.1:1";
        byte[] value = {0, 0, 0, 0, 9, 1};
        for (int i = 0; i < 3; i++) {
            try (TopologyFixture topology = setup.start()) {
                assertThatThrownBy(() -> topology.produce("c", value)).hasRootCauseInstanceOf(IOException.class);
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void damagedFile_isForgotten() throws IOException {
        Files.writeString(folder.resolve("u-0.tsv"), "7\tno number\n");
        RecordGuard guard = new RecordDeaths(folder, metrics).guard(PARTITION);
        guard.learn();
        assertThat(guard.begin(7, KEY, VALUE)).isNull();
    }

    @Test
    void contentOfRestrictedPolicies_staysOutOfTheDeadLetter_whateverIsWrongWithItsKey() {
        RuleSet rules = Samples.rules(Samples.keyword("c1", "secretcode", "child-safety", RuleAction.BLOCK));
        try (TopologyFixture topology = thread(() -> rules)) {
            byte[] restricted = topology.encode(
                    Samples.upload("secretcode").setContentId("c").build());
            byte[] plain =
                    topology.encode(Samples.upload("pagi").setContentId("c").build());
            topology.produce("other", restricted);
            topology.produce(null, restricted);
            topology.produce("other", plain);
            topology.produce(null, plain);
            topology.produce((String) null, null);
            List<TestRecord<byte[], byte[]>> dead = topology.read(TOPICS.deadLetter());
            assertThat(dead)
                    .extracting(record -> header(record, DeadLetterHeaders.CAUSE))
                    .containsExactly("KEY_MISMATCH", "KEY_MISSING", "KEY_MISMATCH", "KEY_MISSING", "KEY_MISSING");
            assertThat(dead).extracting(TestRecord::value).containsExactly(null, null, plain, plain, null);
            assertThat(header(dead.get(0), DeadLetterHeaders.LEFT_OUT)).contains("restricted policy");
            assertThat(dead.get(0).key()).isEqualTo(utf8("other"));
        }
    }

    @Test
    void contentThatWasNotAllLookedAt_staysOutOfTheDeadLetter() {
        RuleSet rules = Samples.rules(Samples.keyword("c1", "secretcode", "child-safety", RuleAction.BLOCK));
        try (TopologyFixture topology = thread(() -> rules)) {
            byte[] tooLong = topology.encode(
                    Samples.upload("pagi ".repeat(30_000)).setContentId("c").build());
            topology.produce("other", tooLong);
            TestRecord<byte[], byte[]> dead = topology.read(TOPICS.deadLetter()).get(0);
            assertThat(dead.value()).isNull();
            assertThat(header(dead, DeadLetterHeaders.LEFT_OUT)).contains("restricted policy");
        }
    }
}
