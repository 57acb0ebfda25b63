package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.Fold;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.json.UploadJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuleBookTest {
    private static final Context NOW = Context.at(Instant.parse("2026-11-24T08:00:00Z"));

    /** Ids of equal hash code: a hash map hands them out in the order in which they came. */
    private static final String ONE = "Aa";

    private static final String OTHER = "BB";

    @Test
    void textWithMoreHitsThanAreKept_isDecidedOnAlike_whateverCameFirst() throws Exception {
        KeywordRule label = RuleRecords.keyword(ONE, "judi", "s");
        label.setAction(RuleAction.LABEL);
        label.setFold(Fold.EXACT);
        KeywordRule block = RuleRecords.keyword(OTHER, "judi", "s");
        // There is room for one of the two hits of its last word.
        UploadEvent upload = upload(65_535, "judi");

        ModerationDecision one = new Classifier().classify(upload, rules(label, block), NOW);
        ModerationDecision other = new Classifier().classify(upload, rules(block, label), NOW);

        assertThat(one.getRuleSetVersion()).isEqualTo(other.getRuleSetVersion());
        assertThat(one).isEqualTo(other);
    }

    @Test
    void blockedPhraseBehindMoreHitsThanAreKept_isNotApproved() throws Exception {
        RuleSet rules = rules(RuleRecords.keyword("k1", "judi", "s"));

        assertThat(new Classifier().classify(upload(70_000, "judi"), rules, NOW).getOutcome())
                .isNotEqualTo(Outcome.APPROVED);
        assertThat(new Classifier().classify(upload(70_000, "halo"), rules, NOW).getOutcome())
                .isNotEqualTo(Outcome.APPROVED);
        assertThat(new Classifier().classify(upload(65_536, ""), rules, NOW).getOutcome())
                .isEqualTo(Outcome.APPROVED);
    }

    @Test
    void rulesThatAreEnforcedOrWait_areCountedAsTheyComeAndGo() throws Exception {
        RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
        KeywordRule waiting = RuleRecords.keyword("k1", "judi", "s");
        waiting.setMode(RuleMode.SHADOW);
        waiting.setAwaitedMode(RuleMode.ENFORCE);
        KeywordRule off = RuleRecords.keyword("k2", "slot", "s");
        off.setMode(RuleMode.OFF);
        KeywordRule label = RuleRecords.keyword("k3", "belajar", "s");
        label.setAction(RuleAction.LABEL);
        book.put(waiting);
        book.put(off);
        book.put(label);
        book.put(RuleRecords.keyword("k4", "togel", "s"));
        book.put(RuleRecords.hash("h1", 1, "s"));
        assertThat(book.enforcedRules()).isEqualTo(2);
        assertThat(book.waitingRules()).isEqualTo(1);

        book.put(RuleRecords.keyword("k1", "judi", "s"));
        book.put(RuleRecords.hash("h1", 2, "s"));
        assertThat(book.enforcedRules()).isEqualTo(3);
        assertThat(book.waitingRules()).isZero();

        book.put(waiting);
        for (String ruleId : new String[] {"k1", "k2", "k3", "k4", "k5"}) {
            book.removeKeyword(ruleId);
        }
        book.removeHash("h1");
        assertThat(book.enforcedRules()).isZero();
        assertThat(book.waitingRules()).isZero();
    }

    private static RuleSet rules(KeywordRule... rules) throws BadRuleException {
        RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
        KeywordRule filler = RuleRecords.keyword("filler", "qz", "s");
        filler.setAction(RuleAction.LABEL);
        book.put(filler);
        for (KeywordRule each : rules) {
            book.put(each);
        }
        return book.snapshot();
    }

    /** Texts with so many hits of the filler, and a last one. */
    private static UploadEvent upload(int fillers, String last) throws Exception {
        StringBuilder texts = new StringBuilder();
        for (int left = fillers; left > 0; left -= 30_000) {
            texts.append("{\"text\":\"")
                    .append("qz ".repeat(Math.min(left, 30_000)))
                    .append("\"},");
        }
        return new UploadJson()
                .read("{\"contentId\":\"c\",\"region\":\"ID\",\"texts\":[" + texts + "{\"text\":\"" + last + "\"}]}");
    }
}
