package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleBook;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.json.RecordJson;
import dev.saring.serde.json.UploadJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code saring replay --capture} on files as format 1 writes them, spelt out here so that they stay readable. */
class CapturedReplayTest {
    private static final Instant THEN = Instant.parse("2026-05-01T08:00:00Z");
    private static final String SETTINGS = "{\"saring.limits.texts\":\"100\"}";

    @TempDir
    private Path folder;

    @BeforeAll
    static void trustOurRecords() {
        TrustedRecords.register();
    }

    private static KeywordRule rule() {
        return KeywordRule.newBuilder()
                .setRuleId("k")
                .setExpression("katalarang")
                .setPolicy("gambling")
                .setAction(RuleAction.BLOCK)
                .build();
    }

    private static UploadEvent upload(String contentId, String text) throws Exception {
        return new UploadJson().read("{\"contentId\":\"" + contentId + "\",\"texts\":[{\"text\":\"" + text + "\"}]}");
    }

    private static ModerationDecision decide(UploadEvent upload) throws Exception {
        RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
        book.put(rule());
        return new Classifier().classify(upload, book.snapshot(), Context.at(THEN));
    }

    private static String value(UploadEvent upload) throws Exception {
        try (SchemaRegistry registry =
                SchemaRegistry.connect(Map.of("schema.registry.url", "mock://CapturedReplayTest"), null)) {
            byte[] value = new AvroEncoder<>(registry, UploadEvent.class, "uploads").encode(upload);
            ByteBuffer.wrap(value).putInt(1, 7);
            return HexFormat.of().formatHex(value);
        }
    }

    private static String line(long offset, UploadEvent upload, String rest) throws Exception {
        return "{\"offset\":" + offset + ",\"timestamp\":0,\"key\":\""
                + HexFormat.of().formatHex(upload.getContentId().getBytes(StandardCharsets.UTF_8)) + "\",\"value\":\""
                + value(upload) + "\",\"rulesAt\":0,\"exact\":true" + rest + "}";
    }

    private static String decided(long offset, UploadEvent upload, ModerationDecision decision) throws Exception {
        return line(
                offset,
                upload,
                ",\"decision\":" + RecordJson.whole().without("upload").write(decision));
    }

    private Path capture(long rulesLeftOut, List<String> records) throws Exception {
        Path file = folder.resolve("capture.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            write(zip, "policies.yaml", new String(PolicyFile.standardText(), StandardCharsets.UTF_8));
            write(
                    zip,
                    "schemas.jsonl",
                    "{\"id\":7,\"schema\":" + UploadEvent.getClassSchema().toString() + "}\n");
            write(zip, "rules.jsonl", "{\"keyword\":" + RecordJson.whole().write(rule()) + "}\n");
            write(zip, "changes.jsonl", "");
            write(zip, "records.jsonl", String.join("\n", records) + "\n");
            write(
                    zip,
                    "manifest.json",
                    "{\"format\":1,\"release\":\"0\",\"engine\":\"1\",\"capturedAt\":\"2026-05-02T00:00:00Z\","
                            + "\"topic\":\"uploads\",\"partition\":0,\"from\":0,\"to\":9,\"records\":" + records.size()
                            + ",\"withheld\":0,\"rules\":1,\"changes\":0,\"rulesLeftOut\":" + rulesLeftOut
                            + ",\"settings\":" + SETTINGS + "}\n");
        }
        return file;
    }

    private static void write(ZipOutputStream zip, String name, String text) throws Exception {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sameRules_decideAlike_andSayWhatHasNoResult() throws Exception {
        UploadEvent blocked = upload("a", "ini katalarang");
        Path file = capture(
                0,
                List.of(
                        decided(1, blocked, decide(blocked)),
                        line(2, upload("b", "katalarang"), ""),
                        line(
                                3,
                                upload("c", "x"),
                                ",\"deadLetter\":{\"cause\":\"FAILURE\",\"message\":\"m\","
                                        + "\"at\":\"2026-05-01T08:00:00Z\"}"),
                        "{\"offset\":4,\"timestamp\":0,\"key\":\"64\",\"withheld\":{\"sha256\":\"00\",\"bytes\":9},"
                                + "\"rulesAt\":0,\"exact\":true}",
                        "{\"offset\":5,\"timestamp\":0,\"key\":\"65\",\"rulesAt\":0,\"exact\":true}"));

        Commands.Result result = Commands.run("", "replay", "--capture", file.toString());

        assertThat(result.lines())
                .containsExactly(
                        "same\t1\ta",
                        "undecided\t2\tb\tno result was found; here BLOCKED",
                        "different\t3\tc\tdead letter FAILURE (m) -> APPROVED",
                        "withheld\t4\td\trestricted content; `saring capture --with-restricted` takes it along",
                        "same\t5\te\ta deletion",
                        "records=5 same=2 different=1 undecided=1 withheld=1 other_version=0 rules_by_time=0");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void otherRules_takeTheCapturedOnesPlace() throws Exception {
        UploadEvent blocked = upload("a", "ini katalarang");
        Path file = capture(0, List.of(decided(1, blocked, decide(blocked))));
        Files.writeString(
                folder.resolve("keywords.csv"), "rule_id,expression,policy,action\nk,katalarang,gambling,REVIEW\n");

        Commands.Result result = Commands.run("", "replay", "--capture", file.toString(), "--rules", folder.toString());

        assertThat(result.lines().get(0)).startsWith("different\t1\ta\toutcome: BLOCKED -> REVIEW");
        assertThat(result.lastLine())
                .isEqualTo("records=1 same=0 different=1 undecided=0 withheld=0 other_version=0 rules_by_time=0");
    }

    @Test
    void versions_areComparedOnlyWhereAllRulesAreThere() throws Exception {
        UploadEvent upload = upload("a", "ini katalarang");
        ModerationDecision decision = decide(upload);
        decision.setRuleSetVersion("rs-0000000000000000");
        List<String> records = List.of(decided(1, upload, decision));

        assertThat(Commands.run("", "replay", "--capture", capture(0, records).toString())
                        .lastLine())
                .contains("same=1 ")
                .contains("other_version=1");
        Commands.Result without =
                Commands.run("", "replay", "--capture", capture(1, records).toString());
        assertThat(without.lastLine()).contains("same=1 ").contains("other_version=0");
        assertThat(without.err()).startsWith("1 rules or changes are not in the capture as they were");
    }

    @Test
    void whatIsNoCapture_isSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("no.zip"), "no");

        Commands.Result result = Commands.run("", "replay", "--capture", file.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no.zip is no capture");
    }
}
