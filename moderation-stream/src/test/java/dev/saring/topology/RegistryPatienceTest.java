package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.classify.Samples;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.ops.Metrics;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryFailures;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.RegistryUnavailableException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryPatienceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Duration now = Duration.ZERO;
    private boolean stopping;
    private final List<Duration> pauses = new ArrayList<>();
    private final Metrics metrics = new Metrics(List.of(), () -> START.plus(now));
    private final RegistryPatience patience = new RegistryPatience(
            Duration.ofSeconds(5),
            pause -> {
                pauses.add(pause);
                now = now.plus(pause);
                return !stopping;
            },
            () -> now.toNanos(),
            () -> START.plus(now),
            metrics);
    private final RegistryUnavailableException away = RegistryFailures.of(Reason.UNREACHABLE, Duration.ZERO);

    @AfterEach
    void close() {
        metrics.close();
    }

    private String failing(Duration taking) throws RegistryUnavailableException {
        now = now.plus(taking);
        throw away;
    }

    @Test
    void outageThatEndsInTime_isWaitedOut_withGrowingPauses() {
        int[] attempts = {0};
        String result = patience.retry(() -> ++attempts[0] < 5 ? failing(Duration.ZERO) : "done", away);
        assertThat(result).isEqualTo("done");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(100L, 200L, 400L, 800L, 1000L);
        assertThat(patience.problem()).isNull();
        assertThat(metrics.scrape()).contains("saring_registry_waits_total 1.0");
    }

    @Test
    void outageThatLasts_endsBeforeTheTimeIsUp_andIsRemembered() {
        assertThatThrownBy(() -> patience.retry(() -> failing(Duration.ofSeconds(2)), away))
                .isInstanceOf(RegistryOutageException.class);
        assertThat(now).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(patience.problem()).startsWith("waiting for the schema registry: ");
        now = now.plusSeconds(100);
        assertThat(patience.problem()).isNull();
    }

    @Test
    void timeOfTheFirstAttempt_counts() {
        RegistryUnavailableException slow = RegistryFailures.of(Reason.UNREACHABLE, Duration.ofSeconds(3));
        assertThatThrownBy(() -> patience.retry(() -> failing(Duration.ofSeconds(3)), slow))
                .isInstanceOf(RegistryOutageException.class);
        assertThat(now).as("another attempt of 3 s does not fit into 5 s").isZero();
    }

    @Test
    void stop_endsTheWaitAtOnce() {
        stopping = true;
        assertThatThrownBy(() -> patience.retry(() -> "never", away)).isInstanceOf(RegistryOutageException.class);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoSuccess_isTheEndOfTheOutageToo() {
        assertThatThrownBy(() -> patience.retry(
                        () -> {
                            throw new IllegalStateException("no such schema");
                        },
                        away))
                .isInstanceOf(IllegalStateException.class);
        assertThat(patience.problem()).isNull();
    }

    @Test
    void uploadWhoseSchemaIsKnown_doesNotEndAnOutage_oneThatTheRegistryWasAskedForDoes() throws Exception {
        try (TopologyFixture topology = TopologyFixture.setup().start()) {
            byte[] value =
                    topology.encode(Samples.upload("pagi").setContentId("c").build());
            new AvroEncoder<>(topology.registry, ModerationDecision.class, TopologyFixture.TOPICS.approved()).prepare();
            new AvroDecoder<>(topology.registry, UploadEvent.class, DecodingLimits.defaults()).decode(value);
            assertThatThrownBy(() -> topology.patience.retry(
                            () -> {
                                throw away;
                            },
                            away))
                    .isInstanceOf(RegistryOutageException.class);

            // The first upload that this task decodes; all schemas are in memory.
            topology.produce("c", value);
            assertThat(topology.patience.problem()).startsWith("waiting for the schema registry");

            new AvroEncoder<>(topology.registry, KeywordRule.class, "rules").prepare();
            assertThat(topology.patience.problem()).isNull();
        }
    }

    @Test
    void recovery_isForgotten() {
        assertThatThrownBy(() -> patience.retry(() -> failing(Duration.ofSeconds(3)), away))
                .isInstanceOf(RegistryOutageException.class);
        patience.recovered();
        assertThat(patience.problem()).isNull();
    }
}
