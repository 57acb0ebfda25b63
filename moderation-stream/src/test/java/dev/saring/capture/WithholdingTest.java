package dev.saring.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.Reasons;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Reason;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WithholdingTest {
    private static final Context NOW = Context.at(Instant.parse("2026-05-01T08:00:00Z"));

    private final RuleSet rules = new RuleBook(PolicyFile.standard(), Limits.DEFAULT).snapshot();
    private final Withholding withholding = new Withholding(rules, NOW);

    @BeforeAll
    static void trust() {
        TrustedRecords.register();
    }

    private ModerationDecision decision(Reason... reasons) {
        UploadEvent upload = UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("c")
                .setUploaderId("u")
                .setUploadedAt(NOW.now())
                .build();
        ModerationDecision decision = new Classifier().classify(upload, rules, NOW);
        decision.setReasons(List.of(reasons));
        return decision;
    }

    private static Reason reason(String policy) {
        return new Reason(policy, null, Map.of());
    }

    @Test
    void decisionUnderARestrictedPolicy_isRestricted() {
        assertThat(withholding.isRestricted(decision(reason("gambling"), reason("child-safety"))))
                .isTrue();
        assertThat(withholding.isRestricted(decision(reason("gambling")))).isFalse();
    }

    @Test
    void decisionUnderAPolicyThatIsNotKnown_isRestricted() {
        assertThat(withholding.isRestricted(decision(reason("csam")))).isTrue();
        ModerationDecision shadow = decision();
        KeywordMatch match = new KeywordMatch();
        match.setPolicy("csam");
        shadow.setKeywordMatches(List.of(match));
        assertThat(withholding.isRestricted(shadow)).isTrue();
    }

    @Test
    void reasonThatNoPolicyGives_isNotRestricted() {
        assertThat(withholding.isRestricted(decision(Reasons.of(GapKind.HASH_MISSING), Reasons.standing())))
                .isFalse();
    }

    @Test
    void hashRulesOfRestrictedAndUnknownPolicies_areRestrictedLists() {
        for (String policy : List.of("child-safety", "csam")) {
            HashRule rule = new HashRule();
            rule.setPolicy(policy);
            assertThat(withholding.isRestrictedList(rule)).as(policy).isTrue();
        }
        HashRule drugs = new HashRule();
        drugs.setPolicy("drugs");
        assertThat(withholding.isRestrictedList(drugs)).isFalse();
    }
}
