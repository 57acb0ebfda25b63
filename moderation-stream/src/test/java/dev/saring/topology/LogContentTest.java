package dev.saring.topology;

import static dev.saring.topology.TopologyFixture.setup;
import static dev.saring.topology.TopologyFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.saring.classify.RuleSet;
import dev.saring.classify.Samples;
import dev.saring.moderation.RuleAction;
import dev.saring.ops.Metrics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever becomes of an upload, nothing of what it holds is in a log line, not even with our loggers at TRACE. */
class LogContentTest {
    private static final String MARKER = "rahasiaku-7f3a";
    private static final RuleSet RULES =
            Samples.rules(Samples.keyword("marker", "\"" + MARKER + "\"", "gambling", RuleAction.BLOCK));

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicReference<Error> death = new AtomicReference<>();
    private Level before;

    @BeforeEach
    void listen() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        lines.start();
        root.addAppender(lines);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.saring");
        before = ours.getLevel();
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(lines);
        ((Logger) LoggerFactory.getLogger("dev.saring")).setLevel(before);
    }

    private RuleSet rules() {
        if (death.get() != null) {
            throw death.get();
        }
        return RULES;
    }

    private TopologyFixture.Setup withRules() {
        TopologyFixture.Setup setup = setup();
        setup.rules = this::rules;
        setup.deaths = folder;
        return setup;
    }

    @Test
    void decisionsGapsAndDeadLetters_leaveNoContentInTheLog() {
        TopologyFixture.Setup setup = withRules();
        setup.decisionMaxBytes = 20_000;
        try (TopologyFixture topology = setup.start()) {
            topology.produce(Samples.upload("ada " + MARKER + " di sini").setContentId(MARKER));
            topology.produce(Samples.upload(MARKER + "x".repeat(50_000)).setContentId(MARKER));
            topology.produce(Samples.upload((MARKER + ' ').repeat(3_000)).setContentId(MARKER));
            byte[] good =
                    topology.encode(Samples.upload(MARKER).setContentId(MARKER).build());
            topology.produce(MARKER + "-other", good);
            topology.produce(null, good);
            topology.produce(MARKER, utf8(MARKER));
            Random random = new Random(7);
            for (int i = 0; i < 2_000; i++) {
                byte[] broken = good.clone();
                broken[5 + random.nextInt(good.length - 5)] ^= (byte) (1 << random.nextInt(8));
                topology.produce(MARKER, broken);
            }
            assertThat(topology.read(TopologyFixture.TOPICS.deadLetter())).hasSizeGreaterThan(3);
            assertThat(topology.metrics.scrape())
                    .contains("saring_gaps_total{kind=\"decision_cut\"} ")
                    .doesNotContain("saring_gaps_total{kind=\"decision_cut\"} 0.0")
                    .doesNotContain(MARKER);
        }
        assertNoContent();
    }

    @Test
    void deathsOfRecords_leaveNoContentInTheLog_norInReadiness() {
        death.set(new BrokenError("while looking at " + MARKER));
        try (TopologyFixture topology = withRules().start()) {
            assertThatThrownBy(() -> topology.produce(Samples.upload(MARKER).setContentId(MARKER)))
                    .isInstanceOf(BrokenError.class);
        }
        try (Metrics metrics = new Metrics(List.of(), InstantSource.system())) {
            ThreadReplacement replacement = new ThreadReplacement(
                    pause -> true, () -> true, System::nanoTime, metrics, new StoppedPartitions(), reason -> {
                        throw new AssertionError(reason);
                    });
            replacement.handle(new StreamsException(
                    "Exception caught: " + MARKER, new IllegalStateException("while looking at " + MARKER)));
            replacement.handle(new StreamsException(new OwnException("odd " + MARKER)));
            assertThat(replacement.problem()).contains("OwnException").doesNotContain(MARKER);
        }
        assertThat(lines.list).hasSizeGreaterThanOrEqualTo(3);
        assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
                .anyMatch(line -> line.contains("A thread died of test.uploads-0@0"))
                .anyMatch(line -> line.contains("IllegalStateException at " + LogContentTest.class.getName()));
        assertNoContent();
    }

    private static final class OwnException extends RuntimeException {
        OwnException(String message) {
            super(message);
        }
    }

    private static final class BrokenError extends Error {
        BrokenError(String message) {
            super(message);
        }
    }

    private void assertNoContent() {
        for (ILoggingEvent line : lines.list) {
            assertThat(line.getFormattedMessage()).doesNotContain(MARKER);
            for (IThrowableProxy each = line.getThrowableProxy(); each != null; each = each.getCause()) {
                assertThat(String.valueOf(each.getMessage())).doesNotContain(MARKER);
            }
        }
    }
}
