package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.saring.classify.policy.Demand;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.DueKind;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.WhilePending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    private static final String MINIMAL = """
            policies:
              - code: gambling
                group: trade
                title: {id: Judi, en: Gambling}
                explanation: {id: Dilarang., en: Not allowed.}
            """;

    @TempDir
    private Path directory;

    @Test
    void standard_hasThePoliciesOfTheDesign() {
        PolicyBook book = PolicyFile.standard();

        assertThat(book.all())
                .extracting(Policy::code)
                .contains("child-safety", "terrorism", "hate", "gambling", "fraud", "education", "digital-literacy")
                .hasSize(19);
        assertThat(book.demand(MediaKind.VIDEO)).isEqualTo(Demand.FRAMES_OR_HASH);
        assertThat(book.find("child-safety").restricted()).isTrue();
        assertThat(book.find("child-safety").preservation()).isEqualTo(Period.ofYears(1));
        assertThat(book.find("hate").keywordCeiling()).isEqualTo(Outcome.REVIEW);
        assertThat(book.find("education").positive()).isTrue();
        assertThat(book.find("terrorism").deadline("AT").within()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void missingKeys_haveTheirDefaults() throws Exception {
        PolicyBook book = read(MINIMAL);

        Policy policy = book.find("gambling");
        assertThat(policy.positive()).isFalse();
        assertThat(policy.keywordCeiling()).isEqualTo(Outcome.BLOCKED);
        assertThat(policy.whilePending()).isEqualTo(WhilePending.HOLD);
        assertThat(policy.minimumAge()).isZero();
        assertThat(policy.deadlines()).isEmpty();
        assertThat(policy.preservation()).isNull();
        assertThat(policy.restricted()).isFalse();
        assertThat(policy.title()).isEqualTo(Map.of("id", "Judi", "en", "Gambling"));
        assertThat(book.demand(MediaKind.AUDIO)).isEqualTo(Demand.ANY_HASH);
    }

    @Test
    void byteOrderMark_isSkipped() throws Exception {
        assertThat(read("\uFEFF" + MINIMAL).find("gambling")).isNotNull();
    }

    @Test
    void anchoredListOfRegions_isUsedByEachAlias() throws Exception {
        PolicyBook book = read(MINIMAL + """
                            deadlines:
                              - {region: "*", within: PT24H, kind: TARGET}
                              - {region: &eu [AT, BE, NO], within: PT1H, kind: LEGAL, basis: Regulation}
                          - code: drugs
                            group: trade
                            title: {id: Narkoba, en: Drugs}
                            explanation: {id: Dilarang., en: Not allowed.}
                            deadlines: [{region: *eu, within: PT2H, kind: TARGET}]
                        """);

        assertThat(book.find("drugs").deadline("BE").within()).isEqualTo(Duration.ofHours(2));
        assertThat(book.find("drugs").deadline("ID")).isNull();
        assertThat(book.find("gambling").deadline("NO").kind()).isEqualTo(DueKind.LEGAL);
        assertThat(book.find("gambling").deadline("ID").within())
                .as("\"*\" stands for elsewhere, wherever it is written")
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void unknownKey_namesPlaceAndNearestKey() throws Exception {
        assertThat(problems(MINIMAL + "    minimalAge: 13\n"))
                .isEqualTo("policies.yaml:6:5: unknown key \"minimalAge\"; did you mean minimumAge?");
    }

    @Test
    void severalProblems_areReportedTogether() throws Exception {
        String problems = problems("""
                coverage: {IMAGE: any-hsh, PICTURE: none}
                policies:
                  - code: Gambling!
                    kind: neutral
                    title: {id: Judi}
                    explanation: {id: Dilarang., en: ""}
                    keywordCeiling: BLOCK
                    minimumAge: 17
                    preservation: 1 year
                    restricted: perhaps
                    deadlines:
                      - {region: UK, within: 4h}
                      - {region: [ID, ID], within: PT0S, kind: TARGET}
                """);

        assertThat(problems.lines())
                .containsExactly(
                        "policies.yaml:1:28: unknown key \"PICTURE\"; known keys are IMAGE, VIDEO, AUDIO",
                        "policies.yaml:1:19: unknown demand \"any-hsh\"; write any-hash, frames-or-hash or none",
                        "policies.yaml:3:11: \"Gambling!\" is no name; use lower-case letters, digits and single hyphens between them",
                        "policies.yaml:3:5: \"group\" is missing; give it a value",
                        "policies.yaml:4:11: \"kind\" cannot be \"neutral\"; it is one of negative, positive",
                        "policies.yaml:5:12: \"title\" has no text in \"en\"; add it, both id and en are needed",
                        "policies.yaml:6:38: \"en\" must be a single, non-empty value",
                        "policies.yaml:7:21: \"keywordCeiling\" cannot be \"BLOCK\"; did you mean BLOCKED?",
                        "policies.yaml:8:17: \"minimumAge\" cannot be \"17\"; did you mean 13?",
                        "policies.yaml:12:18: \"UK\" is no region here; write ISO 3166 alpha-2 codes such as ID or GB, or \"*\" alone for everywhere",
                        "policies.yaml:12:30: \"4h\" is no positive ISO 8601 duration; write for example PT4H",
                        "policies.yaml:12:9: \"kind\" is missing; give it a value",
                        "policies.yaml:13:10: region ID has a deadline already, from line 13; remove it from one",
                        "policies.yaml:13:36: \"PT0S\" is no positive ISO 8601 duration; write for example PT4H",
                        "policies.yaml:9:19: \"1 year\" is no positive ISO 8601 period; write for example P1Y or P6M",
                        "policies.yaml:10:17: \"restricted\" cannot be \"perhaps\"; it is one of false, true");
    }

    @Test
    void restrictedWithoutPreservation_isRefused_sinceTheBodyWouldBeKeptNowhere() throws Exception {
        assertThat(problems(MINIMAL + "    restricted: true\n"))
                .isEqualTo(
                        "policies.yaml:6:17: \"restricted\" without \"preservation\": the body of such an upload would"
                                + " be kept nowhere; say how long, for example preservation: P1Y, or take restricted away");
        assertThat(read(MINIMAL + "    restricted: true\n    preservation: P1Y\n")
                        .all())
                .singleElement()
                .satisfies(policy -> assertThat(policy.restricted()).isTrue());
    }

    @Test
    void duplicates_areRefused() throws Exception {
        assertThat(problems(MINIMAL + MINIMAL.substring(MINIMAL.indexOf('\n') + 1)))
                .isEqualTo(
                        "policies.yaml:6:5: policy gambling is defined twice, first in line 2; remove or rename one");
        assertThat(problems(MINIMAL + "    code: drugs\n"))
                .isEqualTo("policies.yaml:6:5: key \"code\" is given twice, first in line 2; remove one");
    }

    @Test
    void brokenFiles_areRefusedWithTheirPlace() throws Exception {
        assertThat(problems("policies: [a\nb: c"))
                .startsWith("policies.yaml:2:2: ")
                .contains("mend the YAML");
        assertThat(problems("")).isEqualTo("policies.yaml: holds nothing; it needs the keys coverage and policies");
        assertThat(problems("- a")).startsWith("policies.yaml:1:1: the file must be a mapping");
        assertThat(problems("policies: {a: b}")).contains("\"policies\" must be a list");
        assertThat(problems("policies: [gambling]")).contains("a policy must be a mapping");
        assertThat(problems("policies: &loop [*loop]")).contains("a policy must be a mapping");
        assertThat(problems(MINIMAL + "---\n" + MINIMAL)).startsWith("policies.yaml:6:1: ");
        assertThat(problems("policies: \u0007")).contains("is no YAML");
        assertThat(problems("Judi".getBytes(StandardCharsets.UTF_16))).contains("is not in UTF-8");
    }

    private PolicyBook read(String yaml) throws IOException, RuleFileException {
        return read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private PolicyBook read(byte[] yaml) throws IOException, RuleFileException {
        return PolicyFile.read(Files.write(directory.resolve(PolicyFile.NAME), yaml));
    }

    private String problems(String yaml) {
        return problems(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private String problems(byte[] yaml) {
        RuleFileException refusal = catchThrowableOfType(RuleFileException.class, () -> read(yaml));
        assertThat(refusal).isNotNull();
        return refusal.getMessage();
    }
}
