package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.saring.local.EmbeddedKafka;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** {@code saring bench pipeline} on a cluster with fewer brokers than it asks for. */
class BenchCommandTest {
    @Test
    void tooFewBrokers_endTheBenchWithTheRemedy_andNothingElse() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Throwable failure = catchThrowable(
                    () -> InProcessCommand.run("bench", "pipeline", "--bootstrap-servers", kafka.bootstrapServers()));

            assertThat(failure)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageEndingWith("set --replication-factor to at most the number of brokers");
            assertThat(failure.getCause())
                    .as("removing what could not be created")
                    .hasNoSuppressedExceptions();
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }
}
