package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.EmbeddedKafka;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clock of this machine beside that of a real controller; {@code AccessTest} has the principal who may not ask it. */
class ClockCheckTest {
    private static final Topics TOPICS = new Topics("clock.");
    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.inProcess(Map.of());
        admin = Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    private static List<Finding> look(Duration ahead) throws InterruptedException {
        return new ClockCheck(admin, TOPICS, InstantSource.offset(InstantSource.system(), ahead)).look();
    }

    @Test
    void rightClock_isNoFinding() throws Exception {
        assertThat(look(Duration.ZERO)).isEmpty();
        assertThat(look(Duration.ofSeconds(20))).isEmpty();
        assertThat(look(Duration.ofSeconds(-20))).isEmpty();
    }

    @Test
    void clockThatIsOffByAMinute_isWarnedOf_andByMuchMore_stopsTheStart() throws Exception {
        assertThat(look(Duration.ofSeconds(60))).singleElement().satisfies(finding -> {
            assertThat(finding.stops()).isFalse();
            assertThat(finding.text())
                    .matches("this machine's clock is (59|60) s ahead of that of Kafka's controller.*");
        });
        assertThat(look(Duration.ofMinutes(-10))).singleElement().satisfies(finding -> {
            assertThat(finding.stops()).isTrue();
            assertThat(finding.text())
                    .matches("this machine's clock is (599|600) s behind that of Kafka's controller.*");
        });
    }
}
