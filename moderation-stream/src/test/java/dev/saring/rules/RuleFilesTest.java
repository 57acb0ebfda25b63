package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TextField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
    private static final String MD5 = "d41d8cd98f00b204e9800998ecf8427e";
    private static final String PDQ = "0123456789abcdef".repeat(4);

    @TempDir
    private Path directory;

    private final List<KeywordRule> keywords = new ArrayList<>();
    private final List<HashRule> hashes = new ArrayList<>();

    @Test
    void keywords_haveTheirDefaults() throws Exception {
        assertThat(readKeywords("rule_id,expression,policy,action\nk1,slot gacor,gambling,BLOCK\n"))
                .isEmpty();

        KeywordRule rule = keywords.get(0);
        assertThat(rule.getRuleId()).isEqualTo("k1");
        assertThat(rule.getExpression()).isEqualTo("slot gacor");
        assertThat(rule.getAction()).isEqualTo(RuleAction.BLOCK);
        assertThat(rule.getSeverity()).isEqualTo(50);
        assertThat(rule.getMode()).isEqualTo(RuleMode.ENFORCE);
        assertThat(rule.getFold()).isEqualTo(Fold.STANDARD);
        assertThat(rule.getFields()).isEmpty();
        assertThat(rule.getValidUntil()).isNull();
        assertThat(rule.getLegalBasis()).isNull();
        assertThat(rule.getSource()).isEmpty();
    }

    @Test
    void byteOrderMarkSemicolonsQuotesAndAnyOrderOfColumns_areRead() throws Exception {
        assertThat(
                        readKeywords(
                                "\uFEFF\"action\";policy;expression;rule_id;fields;minimum_age;labels;fold;mode;valid_from;valid_until;note\r\n"
                                        + "review;gambling;\"\"\"slot; gacor\"\" & !berita\";k1;title|CAPTION;18;a | b;strong;shadow;"
                                        + "2026-01-31;2026-02-28;\"two\nlines\"\r\n"
                                        + "\r\n;;;;;;;;;;;\r\nBLOCK;gambling;judi;k2;;;;;;2026-01-31T08:00:00+07:00;2026-02-28T00:00Z;"))
                .isEmpty();

        assertThat(keywords).extracting(KeywordRule::getRuleId).containsExactly("k1", "k2");
        KeywordRule first = keywords.get(0);
        assertThat(first.getExpression()).isEqualTo("\"slot; gacor\" & !berita");
        assertThat(first.getFields()).containsExactly(TextField.TITLE, TextField.CAPTION);
        assertThat(first.getLabels()).containsExactly("a", "b");
        assertThat(first.getFold()).isEqualTo(Fold.STRONG);
        assertThat(first.getNote()).isEqualTo("two\nlines");
        assertThat(first.getValidFrom()).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(first.getValidUntil())
                .as("a last day counts to its end")
                .isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(keywords.get(1).getValidFrom()).isEqualTo(Instant.parse("2026-01-31T01:00:00Z"));
        assertThat(keywords.get(1).getValidUntil()).isEqualTo(Instant.parse("2026-02-28T00:00:00Z"));
    }

    @Test
    void hashes_areReadInEitherCaseWithDecimalComma() throws Exception {
        assertThat(readHashes("rule_id;algorithm;value;policy;action;min_upload_share;max_distance\n"
                        + "h1;md5;" + MD5.toUpperCase() + ";drugs;BLOCK;;\n"
                        + "h2;VIDEO_PDQ;" + PDQ + "|" + PDQ + ";drugs;BLOCK;0,8;20\n"))
                .isEmpty();

        assertThat(hashes.get(0).getAlgorithm()).isEqualTo(HashAlgorithm.MD5);
        assertThat(hashes.get(0).getValues())
                .containsExactly(ByteBuffer.wrap(HexFormat.of().parseHex(MD5)));
        assertThat(hashes.get(0).getMaxDistance()).isNull();
        assertThat(hashes.get(1).getValues()).hasSize(2);
        assertThat(hashes.get(1).getMinUploadShare()).isEqualTo(0.8);
        assertThat(hashes.get(1).getMaxDistance()).isEqualTo(20);
    }

    @Test
    void wrongColumns_areNamedWithTheNearestKnownOne() throws Exception {
        assertThat(readKeywords("rule_id,expresion,policy,action,colour,note,note\nk1,judi,gambling,BLOCK,,,\n"))
                .containsExactly(
                        "keywords.csv:1:expresion: unknown column; did you mean expression?",
                        "keywords.csv:1:colour: unknown column; known columns are rule_id, expression, policy, action,"
                                + " severity, mode, fold, languages, fields, regions, minimum_age, labels, allows,"
                                + " valid_from, valid_until, legal_basis, source, note",
                        "keywords.csv:1:note: the column occurs twice; remove one",
                        "keywords.csv:1:expression: the column is missing; add it to the first line");
        assertThat(keywords).isEmpty();
    }

    @Test
    void everyProblemOfEveryRow_isReported() throws Exception {
        assertThat(readKeywords("""
                        rule_id,expression,policy,action,severity,mode,fold,fields,labels,valid_from
                        k1,judi,,BLOK,high,ON,strnog,TITLES,a||b,31.1.2026
                        k2,slot,gambling,BLOCK,1,,,,,
                        k2,slot,gambling,BLOCK,1,,,,,
                        ,slot,gambling,BLOCK
                        k3,,gambling,UNKNOWN,,,,,,2026-01-31T08:00:00
                        """))
                .containsExactly(
                        "keywords.csv:2:policy: the cell is empty; fill it in",
                        "keywords.csv:2:action: \"BLOK\" is not known; did you mean BLOCK?",
                        "keywords.csv:2:severity: \"high\" is no whole number; write digits only",
                        "keywords.csv:2:mode: \"ON\" is not known; did you mean OFF?",
                        "keywords.csv:2:fold: \"strnog\" is not known; did you mean STRONG?",
                        "keywords.csv:2:fields: \"TITLES\" is not known; did you mean TITLE?",
                        "keywords.csv:2:labels: the list has an empty item; remove a \"|\"",
                        "keywords.csv:2:valid_from: \"31.1.2026\" is no time; write 2026-01-31 or 2026-01-31T08:00:00Z"
                                + " or 2026-01-31T08:00:00+07:00",
                        "keywords.csv:4:rule_id: \"k2\" is given twice, first in keywords.csv line 3; rename or remove one",
                        "keywords.csv:5: the row has 4 cells and the first line 10; put cells that hold a separator in"
                                + " double quotes",
                        "keywords.csv:6:expression: the cell is empty; fill it in",
                        "keywords.csv:6:action: \"UNKNOWN\" is not known; it is one of BLOCK, REVIEW, LABEL, ALLOW",
                        "keywords.csv:6:valid_from: \"2026-01-31T08:00:00\" is no time; write 2026-01-31 or"
                                + " 2026-01-31T08:00:00Z or 2026-01-31T08:00:00+07:00");
        assertThat(keywords).extracting(KeywordRule::getRuleId).containsExactly("k2");
    }

    @Test
    void badHashes_sayWhatIsWrong() throws Exception {
        assertThat(readHashes("rule_id,algorithm,value,policy,action,min_bank_share\n"
                        + "h1,MD5," + MD5 + "00,drugs,BLOCK,\n"
                        + "h2,MD5,d4 1d8cd98f00b204e9800998ecf8427,drugs,BLOCK,half\n"
                        + "h3,SHA1," + MD5 + ",drugs,BLOCK,\n"
                        + "h4,VIDEO_PDQ," + PDQ + "|" + MD5 + ",drugs,BLOCK,\n"
                        + "h5,PDQ,0x" + PDQ.substring(2) + ",drugs,BLOCK,\n"))
                .containsExactly(
                        "hashes.csv:2:value: the hash has 34 hexadecimal digits, MD5 has 32; check the value and the"
                                + " algorithm",
                        "hashes.csv:3:value: character 3 is no hexadecimal digit; write digits and letters a to f only,"
                                + " without spaces or prefix",
                        "hashes.csv:3:min_bank_share: \"half\" is no number; write for example 0.8",
                        "hashes.csv:4:algorithm: \"SHA1\" is not known; it is one of MD5, SHA256, PDQ, VIDEO_PDQ",
                        "hashes.csv:5:value: frame 2: the hash has 32 hexadecimal digits, VIDEO_PDQ has 64; check the"
                                + " value and the algorithm",
                        "hashes.csv:6:value: character 2 is no hexadecimal digit; write digits and letters a to f only,"
                                + " without spaces or prefix");
        assertThat(hashes).isEmpty();
    }

    @Test
    void sameIdInBothFiles_isRefused() throws Exception {
        write(RuleFiles.KEYWORDS, "rule_id,expression,policy,action\nx,judi,gambling,BLOCK\n");
        assertThat(readHashes("rule_id,algorithm,value,policy,action\nx,MD5," + MD5 + ",drugs,BLOCK\n"))
                .containsExactly(
                        "hashes.csv:2:rule_id: \"x\" is given twice, first in keywords.csv line 2; rename or remove one");
    }

    @Test
    void whatTheSinkRefuses_isReportedAtItsColumn() throws Exception {
        write(RuleFiles.KEYWORDS, "rule_id,expression,policy,action,minimum_age\nk1,judi,gambling,BLOCK,14\n");
        Problems problems = new Problems();
        RuleFiles.read(
                directory,
                new RuleFiles.Sink() {
                    @Override
                    public void put(KeywordRule rule) throws BadRuleException {
                        throw new BadRuleException("minimumAge", "14 is not allowed; write 0, 13, 16 or 18");
                    }

                    @Override
                    public void put(HashRule rule) {}
                },
                problems);

        assertThat(problems.describe())
                .isEqualTo("keywords.csv:2:minimum_age: 14 is not allowed; write 0, 13, 16 or 18");
    }

    @Test
    void quoteThatIsNeverClosed_isReportedAndNotSwallowed() throws Exception {
        assertThat(readKeywords("rule_id,expression,policy,action,note\n"
                        + "k1,judi,gambling,BLOCK,fine\nk2,slot,gambling,BLOCK,\"open\nk3,togel,gambling,BLOCK,\n"))
                .singleElement()
                .asString()
                .startsWith("keywords.csv:3: a double quote is opened in this row and never closed");
    }

    @Test
    void charactersAfterAClosedQuote_areRefused() throws Exception {
        assertThat(readKeywords("rule_id,expression,policy,action\nk1,\"slot\" & \"gacor\",gambling,BLOCK\n"))
                .singleElement()
                .asString()
                .startsWith("keywords.csv:2: ")
                .contains("double quotes");
    }

    @Test
    void fileInAnotherEncoding_isRefused() throws Exception {
        Files.write(
                directory.resolve(RuleFiles.KEYWORDS),
                "rule_id,expression,policy,action\nk1,caf\u00e9,gambling,BLOCK\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read()).singleElement().asString().contains("not in UTF-8");
        Files.write(directory.resolve(RuleFiles.KEYWORDS), "rule_id,expression".getBytes(StandardCharsets.UTF_16));
        assertThat(read())
                .singleElement()
                .asString()
                .startsWith("keywords.csv:1: ")
                .contains("not in UTF-8");
    }

    @Test
    void emptyFile_isRefusedAndHeaderAloneIsNot() throws Exception {
        assertThat(readKeywords(""))
                .containsExactly("keywords.csv:1: the file is empty; its first line names the columns:"
                        + " rule_id,expression,policy,action");
        assertThat(readKeywords("rule_id,expression,policy,action")).isEmpty();
    }

    @Test
    void missingDirectory_isReported() throws Exception {
        Problems problems = new Problems();
        RuleFiles.read(directory.resolve("nowhere"), sink(), problems);
        assertThat(problems.describe()).endsWith("nowhere: there is no such directory; create it or name another");
    }

    @Test
    void moreThanAHundredProblems_areCounted() throws Exception {
        String rows = "k,,,\n".repeat(60);
        write(RuleFiles.KEYWORDS, "rule_id,expression,policy,action\n" + rows);
        Problems problems = new Problems();
        RuleFiles.read(directory, sink(), problems);

        assertThat(problems.count()).isEqualTo(60 * 3 + 59);
        assertThat(problems.listed()).hasSize(100);
        assertThat(problems.describe()).endsWith("and 139 more");
    }

    private List<String> readKeywords(String csv) throws IOException {
        write(RuleFiles.KEYWORDS, csv);
        return read();
    }

    private List<String> readHashes(String csv) throws IOException {
        write(RuleFiles.HASHES, csv);
        return read();
    }

    private void write(String file, String csv) throws IOException {
        Files.writeString(directory.resolve(file), csv);
    }

    private List<String> read() throws IOException {
        Problems problems = new Problems();
        RuleFiles.read(directory, sink(), problems);
        return problems.listed().stream().map(Problem::toString).toList();
    }

    private RuleFiles.Sink sink() {
        return new RuleFiles.Sink() {
            @Override
            public void put(KeywordRule rule) {
                keywords.add(rule);
            }

            @Override
            public void put(HashRule rule) {
                hashes.add(rule);
            }
        };
    }
}
