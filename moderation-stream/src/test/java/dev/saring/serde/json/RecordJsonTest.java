package dev.saring.serde.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.RandomRecords;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    @Test
    void randomRecords_areReadBackEqual() throws InvalidRecordException {
        Random random = new Random(20261124);
        for (int i = 0; i < 300; i++) {
            readBack(UploadEvent.class, random);
            readBack(KeywordRule.class, random);
            readBack(HashRule.class, random);
            readBack(ModerationDecision.class, random);
        }
    }

    @Test
    void nulls_areLeftOut() {
        assertThat(RecordJson.whole().write(rule())).isEqualTo("""
                {"ruleId":"r","policy":"gambling","action":"BLOCK","expression":"slot \\"gacor\\"","languages":[],\
                "fields":[],"fold":"STANDARD","allows":[],"severity":50,"mode":"ENFORCE","regions":["ID"],\
                "minimumAge":0,"labels":[],"validFrom":"2026-11-24T00:00:00Z","source":"","note":"",\
                "updatedBy":"","updatedAt":"1970-01-01T00:00:00Z"}""");
    }

    @Test
    void ruleChange_isWrittenWithBothRules() {
        RuleChange change = RuleChange.newBuilder()
                .setRuleId("r")
                .setAfter(rule())
                .setChangedBy("ani")
                .setChangedAt(Instant.EPOCH)
                .build();

        assertThat(RecordJson.whole().write(change))
                .startsWith("{\"ruleId\":\"r\",\"after\":{\"ruleId\":\"r\",\"policy\":\"gambling\"")
                .doesNotContain("before");
    }

    @Test
    void without_leavesOutTheOutermostFieldOnly() {
        Random random = new Random(1);
        ModerationDecision decision = RandomRecords.next(ModerationDecision.class, random);
        decision.setUpload(RandomRecords.next(UploadEvent.class, random));

        assertThat(RecordJson.whole().write(decision)).contains("\"upload\":{");
        assertThat(RecordJson.whole().without("upload").write(decision))
                .doesNotContain("\"upload\":")
                .contains("\"decisionId\":");
        assertThat(RecordJson.whole().without("policy").write(rule())).doesNotContain("gambling");
    }

    @Test
    void written_staysOnOneLineWithoutTrailingSpace() {
        KeywordRule rule = rule();
        rule.setNote("two\nlines \u2028 \r\t");

        assertThat(RecordJson.whole().write(rule))
                .doesNotContain("\n", "\r", "\t")
                .endsWith("}");
    }

    private static KeywordRule rule() {
        TrustedRecords.register();
        return KeywordRule.newBuilder()
                .setRuleId("r")
                .setPolicy("gambling")
                .setAction(RuleAction.BLOCK)
                .setExpression("slot \"gacor\"")
                .setRegions(List.of("ID"))
                .setValidFrom(Instant.parse("2026-11-24T00:00:00Z"))
                .build();
    }

    private static <T extends SpecificRecord> void readBack(Class<T> type, Random random)
            throws InvalidRecordException {
        T record = RandomRecords.next(type, random);
        assertThat(RecordJson.reader(type).read(RecordJson.whole().write(record)))
                .isEqualTo(record);
    }
}
