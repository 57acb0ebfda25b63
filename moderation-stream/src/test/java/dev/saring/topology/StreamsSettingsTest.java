package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Limits;
import dev.saring.config.KafkaClient;
import dev.saring.config.Role;
import dev.saring.config.Setting;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.ops.Metrics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    private static final RecordDeaths DEATHS =
            new RecordDeaths(Path.of("target", "deaths"), new Metrics(List.of(), InstantSource.system()));

    @Test
    void ownSettings_becomeKafkasOnes_andThePassedThroughStay() {
        Properties streams = StreamsSettings.of(
                Settings.of(Map.of(
                        "kafka.bootstrap.servers", "localhost:9092",
                        "kafka.main.consumer.max.poll.records", "17",
                        "kafka.producer.compression.type", "zstd",
                        "kafka.session.timeout.ms", "20000",
                        "saring.topics.prefix", "staging.",
                        "saring.threads", "3",
                        "saring.commit-interval-ms", "50",
                        "saring.decision.max-bytes", "1000000")),
                Role.CLASSIFY,
                DEATHS);
        StreamsConfig config = new StreamsConfig(streams);
        assertThat(config.getString("application.id")).isEqualTo("staging.classify");
        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getInt("num.stream.threads")).isEqualTo(3);
        assertThat(config.getLong("commit.interval.ms")).isEqualTo(50);
        assertThat(config.getProducerConfigs("p"))
                .containsEntry("compression.type", "zstd")
                .containsEntry("max.request.size", 1_012_000);
        assertThat(config.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("max.poll.records", "17")
                .containsEntry("session.timeout.ms", "20000")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void defaults_areOurs_whereNothingIsGiven() {
        Properties streams =
                StreamsSettings.of(Settings.of(Map.of("kafka.bootstrap.servers", "x:1")), Role.CLASSIFY, DEATHS);
        assertThat(streams)
                .containsEntry("num.stream.threads", Runtime.getRuntime().availableProcessors())
                .containsEntry("producer.compression.type", "lz4")
                .containsEntry("consumer.session.timeout.ms", 10_000)
                .containsEntry("consumer.heartbeat.interval.ms", 1_000);
    }

    @Test
    void namedInstance_namesTheConsumersOfUploadsOnly_andIsWaitedForLonger() {
        Settings settings =
                Settings.of(Map.of("kafka.bootstrap.servers", "x:1", "saring.instance.id", "saring-classify-0"));
        StreamsConfig config = new StreamsConfig(StreamsSettings.of(settings, Role.CLASSIFY, DEATHS));
        assertThat(config.getMainConsumerConfigs("g", "c", 2))
                .containsEntry("group.instance.id", "saring-classify-0-2")
                .containsEntry("session.timeout.ms", 30_000);
        assertThat(config.getRestoreConsumerConfigs("c")).doesNotContainKey("group.instance.id");
        assertThat(settings.kafka(KafkaClient.CONSUMER)).doesNotContainKey("group.instance.id");
    }

    @Test
    void namelessInstance_isNoStaticMember() {
        StreamsConfig config = new StreamsConfig(
                StreamsSettings.of(Settings.of(Map.of("kafka.bootstrap.servers", "x:1")), Role.CLASSIFY, DEATHS));
        assertThat(config.getMainConsumerConfigs("g", "c", 1)).doesNotContainKey("group.instance.id");
    }

    @Test
    void productionEdge_isOurs_andKnowsWhereToNoteDeaths() {
        StreamsConfig config = new StreamsConfig(
                StreamsSettings.of(Settings.of(Map.of("kafka.bootstrap.servers", "x:1")), Role.CLASSIFY, DEATHS));
        assertThat(config.productionExceptionHandler()).isInstanceOf(ProductionFailures.class);
        assertThat(config.originals()).containsEntry(ProductionFailures.DEATHS, DEATHS);
    }

    @Test
    void defaultLimits_areTheClassifiersOwn() {
        assertThat(PipelineApp.limits(Settings.of(Map.of()))).isEqualTo(Limits.DEFAULT);
        assertThat(SettingCatalog.LIMITS).hasSameSizeAs(Limits.class.getRecordComponents());
        for (Setting<Integer> each : SettingCatalog.LIMITS) {
            Settings other = Settings.of(
                    Map.of(each.name(), Integer.toString(Settings.of(Map.of()).get(each) - 1)));
            assertThat(PipelineApp.limits(other)).as(each.name()).isNotEqualTo(Limits.DEFAULT);
        }
    }
}
