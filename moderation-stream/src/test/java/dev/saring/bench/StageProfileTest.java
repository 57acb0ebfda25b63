package dev.saring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.saring.bench.StageProfile.Stage;
import dev.saring.classify.Limits;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleBook;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageProfileTest {
    @ParameterizedTest
    @CsvSource({
        "serde.UploadDatumReader, DECODE",
        "serde.BoundedDecoder, DECODE",
        "topology.DecodeStage, DECODE",
        "classify.text.Letters, FOLD",
        "classify.text.Outline, FOLD",
        "classify.text.TextMatcher, MATCH",
        "classify.hash.PdqSegment, HASH",
        "classify.Classifier, DECIDE",
        "classify.policy.Regions, DECIDE",
        "serde.DecisionDatumWriter, ENCODE",
        "topology.DecisionHeaders, ENCODE",
        "ops.Metrics, COUNT",
        "topology.StreamsClients, KAFKA"
    })
    void classes_countForTheirStage(String name, Stage stage) throws ClassNotFoundException {
        assertThat(Class.forName("dev.saring." + name)).isNotNull();
        assertThat(StageProfile.of(name)).isEqualTo(stage);
    }

    @Test
    void recordsThemselves_countForWhateverUsesThem() {
        assertThat(StageProfile.of("moderation.UploadEvent")).isNull();
    }

    @Test
    void shares_addUpToOne() throws Exception {
        Map<Stage, Double> shares = StageProfile.of(
                () -> {
                    BenchRules rules = new BenchRules(1);
                    // Processor time, since a busy machine gives fewer samples.
                    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                    long end = threads.getCurrentThreadCpuTime() + 2_000_000_000L;
                    RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
                    while (threads.getCurrentThreadCpuTime() < end) {
                        rules.putKeywords(book, 200);
                        book.snapshot();
                    }
                },
                null);
        assertThat(shares).containsKey(Stage.MATCH);
        assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, offset(1e-9));
    }
}
