package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.classify.Samples;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadText;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecisionCutTest {
    private static final RuleSet RULES =
            Samples.rules(Samples.keyword("g1", "slot gacor", "gambling", RuleAction.BLOCK));

    private final SchemaRegistry registry =
            SchemaRegistry.connect(Map.of("schema.registry.url", "mock://decision-cut"), null);
    private final AvroEncoder<ModerationDecision> encoder =
            new AvroEncoder<>(registry, ModerationDecision.class, "blocked");
    private final AvroDecoder<ModerationDecision> decoder =
            new AvroDecoder<>(registry, ModerationDecision.class, DecodingLimits.defaults());

    @AfterEach
    void close() {
        registry.close();
    }

    private static ModerationDecision decide(UploadEvent upload) {
        ModerationDecision decision = new Classifier().classify(upload, RULES, Context.at(Samples.NOW));
        decision.setUpload(upload);
        return decision;
    }

    private byte[] encode(ModerationDecision decision) {
        try {
            return encoder.encode(decision);
        } catch (RegistryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    /** Cuts to size, and checks that the decision is afterwards as it was. */
    private ModerationDecision cut(ModerationDecision decision, int room) throws Exception {
        byte[] whole = encode(decision);
        assertThat(whole.length).isGreaterThan(room);
        byte[] cut = new DecisionCut(decision, room).apply(this::encode, whole.length);
        assertThat(cut.length).isLessThanOrEqualTo(room);
        assertThat(encode(decision)).isEqualTo(whole);
        return decoder.decode(cut);
    }

    private static String told(ModerationDecision decision) {
        List<Gap> gaps = decision.getGaps();
        assertThat(gaps.get(gaps.size() - 1).getKind()).isEqualTo(GapKind.DECISION_CUT);
        return gaps.get(gaps.size() - 1).getDetail();
    }

    @Test
    void longestTexts_goFirst_andOnlyAsManyAsMust() throws Exception {
        ModerationDecision decision =
                decide(Samples.upload("slot gacor", "b".repeat(4_000), "c".repeat(9_000), "d".repeat(2_000))
                        .build());
        ModerationDecision cut = cut(decision, 9_000);
        assertThat(told(cut)).isEqualTo("left out: 1 of 4 texts");
        assertThat(cut.getUpload().getTexts())
                .extracting(UploadText::getText)
                .containsExactly("slot gacor", "b".repeat(4_000), "", "d".repeat(2_000));
        assertThat(cut.getKeywordMatches()).isEqualTo(decision.getKeywordMatches());
        assertThat(cut.getOutcome()).isEqualTo(decision.getOutcome());
    }

    @Test
    void hashesAndFrames_goNext() throws Exception {
        byte[][] frames = new byte[500][];
        java.util.Arrays.setAll(frames, i -> Samples.bytes(32, i));
        ModerationDecision cut = cut(
                decide(Samples.upload("slot gacor", "b".repeat(500))
                        .setMedia(List.of(
                                Samples.video("v", 90, frames),
                                Samples.image("i", Samples.hash(HashAlgorithm.MD5, Samples.bytes(16, 1)))))
                        .build()),
                4_000);
        assertThat(told(cut)).isEqualTo("left out: 2 of 2 texts, all 501 hashes and frames");
        assertThat(cut.getUpload().getMedia())
                .hasSize(2)
                .allSatisfy(medium -> assertThat(medium.getHashes()).isEmpty());
    }

    @Test
    void attributes_goAlone_whereThatIsEnough() throws Exception {
        UploadEvent upload = Samples.upload("slot gacor", "b".repeat(2_000))
                .setMedia(List.of(Samples.image("i", Samples.hash(HashAlgorithm.MD5, Samples.bytes(16, 1)))))
                .setAttributes(Map.of("a", "x".repeat(9_000), "b", "c"))
                .build();
        ModerationDecision cut = cut(decide(upload), 6_000);
        assertThat(told(cut)).isEqualTo("left out: all 2 attributes");
        assertThat(cut.getUpload().getAttributes()).isEmpty();
        assertThat(cut.getUpload().getTexts()).isEqualTo(upload.getTexts());
        assertThat(cut.getUpload().getMedia()).isEqualTo(upload.getMedia());
    }

    @Test
    void hashes_stayLongerThanAttributes() throws Exception {
        UploadEvent upload = Samples.upload("slot gacor", "b".repeat(8_000))
                .setMedia(List.of(Samples.image("i", Samples.hash(HashAlgorithm.MD5, Samples.bytes(16, 1)))))
                .setAttributes(Map.of("a", "x".repeat(4_000)))
                .build();
        ModerationDecision cut = cut(decide(upload), 4_000);
        assertThat(told(cut)).isEqualTo("left out: 2 of 2 texts, all 1 attributes");
        assertThat(cut.getUpload().getMedia()).isEqualTo(upload.getMedia());
    }

    @Test
    void wholeUpload_goesWhereItsOtherPartsAreTooLarge() throws Exception {
        ModerationDecision cut = cut(
                decide(Samples.upload("slot gacor")
                        .setUploaderId("u".repeat(9_000))
                        .build()),
                4_000);
        assertThat(told(cut)).isEqualTo("left out: the whole upload");
        assertThat(cut.getUpload()).isNull();
    }

    @Test
    void weakerMatches_goLast_andAreSaidToBeTruncated() throws Exception {
        ModerationDecision decision =
                decide(Samples.upload("slot gacor ".repeat(100)).build());
        assertThat(decision.getKeywordMatches()).hasSize(100);
        ModerationDecision cut = cut(decision, 2_000);
        assertThat(told(cut)).startsWith("left out: the whole upload, ").endsWith(" of 100 matches");
        assertThat(cut.getMatchesTruncated()).isTrue();
        assertThat(cut.getKeywordMatches())
                .isNotEmpty()
                .isEqualTo(decision.getKeywordMatches()
                        .subList(0, cut.getKeywordMatches().size()));
    }

    @Test
    void longMediaIds_areLeftOutOfGaps() throws Exception {
        ModerationDecision cut = cut(
                decide(Samples.upload("pagi")
                        .setMedia(List.of(Samples.image("i".repeat(5_000)), Samples.image("j".repeat(5_000))))
                        .build()),
                4_000);
        assertThat(told(cut)).isEqualTo("left out: the whole upload, what other gaps say");
        assertThat(cut.getMatchesTruncated()).isFalse();
        assertThat(cut.getGaps()).extracting(Gap::getKind).containsExactly(GapKind.HASH_MISSING, GapKind.DECISION_CUT);
    }

    @Test
    void decisionThatFitsInNoWay_isRefused() {
        ModerationDecision decision =
                decide(Samples.upload("pagi").setContentId("x".repeat(5_000)).build());
        assertThatThrownBy(() -> cut(decision, 4_000))
                .isInstanceOf(DecisionTooLargeException.class)
                .hasMessageContainingAll("4000", "saring.decision.max-bytes");
    }
}
