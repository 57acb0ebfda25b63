package dev.saring.serde.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.RandomRecords;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadJsonTest {
    private final UploadJson json = new UploadJson();

    @Test
    void onlyContentId_takesDefaults() throws InvalidRecordException {
        UploadEvent upload = json.read("{\"contentId\":\"c1\"}");

        assertThat(upload.getContentId()).isEqualTo("c1");
        assertThat(upload.getEventId()).isNull();
        assertThat(upload.getKind()).isEqualTo(UploadKind.CREATE);
        assertThat(upload.getRevision()).isZero();
        assertThat(upload.getUploaderId()).isEmpty();
        assertThat(upload.getUploaderAge()).isNull();
        assertThat(upload.getUploadedAt()).isEqualTo(Instant.EPOCH);
        assertThat(upload.getRegion()).isEqualTo("ZZ");
        assertThat(upload.getLanguage()).isNull();
        assertThat(upload.getComplete()).isTrue();
        assertThat(upload.getTexts()).isEmpty();
        assertThat(upload.getMedia()).isEmpty();
        assertThat(upload.getAttributes()).isEmpty();
    }

    @Test
    void missingTime_isTheGivenOne() throws InvalidRecordException {
        Instant now = Instant.parse("2026-11-24T01:02:03.456789Z");

        assertThat(new UploadJson(now).read("{\"contentId\":\"c\"}").getUploadedAt())
                .isEqualTo(Instant.parse("2026-11-24T01:02:03.456Z"));
    }

    @Test
    void allFields_areRead() throws InvalidRecordException {
        UploadEvent upload = json.read("""
                {"eventId":"e","kind":"EDIT","contentId":"c","revision":9007199254740993,"uploaderId":"u",
                "uploaderAge":17,"uploadedAt":"2026-01-31T18:30:00+07:00","region":"ID","language":"id",
                "complete":false,"texts":[{"field":"CAPTION","language":"jv","text":"halo"}],
                "media":[{"mediaId":"m","kind":"VIDEO","mimeType":"video/mp4","uri":"s3://x",
                "hashes":[{"algorithm":"MD5","value":"00112233445566778899AABBCCDDEEFF"}],
                "frames":[{"offsetMillis":40,"value":"0f","quality":7}]}],"attributes":{"1":"one","b":"two"}}""");

        assertThat(upload.getEventId()).isEqualTo("e");
        assertThat(upload.getKind()).isEqualTo(UploadKind.EDIT);
        assertThat(upload.getRevision()).isEqualTo(9007199254740993L);
        assertThat(upload.getUploaderAge()).isEqualTo(17);
        assertThat(upload.getUploadedAt()).isEqualTo(Instant.parse("2026-01-31T11:30:00Z"));
        assertThat(upload.getComplete()).isFalse();
        assertThat(upload.getTexts()).singleElement().satisfies(text -> {
            assertThat(text.getField()).isEqualTo(TextField.CAPTION);
            assertThat(text.getLanguage()).isEqualTo("jv");
            assertThat(text.getText()).isEqualTo("halo");
        });
        assertThat(upload.getMedia()).singleElement().satisfies(medium -> {
            assertThat(medium.getKind()).isEqualTo(MediaKind.VIDEO);
            assertThat(medium.getHashes()).singleElement().satisfies(hash -> {
                assertThat(hash.getAlgorithm()).isEqualTo(HashAlgorithm.MD5);
                assertThat(hash.getValue())
                        .isEqualTo(ByteBuffer.wrap(HexFormat.of().parseHex("00112233445566778899aabbccddeeff")));
                assertThat(hash.getQuality()).isNull();
            });
            assertThat(medium.getFrames()).singleElement().satisfies(frame -> {
                assertThat(frame.getOffsetMillis()).isEqualTo(40);
                assertThat(frame.getQuality()).isEqualTo(7);
            });
        });
        assertThat(upload.getAttributes()).containsEntry("1", "one").containsEntry("b", "two");
    }

    @Test
    void nullAndMissingWithinTextsAndMedia_takeDefaults() throws InvalidRecordException {
        UploadEvent upload = json.read("""
                {"contentId":"c","region":null,"texts":[{"text":"a"}],
                "media":[{"kind":"IMAGE"},{"kind":"IMAGE","hashes":null}]}""");

        assertThat(upload.getRegion()).isEqualTo("ZZ");
        assertThat(upload.getTexts().get(0).getField()).isEqualTo(TextField.DESCRIPTION);
        assertThat(upload.getMedia()).extracting("mediaId").containsExactly("0", "1");
        assertThat(upload.getMedia().get(1).getHashes()).isEmpty();
    }

    @Test
    void defaultsOfTwoUploads_areNotShared() throws InvalidRecordException {
        UploadEvent first = json.read("{\"contentId\":\"a\"}");
        first.getAttributes().put("k", "v");

        assertThat(json.read("{\"contentId\":\"b\"}").getAttributes()).isEmpty();
    }

    @Test
    void loneSurrogates_survive() throws InvalidRecordException {
        UploadEvent upload = json.read("{\"contentId\":\"c\",\"texts\":[{\"text\":\"a\\ud83db\\ude00\"}]}");

        assertThat(upload.getTexts().get(0).getText()).isEqualTo("a\ud83db\ude00");
        assertThat(RecordJson.whole().write(upload)).contains("a\\ud83db\\ude00");
        assertThat(json.read(RecordJson.whole().write(upload))).isEqualTo(upload);
    }

    @Test
    void textOfFiveMegabytes_isRead() throws InvalidRecordException {
        String text = "x".repeat(5 << 20);

        assertThat(json.read("{\"contentId\":\"c\",\"texts\":[{\"text\":\"" + text + "\"}]}")
                        .getTexts()
                        .get(0)
                        .getText())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
            {}                                                  # contentId: missing
            {"contentId":null}                                  # contentId: missing
            {"contentId":7}                                     # contentId: expected a string, not 7
            {"contentId":"a","contentId":"b"}                   # contentId: given twice
            {"contentId":"a","nothing":1}                       # nothing: no field of that name; the fields are eventId, kind, contentId, revision, uploaderId, uploaderAge, uploadedAt, region, language, complete, texts, media, attributes
            {"content_id":"a"}                                  # content_id: no field of that name; did you mean contentId?
            {"contentId":"a","texts":{}}                        # texts: expected an array, not an object
            {"contentId":"a","texts":["x"]}                     # texts[0]: expected an object, not "x"
            {"contentId":"a","texts":[null]}                    # texts[0]: expected an object, not null
            {"contentId":"a","texts":[{"text":"x"},{}]}         # texts[1].text: missing
            {"contentId":"a","texts":[{"text":[]}]}             # texts[0].text: expected a string, not an array
            {"contentId":"a","texts":[{"field":"caption","text":""}]} # texts[0].field: expected one of [UNKNOWN, TITLE, DESCRIPTION, CAPTION, HASHTAGS, TRANSCRIPT, ON_SCREEN, PROFILE, COMMENT], not "caption"; did you mean CAPTION?
            {"contentId":"a","revision":1.5}                    # revision: expected a whole number from -9223372036854775808 to 9223372036854775807, not 1.5
            {"contentId":"a","revision":9223372036854775808}    # revision: expected a whole number from -9223372036854775808 to 9223372036854775807, not 9223372036854775808
            {"contentId":"a","uploaderAge":2147483648}          # uploaderAge: expected a whole number from -2147483648 to 2147483647, not 2147483648
            {"contentId":"a","complete":"yes"}                  # complete: expected true or false, not "yes"
            {"contentId":"a","uploadedAt":"yesterday"}          # uploadedAt: expected a time such as "2026-01-31T18:30:00Z" or "2026-02-01T01:30:00+07:00", not "yesterday"
            {"contentId":"a","uploadedAt":"+999999999-12-31T23:59:59Z"} # uploadedAt: expected a time such as "2026-01-31T18:30:00Z" or "2026-02-01T01:30:00+07:00", not "+999999999-12-31T23:59:59Z"
            {"contentId":"a","attributes":{"k":1}}              # attributes.k: expected a string, not 1
            {"contentId":"a","attributes":{"k":"1","k":"2"}}    # attributes.k: given twice
            {"contentId":"a","media":[{"kind":"IMAGE","hashes":[{"algorithm":"MD5","value":"00"},{"algorithm":"MD5","value":"0g"}]}]} # media[0].hashes[1].value: expected an even number of hex digits and nothing else, not "0g"
            {"contentId":"a","media":[{"kind":"IMAGE","hashes":[{"algorithm":"MD5","value":"00 11"}]}]} # media[0].hashes[0].value: expected an even number of hex digits and nothing else, not "00 11"
            {"contentId":"a"} x                                 # not valid JSON at column 19: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            {"contentId":"a"} {}                                # something follows after the end of the object
            [{"contentId":"a"}]                                 # not a JSON object, but an array
            ``                                                  # not a JSON object, but nothing
            """)
    void badInput_isRefusedWithItsPlace(String input, String message) {
        assertThatThrownBy(() -> json.read(input))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage(message);
    }

    @Test
    void truncatedInput_isRefused() {
        assertThatThrownBy(() -> json.read("{\"contentId\":\"a\",\"texts\":["))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("Unexpected end-of-input");
    }

    @Test
    void deeplyNestedInput_isRefusedCheaply() {
        assertThatThrownBy(() -> json.read("[".repeat(1_000_000))).isInstanceOf(InvalidRecordException.class);
        assertThatThrownBy(() -> json.read("{\"contentId\":" + "[".repeat(1_000_000)))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageStartingWith("contentId: expected a string");
    }

    @Test
    void damagedInput_isReadOrRefused() {
        Random random = new Random(20261124);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder input =
                    new StringBuilder(RecordJson.whole().write(RandomRecords.next(UploadEvent.class, random)));
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                int at = random.nextInt(input.length());
                switch (random.nextInt(3)) {
                    case 0 -> input.deleteCharAt(at);
                    case 1 -> input.insert(at, "{}[]\",:\\0null".charAt(random.nextInt(13)));
                    default -> input.setCharAt(at, (char) random.nextInt(0x10000));
                }
            }
            try {
                assertThat(json.read(input.toString())).isNotNull();
            } catch (InvalidRecordException e) {
                refused++;
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(refused).isBetween(1_000, 9_999);
    }

    @Test
    void hugeInput_isRefused() {
        assertThatThrownBy(() -> json.read("{\"contentId\":\"" + "x".repeat(17 << 20) + "\"}"))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("characters");
    }

    @Test
    void longValue_isCutInTheMessage() {
        assertThatThrownBy(() -> json.read("{\"contentId\":\"a\",\"kind\":\"" + "x".repeat(100_000) + "\"}"))
                .isInstanceOf(InvalidRecordException.class)
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
    }
}
