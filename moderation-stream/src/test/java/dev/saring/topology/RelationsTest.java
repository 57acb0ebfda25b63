package dev.saring.topology;

import static dev.saring.topology.TopologyFixture.setup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.classify.RuleSet;
import dev.saring.classify.Samples;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.UploadKind;
import dev.saring.ops.Meter;
import dev.saring.ops.Metrics;
import dev.saring.ops.Relation;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class RelationsTest {
    private static final RuleSet RULES = Samples.rules(
            Samples.keyword("slot", "slot gacor", "gambling", RuleAction.BLOCK),
            Samples.keyword("kafir", "kafir", "hate", RuleAction.REVIEW),
            Samples.keyword("watched", "pagi", "hate", RuleAction.BLOCK).setMode(RuleMode.SHADOW));

    private boolean dies;

    private RuleSet rules() {
        if (dies) {
            throw new OutOfMemoryError("by one record");
        }
        return RULES;
    }

    @Test
    void relations_hold_whateverBecomesOfRecords() {
        TopologyFixture.Setup setup = setup();
        setup.rules = this::rules;
        try (TopologyFixture topology = setup.start()) {
            for (int i = 0; i < 200; i++) {
                topology.produce(Samples.upload("selamat pagi, pagi").setContentId("good"));
                topology.produce(Samples.upload("dasar kafir").setContentId("unclear"));
                topology.produce(Samples.upload("main slot gacor yuk").setContentId("bad"));
                topology.produce(Samples.upload().setContentId("gone").setKind(UploadKind.DELETE));
                topology.produce("gone", null);
                topology.produce("broken", new byte[] {9, 9, 9});
                topology.produce(null, new byte[] {9});
                topology.produce(
                        "other key", topology.encode(Samples.upload("pagi").build()));
            }
            String text = topology.metrics.scrape();
            assertRelations(text);
            assertThat(sum(text, Meter.RECORDS)).isEqualTo(1_600);
            assertThat(sum(text, Meter.DECISIONS)).isEqualTo(600);
            assertThat(sum(text, Meter.DEAD_LETTERS)).isEqualTo(600);
            assertThat(sum(text, Meter.DELETIONS)).isEqualTo(400);
            assertThat(text)
                    .contains("saring_rule_matches_total{mode=\"shadow\",rule=\"watched\"} 200.0")
                    .contains("saring_records_unaccounted_total 0.0")
                    .contains("saring_stage_time_seconds_count{stage=\"decode\"}");
            // One record in 61, where it goes that far.
            assertThat(sum(text, Meter.STAGE_TIME)).isBetween(1.0, 3 * 600.0 / 8);
        }
    }

    @Test
    void recordThatItsThreadDiesOf_isAbandoned_andNotUnaccounted() {
        TopologyFixture.Setup setup = setup();
        setup.rules = this::rules;
        dies = true;
        try (TopologyFixture topology = setup.start()) {
            assertThatThrownBy(() -> topology.produce(Samples.upload("pagi").setContentId("c")))
                    .isInstanceOf(OutOfMemoryError.class);
            String text = topology.metrics.scrape();
            assertRelations(text);
            assertThat(text)
                    .contains("saring_records_abandoned_total 1.0")
                    .contains("saring_records_unaccounted_total 0.0");
        }
    }

    @Test
    @SuppressWarnings("unchecked") // a context takes whatever is forwarded
    void deadLetterThatCannotBeHandedOver_isAbandonedOnly() {
        MockProcessorContext<Object, Object> context = new MockProcessorContext<>() {
            @Override
            public <K, V> void forward(Record<K, V> record, String sink) {
                throw new StreamsException("the producer failed of another record");
            }
        };
        context.setRecordMetadata("u", 0, 7);
        try (TopologyFixture topology = setup().start()) {
            DecodeStage stage = new DecodeStage(TopologyFixture.TOPICS, topology.tools);
            stage.init((ProcessorContext<byte[], Object>) (ProcessorContext<?, ?>) context);
            assertThatThrownBy(() -> stage.process(new Record<>(new byte[] {1}, new byte[] {9}, 1)))
                    .isInstanceOf(StreamsException.class);
            String text = topology.metrics.scrape();
            assertRelations(text);
            assertThat(sum(text, Meter.DEAD_LETTERS)).isZero();
            assertThat(sum(text, Meter.RECORDS_ABANDONED)).isEqualTo(1);
        }
    }

    @Test
    void recordWithNoResultOrTwo_isUnaccounted() {
        try (Metrics metrics = new Metrics(List.of(), InstantSource.system())) {
            TaskWatch watch = new TaskWatch(metrics, 0);
            watch.begin(1);
            watch.end();
            watch.begin(2);
            watch.result();
            watch.result();
            watch.end();
            watch.begin(3);
            watch.result();
            watch.end();
            assertThat(metrics.scrape()).contains("saring_records_unaccounted_total 2.0");
            assertThat(watch.time()).isEqualTo(3);
        }
    }

    private static void assertRelations(String text) {
        for (Relation relation : Relation.values()) {
            double left = sum(text, relation.left());
            double right = relation.right().stream()
                    .mapToDouble(each -> sum(text, each))
                    .sum();
            if (relation.sign() == Relation.Sign.EQUAL) {
                assertThat(left).as(relation.formula()).isEqualTo(right);
            } else {
                assertThat(left).as(relation.formula()).isLessThanOrEqualTo(right);
            }
        }
    }

    private static double sum(String text, Meter meter) {
        String name = meter.series().stream()
                .filter(each -> each.endsWith("_total") || each.endsWith("_count"))
                .findFirst()
                .orElseThrow();
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
