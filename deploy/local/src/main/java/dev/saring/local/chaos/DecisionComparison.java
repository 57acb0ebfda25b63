package dev.saring.local.chaos;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.DecisionSource;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.UploadEvent;
import dev.saring.topology.DecisionHeaders;
import dev.saring.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares committed decisions with those that the pure classifier comes to under the same rule set at the same time. */
final class DecisionComparison {
    private final Map<String, RuleSet> versions;
    private final Topics topics;
    private final Classifier classifier = new Classifier();

    /** @param versions every rule set that was live, by its version */
    DecisionComparison(Map<String, RuleSet> versions, Topics topics) {
        this.versions = versions;
        this.topics = topics;
    }

    /**
     * What is wrong with a decision record, or null.
     *
     * @param decision the record's value
     * @param upload what was decided on
     */
    String difference(ConsumerRecord<byte[], byte[]> record, ModerationDecision decision, UploadEvent upload) {
        return difference(record, decision, upload, false);
    }

    /** What is wrong with a record among the evidence, or null. */
    String differenceOfCopy(ConsumerRecord<byte[], byte[]> record, ModerationDecision decision, UploadEvent upload) {
        return difference(record, decision, upload, true);
    }

    private String difference(
            ConsumerRecord<byte[], byte[]> record, ModerationDecision decision, UploadEvent upload, boolean copy) {
        DecisionSource source = decision.getSource();
        String place = source.getTopic() + '-' + source.getPartition() + '@' + source.getOffset();
        if (!Arrivals.header(record, DecisionHeaders.SOURCE).equals(place)) {
            return "header and decision name different sources";
        }
        RuleSet rules = versions.get(decision.getRuleSetVersion());
        if (rules == null) {
            return "rule set " + decision.getRuleSetVersion() + " was never published";
        }
        ModerationDecision expected = classifier.classify(upload, rules, Context.at(decision.getDecidedAt()));
        expected.setSource(source);
        boolean embeds = expected.getOutcome() != Outcome.APPROVED && !rules.restricts(expected);
        expected.setUpload(embeds || copy ? upload : null);
        if (copy && expected.getPreserveUntil() == null) {
            return "nothing demands to preserve it";
        }
        if (!copy && !topics.of(expected.getOutcome()).equals(record.topic())) {
            return "it stands in " + record.topic() + " and should be " + expected.getOutcome();
        }
        if (!Arrays.equals(record.key(), upload.getContentId().getBytes(StandardCharsets.UTF_8))) {
            return "its key is not the contentId";
        }
        if (!Arrivals.header(record, DecisionHeaders.DECISION_ID).equals(expected.getDecisionId())) {
            return "its header has another decision id";
        }
        return decision.equals(expected) ? null : "it is\n    " + decision + "\n  and should be\n    " + expected;
    }

    /**
     * What is wrong with how much a dead letter holds of an upload that could be read, or null: it must lack its value
     * where the upload is or may be under a restricted policy, and only there. A dead letter does not name the rule set that was
     * live, so that any of them may have been.
     */
    String withholding(UploadEvent upload, boolean whole) {
        if (whole && versions.values().stream().allMatch(rules -> mayBeRestricted(upload, rules))) {
            return "is under a restricted policy and has its value";
        }
        if (!whole && versions.values().stream().noneMatch(rules -> mayBeRestricted(upload, rules))) {
            return "lacks its value for no reason";
        }
        return null;
    }

    private boolean mayBeRestricted(UploadEvent upload, RuleSet rules) {
        return rules.mayRestrict(classifier.classify(upload, rules, Context.at(Instant.now())));
    }
}
