package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.DecisionContext;
import dev.saring.moderation.DecisionSource;
import dev.saring.moderation.DueKind;
import dev.saring.moderation.Fold;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.Reason;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TextField;
import dev.saring.moderation.Trigger;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.rules.PolicyFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    static {
        TrustedRecords.register();
    }

    private static final UploadEvent UPLOAD = UploadEvent.newBuilder()
            .setKind(UploadKind.CREATE)
            .setContentId("c-1")
            .setUploaderId("u-1")
            .setUploadedAt(Instant.EPOCH)
            .setTexts(List.of(UploadText.newBuilder()
                    .setField(TextField.CAPTION)
                    .setText("ayo main slot gacor malam ini")
                    .build()))
            .build();

    private final DemoReport report = new DemoReport(new DecisionText(PolicyFile.standard()));

    @Test
    void lastLine_addsUp() {
        report.addDecision(decision(Outcome.APPROVED), UPLOAD, 10);
        report.addDecision(decision(Outcome.APPROVED), UPLOAD, 10);
        report.addDecision(gambling(), UPLOAD, 30);
        report.addDeadLetter(deadLetter("TRUNCATED"));

        assertThat(report.lastLine(2.34))
                .isEqualTo("uploads=4 approved=2 review=0 blocked=1 dead_letter=1 seconds=2.3");
    }

    @Test
    void table_countsByPolicyAndCause() {
        report.addDecision(decision(Outcome.APPROVED), UPLOAD, 10);
        report.addDecision(gambling(), UPLOAD, 30);
        report.addDeadLetter(deadLetter("UNKNOWN_SCHEMA"));

        assertThat(report.table().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "policy approved review blocked",
                        "(none) 1 . .",
                        "gambling . . 1",
                        "all 1 . 1",
                        "dead letter: unknown schema 1");
    }

    @Test
    void examples_explainInBothLanguages() {
        report.addDecision(gambling(), UPLOAD, 30);

        assertThat(report.examples())
                .contains("c-1  BLOCKED  gambling: ")
                .contains("ayo main [slot gacor] malam ini  in caption, by g-1 (standard)")
                .contains("alasan   Promosi judi")
                .contains("reason   Promotes gambling")
                .contains("commerce.id, priority 70, due 2026-01-02 03:04 UTC (target)")
                .contains("moderation.uploads-1@17, judged by rs-0123456789abcdef");
    }

    @Test
    void percentile_isTheLeastValueThatTheShareDoesNotExceed() {
        long[] values = {1, 2, 3, 4};

        assertThat(DemoReport.percentile(values, 0.5)).isEqualTo(2);
        assertThat(DemoReport.percentile(values, 0.99)).isEqualTo(4);
        assertThat(DemoReport.percentile(values, 0)).isEqualTo(1);
    }

    private static ModerationDecision decision(Outcome outcome) {
        return ModerationDecision.newBuilder()
                .setDecisionId("d")
                .setTrigger(Trigger.UPLOAD)
                .setTriggerId("t")
                .setContentId("c-1")
                .setRevision(0)
                .setOutcome(outcome)
                .setSource(new DecisionSource("moderation.uploads", 1, 17L))
                .setContext(DecisionContext.newBuilder().build())
                .setRuleSetVersion("rs-0123456789abcdef")
                .setEngineVersion("1")
                .setDecidedAt(Instant.EPOCH)
                .build();
    }

    private static ModerationDecision gambling() {
        ModerationDecision decision = decision(Outcome.BLOCKED);
        decision.setKeywordMatches(List.of(new KeywordMatch(
                "g-1", "gambling", RuleMode.ENFORCE, Fold.STANDARD, 0, TextField.CAPTION, 9, 19, "slot gacor")));
        decision.setReasons(
                List.of(new Reason("gambling", "g-1", Map.of("id", "Promosi judi.", "en", "Promotes gambling."))));
        decision.setReviewQueue("commerce.id");
        decision.setReviewPriority(70);
        decision.setDueAt(Instant.parse("2026-01-02T03:04:05Z"));
        decision.setDueKind(DueKind.TARGET);
        return decision;
    }

    private static OutcomeReader.Result deadLetter(String cause) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("moderation.dead-letter", 0, 0, null, null);
        record.headers().add("saring-dead-letter-cause", cause.getBytes(StandardCharsets.UTF_8));
        return new OutcomeReader.Result(record.topic(), "moderation.uploads-0@0", null, record);
    }
}
