package dev.saring.classify;

import static dev.saring.classify.Samples.NOW;
import static dev.saring.classify.Samples.bytes;
import static dev.saring.classify.Samples.hash;
import static dev.saring.classify.Samples.image;
import static dev.saring.classify.Samples.keyword;
import static dev.saring.classify.Samples.rules;
import static dev.saring.classify.Samples.upload;
import static dev.saring.classify.Samples.video;
import static dev.saring.moderation.RuleAction.ALLOW;
import static dev.saring.moderation.RuleAction.BLOCK;
import static dev.saring.moderation.RuleAction.REVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.UploadEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private final Explainer explainer = new Explainer();

    private String explain(UploadEvent.Builder upload, String language, Object... rules) {
        Explanation explanation = explainer.explain(upload.build(), rules(rules), Context.at(NOW));
        assertThat(explanation.decision())
                .isEqualTo(new Classifier().classify(upload.build(), rules(rules), Context.at(NOW)));
        return String.join(
                "\n",
                explanation.lines().stream().map(line -> line.get(language)).toList());
    }

    @Test
    void explain_phrase_showsSpanNeighboursAndFoldedForm() {
        String text = explain(upload("ayo main SLOT sekarang"), "en", keyword("r1", "slot", "gambling", REVIEW));
        assertThat(text)
                .contains("Rule r1 (gambling, REVIEW, 50) found \"SLOT\" in CAPTION [0] 9-13")
                .contains("ayo main [SLOT] sekarang")
                .contains("fold STANDARD: \"slot\"")
                .contains("Outcome: REVIEW.")
                .contains("Minimum age 18")
                .contains("Due 2026-11-24T12:00:00Z (LEGAL, PT4H, law)");
    }

    @Test
    void explain_setAside_saysBecauseOfWhat() {
        String text = explain(
                upload("bahaya judi slot bandar daftar").setRegion("US"),
                "en",
                keyword("g", "judi", "gambling", BLOCK),
                keyword("a", "bahaya judi", "gambling", ALLOW).setAllows(List.of("g")),
                keyword("s", "slot", "gambling", BLOCK).setMode(RuleMode.SHADOW),
                keyword("r", "bandar", "gambling", BLOCK).setRegions(List.of("ID")),
                keyword("u", "daftar & situs", "gambling", BLOCK),
                keyword("o", "daftar", "gambling", BLOCK).setValidUntil(NOW));
        assertThat(text)
                .contains("Rule g is set aside by ALLOW a.")
                .contains("Only watched (SHADOW), no effect.")
                .contains("Holds only in ID, not in this upload's region.")
                .contains("Not to be shown in ID.")
                .contains("Some phrases were found, but the expression does not hold: u.")
                .contains("Rule o is not valid at the time of the decision.");
    }

    @Test
    void explain_media_saysTheSameWhateverTheLocaleOfTheMachine() {
        byte[][] known = {bytes(32, 1), bytes(32, 2)};
        Object rule = hash("v", HashAlgorithm.VIDEO_PDQ, "gambling", BLOCK, known);
        UploadEvent.Builder upload = upload().setMedia(List.of(video("m1", 90, known[0])));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("id-ID"));
            assertThat(explain(upload, "en", rule))
                    .contains("Rule v (gambling, BLOCK, 50) knows medium m1 (VIDEO_PDQ, 0 bit, upload 1.00, bank 0.50)."
                            + " Asks to BLOCK.");
            List<Map<String, String>> lines =
                    DecisionWords.of(new Classifier().classify(upload.build(), rules(rule), Context.at(NOW)));
            assertThat(lines.get(0))
                    .containsEntry(
                            "id", "Aturan v (gambling) mengenali media m1 (VIDEO_PDQ, 0 bit, upload 1.00, bank 0.50).");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void explain_inIndonesian_saysTheSame() {
        String text = explain(
                upload("benci").setMedia(List.of(image("m1"))),
                "id",
                keyword("h", "benci", "hate", BLOCK),
                hash("x", HashAlgorithm.MD5, "hate", BLOCK, bytes(16, 1)));
        assertThat(text)
                .contains("Kebijakan ini hanya membolehkan peninjauan atas dasar kata.")
                .contains("Celah HASH_MISSING (m1)")
                .contains("Hasil: REVIEW.")
                .contains("Antrean hate.und");
    }
}
