package dev.saring.topology;

import static dev.saring.topology.TopologyFixture.TOPICS;
import static dev.saring.topology.TopologyFixture.header;
import static dev.saring.topology.TopologyFixture.setup;
import static dev.saring.topology.TopologyFixture.text;
import static dev.saring.topology.TopologyFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.classify.RuleSet;
import dev.saring.classify.Samples;
import dev.saring.config.ApplicationVersion;
import dev.saring.moderation.DecisionSource;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.serde.AvroEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class ModerationTopologyTest {
    private static final RuleSet RULES = Samples.rules(
            Samples.keyword("g1", "slot gacor", "gambling", RuleAction.BLOCK),
            Samples.keyword("h1", "kafir", "hate", RuleAction.REVIEW),
            Samples.keyword("c1", "secretcode", "child-safety", RuleAction.BLOCK));

    private static TopologyFixture.Setup withRules() {
        TopologyFixture.Setup setup = setup();
        setup.rules = () -> RULES;
        return setup;
    }

    private static UploadEvent.Builder upload(String id, String... captions) {
        return Samples.upload(captions).setContentId(id);
    }

    /** Checks that the topology still does its work. */
    private static void assertDecides(TopologyFixture topology) {
        topology.produce(upload("afterwards", "selamat pagi"));
        assertThat(topology.decisions(TOPICS.approved()))
                .extracting(ModerationDecision::getContentId)
                .containsExactly("afterwards");
    }

    @Test
    void description_isTheGoldenOne() throws IOException {
        try (TopologyFixture topology = setup().start();
                InputStream golden = getClass().getResourceAsStream("topology.txt")) {
            assertThat(topology.topology.describe().toString())
                    .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void decisions_goToTheTopicOfTheirOutcome() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("good", "selamat pagi"));
            topology.produce(upload("unclear", "dasar kafir"));
            topology.produce(upload("bad", "main slot gacor yuk"));
            assertThat(topology.decisions(TOPICS.approved()))
                    .extracting(ModerationDecision::getContentId, ModerationDecision::getOutcome)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("good", Outcome.APPROVED));
            assertThat(topology.decisions(TOPICS.review()))
                    .extracting(ModerationDecision::getContentId, ModerationDecision::getOutcome)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("unclear", Outcome.REVIEW));
            assertThat(topology.decisions(TOPICS.blocked()))
                    .extracting(ModerationDecision::getContentId, ModerationDecision::getOutcome)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("bad", Outcome.BLOCKED));
            assertThat(topology.read(TOPICS.preserved())).isEmpty();
            assertThat(topology.read(TOPICS.deadLetter())).isEmpty();
            assertThat(topology.metrics.scrape())
                    .contains("saring_decisions_total{outcome=\"approved\"} 1.0")
                    .contains("saring_policy_matches_total{mode=\"enforce\",policy=\"gambling\"} 1.0")
                    .contains("saring_time_to_decision_seconds_bucket{le=\"0.05\"} 3")
                    .contains("saring_time_to_decision_seconds_bucket{le=\"0.025\"} 0");
        }
    }

    @Test
    void decisionRecord_carriesKeyTimeSourceAndHeaders_andNoneOfTheProducersHeaders() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("first", "selamat pagi"));
            topology.produce(
                    utf8("second"),
                    topology.encode(upload("second", "selamat pagi").build()),
                    new RecordHeaders().add("trace", utf8("x")).add(DecisionHeaders.DECISION_ID, utf8("forged")));
            TestRecord<byte[], byte[]> record = topology.read(TOPICS.approved()).get(1);
            ModerationDecision decision = topology.decode(record.value());
            assertThat(text(record.key())).isEqualTo("second");
            assertThat(record.timestamp()).isEqualTo(Samples.NOW.toEpochMilli());
            assertThat(decision.getDecidedAt()).isEqualTo(Samples.NOW);
            assertThat(decision.getSource()).isEqualTo(new DecisionSource("test.uploads", 0, 1L));
            assertThat(record.headers()).hasSize(2);
            assertThat(header(record, "saring-source")).isEqualTo("test.uploads-0@1");
            assertThat(header(record, "saring-decision-id")).isEqualTo(decision.getDecisionId());
        }
    }

    @Test
    void upload_isEmbeddedInReviewAndBlockedByDefault() {
        try (TopologyFixture topology = withRules().start()) {
            UploadEvent bad = upload("bad", "slot gacor").build();
            topology.produce("bad", topology.encode(bad));
            topology.produce(upload("unclear", "kafir"));
            topology.produce(upload("good", "pagi"));
            assertThat(topology.decisions(TOPICS.blocked()).get(0).getUpload()).isEqualTo(bad);
            assertThat(topology.decisions(TOPICS.review()).get(0).getUpload()).isNotNull();
            assertThat(topology.decisions(TOPICS.approved()).get(0).getUpload()).isNull();
        }
    }

    @Test
    void upload_isEmbeddedAsTheSettingSays() {
        TopologyFixture.Setup setup = withRules();
        setup.embed = EnumSet.of(Outcome.APPROVED);
        try (TopologyFixture topology = setup.start()) {
            topology.produce(upload("bad", "slot gacor"));
            topology.produce(upload("good", "pagi"));
            assertThat(topology.decisions(TOPICS.blocked()).get(0).getUpload()).isNull();
            assertThat(topology.decisions(TOPICS.approved()).get(0).getUpload()).isNotNull();
        }
    }

    @Test
    void uploadUnderARestrictedPolicy_goesWholeToPreserved_andNowhereElse() {
        TopologyFixture.Setup setup = withRules();
        setup.embed = EnumSet.of(Outcome.APPROVED, Outcome.REVIEW, Outcome.BLOCKED);
        try (TopologyFixture topology = setup.start()) {
            UploadEvent upload = upload("worst", "secretcode and more").build();
            topology.produce("worst", topology.encode(upload));
            TestRecord<byte[], byte[]> blocked = topology.read(TOPICS.blocked()).get(0);
            TestRecord<byte[], byte[]> preserved =
                    topology.read(TOPICS.preserved()).get(0);
            assertThat(topology.decode(blocked.value()).getUpload()).isNull();
            assertThat(topology.decode(preserved.value()).getUpload()).isEqualTo(upload);
            assertThat(text(blocked.value())).doesNotContain("and more");
            assertThat(header(preserved, "saring-decision-id")).isEqualTo(header(blocked, "saring-decision-id"));
            assertThat(header(preserved, "saring-source")).isEqualTo("test.uploads-0@0");
        }
    }

    @Test
    void deletions_areCountedAndNotClassified() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce("gone", null);
            topology.produce(upload("gone", "slot gacor").setKind(UploadKind.DELETE));
            assertThat(topology.read(TOPICS.blocked())).isEmpty();
            assertThat(topology.read(TOPICS.deadLetter())).isEmpty();
            assertThat(topology.metrics.scrape()).contains("saring_deletions_total 2.0");
            assertDecides(topology);
        }
    }

    @Test
    void olderRevisionAfterANewerOne_isDecidedAsWhatItIs() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("c", "pagi").setRevision(7).setKind(UploadKind.EDIT));
            topology.produce(upload("c", "pagi").setRevision(3).setKind(UploadKind.EDIT));
            assertThat(topology.decisions(TOPICS.approved()))
                    .extracting(ModerationDecision::getRevision)
                    .containsExactly(7L, 3L);
        }
    }

    @Test
    void unreadableRecords_areDeadLettersWithTheirCause_andDisturbNothing() throws Exception {
        try (TopologyFixture topology = withRules().start()) {
            byte[] good = topology.encode(upload("c", "pagi").build());
            byte[] truncated = Arrays.copyOf(good, good.length - 4);
            byte[] unknownId = good.clone();
            unknownId[1] = 0x7f;
            byte[] rule = new AvroEncoder<>(topology.registry, KeywordRule.class, TOPICS.rules())
                    .encode(Samples.keyword("r", "x", "hate", RuleAction.BLOCK)
                            .setSource("s")
                            .setUpdatedBy("me")
                            .setUpdatedAt(Samples.NOW)
                            .build());
            byte[] longer = Arrays.copyOf(good, good.length + 3);

            topology.produce(null, good);
            topology.produce("other", good);
            topology.produce("c", new byte[0]);
            topology.produce("c", utf8("{\"contentId\":\"c\"}"));
            topology.produce("c", truncated);
            topology.produce("c", unknownId);
            topology.produce("c", rule);
            topology.produce("c", longer);
            List<TestRecord<byte[], byte[]>> dead = topology.read(TOPICS.deadLetter());
            assertThat(dead)
                    .extracting(record -> DeadLetterCause.valueOf(header(record, "saring-dead-letter-cause")))
                    .containsExactly(
                            DeadLetterCause.KEY_MISSING,
                            DeadLetterCause.KEY_MISMATCH,
                            DeadLetterCause.EMPTY,
                            DeadLetterCause.NOT_CONFLUENT_FORMAT,
                            DeadLetterCause.TRUNCATED,
                            DeadLetterCause.UNKNOWN_SCHEMA,
                            DeadLetterCause.SCHEMA_MISMATCH,
                            DeadLetterCause.MALFORMED);
            assertThat(dead.get(0).key()).isNull();
            assertThat(dead.get(4).value()).isEqualTo(truncated);
            assertThat(topology.metrics.scrape())
                    .contains("saring_dead_letters_total{cause=\"truncated\",stage=\"decode\"} 1.0");
            assertDecides(topology);
        }
    }

    @Test
    void deadLetter_keepsTheOriginal_andSaysWhereItCameFrom() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("c", "pagi"));
            Headers headers = new RecordHeaders()
                    .add("trace", utf8("abc"))
                    .add(DeadLetterHeaders.CAUSE, utf8("FORGED"))
                    .add(DeadLetterHeaders.OFFSET, utf8("99"));
            byte[] value = {1, 2, 3};
            topology.produce(utf8("key"), value, headers);
            TestRecord<byte[], byte[]> dead = topology.read(TOPICS.deadLetter()).get(0);
            assertThat(text(dead.key())).isEqualTo("key");
            assertThat(dead.value()).isEqualTo(value);
            assertThat(dead.timestamp()).isEqualTo(Samples.NOW.toEpochMilli());
            assertThat(dead.headers()).hasSize(9);
            assertThat(header(dead, "trace")).isEqualTo("abc");
            assertThat(header(dead, "saring-dead-letter-cause")).isEqualTo("NOT_CONFLUENT_FORMAT");
            assertThat(header(dead, "saring-dead-letter-stage")).isEqualTo("DECODE");
            assertThat(header(dead, "saring-dead-letter-message")).contains("010203");
            assertThat(header(dead, "saring-dead-letter-topic")).isEqualTo("test.uploads");
            assertThat(header(dead, "saring-dead-letter-partition")).isEqualTo("0");
            assertThat(header(dead, "saring-dead-letter-offset")).isEqualTo("1");
            assertThat(header(dead, "saring-dead-letter-timestamp"))
                    .isEqualTo(Long.toString(TopologyFixture.PRODUCED_AT));
            assertThat(header(dead, "saring-dead-letter-version")).isEqualTo(ApplicationVersion.get());
        }
    }

    @Test
    void deadLetterThatWouldNotFit_leavesOutTheValue_thenHeaders_thenTheKey() {
        TopologyFixture.Setup setup = withRules();
        setup.decisionMaxBytes = 20_000;
        setup.uploadMaxBytes = 20_000;
        try (TopologyFixture topology = setup.start()) {
            byte[] large = new byte[30_000];
            topology.produce("c", large);
            topology.produce(utf8("c"), large, new RecordHeaders().add("big", large));
            topology.produce(large, large, new RecordHeaders());
            List<TestRecord<byte[], byte[]>> dead = topology.read(TOPICS.deadLetter());
            assertThat(dead)
                    .extracting(record -> header(record, "saring-dead-letter-left-out"))
                    .containsExactly(
                            "value of 30000 bytes",
                            "value of 30000 bytes, headers",
                            "value of 30000 bytes, headers, key of 30000 bytes");
            assertThat(dead).extracting(TestRecord::value).containsOnlyNulls();
            assertThat(text(dead.get(0).key())).isEqualTo("c");
            assertThat(header(dead.get(0), "saring-dead-letter-cause")).isEqualTo("TOO_LARGE");
            assertDecides(topology);
        }
    }

    @Test
    void emptyTextsAndMissingTexts_areDecided() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("empty", ""));
            topology.produce(upload("none"));
            assertThat(topology.decisions(TOPICS.approved())).hasSize(2);
        }
    }

    @Test
    void surrogatesAndBytesThatAreNoText_areDecided_andHideNothing() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("lone", "\ud83d slot gacor \ude00"));
            byte[] value = topology.encode(upload("c", "### slot gacor").build());
            int at = text(value).indexOf("###");
            assertThat(new String(value, at, 3, StandardCharsets.US_ASCII)).isEqualTo("###");
            System.arraycopy(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, 0, value, at, 3);
            topology.produce("c", value);
            assertThat(topology.decisions(TOPICS.blocked())).hasSize(2);
        }
    }

    @Test
    void tenThousandMedia_goToReviewWithAGap() {
        try (TopologyFixture topology = withRules().start()) {
            List<UploadMedia> media = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                media.add(Samples.image("m" + i));
            }
            topology.produce(upload("many", "pagi").setMedia(media));
            ModerationDecision decision = topology.decisions(TOPICS.review()).get(0);
            assertThat(decision.getGaps()).extracting(Gap::getKind).contains(GapKind.MEDIA_CUT);
            assertThat(decision.getUpload().getMedia()).hasSize(10_000);
            assertDecides(topology);
        }
    }

    @Test
    void textOfFiveMegabytes_goesToReview_inARecordThatItsTopicTakes() {
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("long", "slot gacor ", "pagi ".repeat(1_000_000)));
            TestRecord<byte[], byte[]> record = topology.read(TOPICS.blocked()).get(0);
            ModerationDecision decision = topology.decode(record.value());
            assertThat(record.value().length).isLessThan(3_000_000);
            assertThat(decision.getGaps())
                    .extracting(Gap::getKind)
                    .containsExactly(GapKind.TEXT_CUT, GapKind.DECISION_CUT);
            assertThat(decision.getUpload().getTexts().get(0).getText()).isEqualTo("slot gacor ");
            assertThat(decision.getUpload().getTexts().get(1).getText()).isEmpty();
            assertThat(topology.metrics.scrape()).contains("saring_gaps_total{kind=\"decision_cut\"} 1.0");
            assertDecides(topology);
        }
    }

    @Test
    void evidenceThatDoesNotFit_losesItsAttributes_isCounted_andKeepsItsHashes() {
        UploadMedia image = Samples.image("i", Samples.hash(HashAlgorithm.MD5, Samples.bytes(16, 1)));
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(upload("small", "secretcode"));
            topology.produce(upload("large", "secretcode")
                    .setMedia(List.of(image))
                    .setAttributes(Map.of("a", "x".repeat(4_000_000))));
            ModerationDecision copy = topology.decisions(TOPICS.preserved()).get(1);
            assertThat(copy.getUpload().getAttributes()).isEmpty();
            assertThat(copy.getUpload().getMedia()).containsExactly(image);
            assertThat(copy.getUpload().getTexts().get(0).getText()).isEqualTo("secretcode");
            assertThat(topology.metrics.scrape())
                    .contains("saring_evidence_cut_total 1.0")
                    .contains("saring_gaps_total{kind=\"decision_cut\"} 0.0");
        }
    }

    @Test
    void uploadOfAMillionHeaders_isADeadLetterThatItsTopicTakes() {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < 1_000_000; i++) {
            headers.add("", null);
        }
        try (TopologyFixture topology = withRules().start()) {
            topology.produce(utf8("c"), new byte[] {9}, headers);
            TestRecord<byte[], byte[]> dead = topology.read(TOPICS.deadLetter()).get(0);
            assertThat(dead.headers().toArray()).hasSizeLessThan(20);
            assertThat(header(dead, "saring-dead-letter-left-out")).endsWith("headers");
            assertDecides(topology);
        }
    }

    @Test
    void idsThatNoDecisionHasRoomFor_areADeadLetter() {
        TopologyFixture.Setup setup = withRules();
        setup.decisionMaxBytes = 20_000;
        try (TopologyFixture topology = setup.start()) {
            topology.produce(upload("x".repeat(9_000), "pagi"));
            TestRecord<byte[], byte[]> dead = topology.read(TOPICS.deadLetter()).get(0);
            assertThat(header(dead, "saring-dead-letter-cause")).isEqualTo("DECISION_TOO_LARGE");
            assertThat(header(dead, "saring-dead-letter-stage")).isEqualTo("ROUTE");
            assertDecides(topology);
        }
    }

    @Test
    void deadLetterOfWhatWasNotAllLookedAt_doesNotSpreadTheUpload() {
        TopologyFixture.Setup setup = withRules();
        setup.decisionMaxBytes = 20_000;
        try (TopologyFixture topology = setup.start()) {
            topology.produce(upload("x".repeat(9_000), "pagi ".repeat(20_001)));
            topology.produce(upload("y".repeat(9_000), "pagi"));
            List<TestRecord<byte[], byte[]>> dead = topology.read(TOPICS.deadLetter());
            assertThat(dead.get(0).value()).isNull();
            assertThat(header(dead.get(0), "saring-dead-letter-left-out"))
                    .matches("value of [0-9]+ bytes, perhaps under a restricted policy");
            // Too large for its topic, and nothing more.
            assertThat(header(dead.get(1), "saring-dead-letter-left-out")).matches("value of [0-9]+ bytes");
        }
    }

    @Test
    void deadLetterUnderARestrictedPolicy_doesNotSpreadTheUpload() {
        TopologyFixture.Setup setup = withRules();
        setup.decisionMaxBytes = 20_000;
        try (TopologyFixture topology = setup.start()) {
            String id = "x".repeat(9_000);
            topology.produce(upload(id, "secretcode"));
            TestRecord<byte[], byte[]> dead = topology.read(TOPICS.deadLetter()).get(0);
            assertThat(dead.value()).isNull();
            assertThat(text(dead.key())).isEqualTo(id);
            assertThat(header(dead, "saring-dead-letter-left-out"))
                    .matches("value of [0-9]+ bytes under a restricted policy");
            assertThat(topology.read(TOPICS.blocked())).isEmpty();
        }
    }

    @Test
    void unexpectedFailure_isADeadLetter() {
        TopologyFixture.Setup setup = setup();
        boolean[] fail = {true};
        setup.rules = () -> {
            if (fail[0]) {
                throw new IllegalStateException("no rules");
            }
            return RULES;
        };
        try (TopologyFixture topology = setup.start()) {
            topology.produce(upload("c", "pagi"));
            TestRecord<byte[], byte[]> dead = topology.read(TOPICS.deadLetter()).get(0);
            assertThat(header(dead, "saring-dead-letter-cause")).isEqualTo("FAILURE");
            assertThat(header(dead, "saring-dead-letter-stage")).isEqualTo("CLASSIFY");
            assertThat(header(dead, "saring-dead-letter-message"))
                    .startsWith("java.lang.IllegalStateException at " + ModerationTopologyTest.class.getName());
            assertThat(dead.value()).as("nobody can tell which policies hold").isNull();
            assertThat(header(dead, "saring-dead-letter-left-out"))
                    .matches("value of [0-9]+ bytes, perhaps under a restricted policy");
            fail[0] = false;
            assertDecides(topology);
        }
    }

    @Test
    void ruleSet_isTheOneInUseAtTheMoment() {
        TopologyFixture.Setup setup = setup();
        RuleSet[] rules = {Samples.rules()};
        setup.rules = () -> rules[0];
        try (TopologyFixture topology = setup.start()) {
            topology.produce(upload("before", "slot gacor"));
            rules[0] = RULES;
            topology.produce(upload("after", "slot gacor"));
            assertThat(topology.decisions(TOPICS.approved()).get(0).getContentId())
                    .isEqualTo("before");
            ModerationDecision after = topology.decisions(TOPICS.blocked()).get(0);
            assertThat(after.getRuleSetVersion()).isEqualTo(RULES.version());
        }
    }

    @Test
    void deadLettersAboveTheLimit_stopWithAMessageThatSaysWhatToDo() {
        TopologyFixture.Setup setup = withRules();
        setup.deadLetterLimit = 50;
        setup.deadLetterWindow = 100;
        try (TopologyFixture topology = setup.start()) {
            for (int i = 0; i < 50; i++) {
                topology.produce(upload("c" + i, "pagi"));
                topology.produce("bad", new byte[] {9});
            }
            assertThatThrownBy(() -> topology.produce("bad", new byte[] {9}))
                    .rootCause()
                    .isInstanceOf(DeadLetterShareExceededException.class)
                    .hasMessageContainingAll(
                            "51 of the last 100 records of test.uploads-0, up to offset 100",
                            "50 percent",
                            "saring.dead-letter.limit-percent");
        }
    }

    @Test
    void registryAway_endsTheThread_andTheRecordIsNeitherDecidedNorDead() {
        TopologyFixture.Setup setup = withRules();
        setup.registryUrl = "http://127.0.0.1:1";
        try (TopologyFixture topology = setup.start()) {
            assertThatThrownBy(() -> topology.produce("c", new byte[] {0, 0, 0, 0, 5, 1, 2, 3}))
                    .hasCauseInstanceOf(RegistryOutageException.class);
            assertThat(topology.read(TOPICS.deadLetter())).isEmpty();
            assertThat(topology.metrics.scrape()).contains("saring_registry_waits_total 1.0");
        }
    }

    @Test
    void randomBytes_areDeadLetters_whateverTheyAre() {
        try (TopologyFixture topology = withRules().start()) {
            Random random = new Random(20261124);
            byte[] good = topology.encode(upload("c", "selamat pagi semua").build());
            int produced = 0;
            for (int i = 0; i < 2_000; i++) {
                byte[] value = good.clone();
                value[1 + random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
                topology.produce("c", value);
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                topology.produce("c", noise);
                produced += 2;
            }
            assertThat(topology.read(TOPICS.deadLetter())).hasSize(produced);
            assertDecides(topology);
        }
    }
}
