package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleMode;
import dev.saring.serde.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** What a second person's word would change, on rules as that person saw them. */
final class Confirmation {
    private final String by;
    private final List<RulePlan.Change<KeywordRule>> keywords = new ArrayList<>();
    private final List<RulePlan.Change<HashRule>> hashes = new ArrayList<>();

    /**
     * Checks each rule.
     *
     * @param seen the fingerprints of what was seen, by ruleId
     * @throws RuleTopicException where one of the rules is not live, awaits nobody, was written by the same person or is
     *     not as it was seen
     * @throws RegistryUnavailableException where the schema of a live rule cannot be had
     */
    Confirmation(
            Map<String, String> seen,
            String by,
            Map<String, byte[]> liveKeywords,
            Map<String, byte[]> liveHashes,
            RulePlan.Reader<KeywordRule> keywordReader,
            RulePlan.Reader<HashRule> hashReader)
            throws RuleTopicException, RegistryUnavailableException {
        this.by = by;
        for (Map.Entry<String, String> each : seen.entrySet()) {
            String ruleId = each.getKey();
            if (liveKeywords.containsKey(ruleId)) {
                KeywordRule before = keywordReader.read(liveKeywords.get(ruleId));
                keywords.add(change(RuleKind.KEYWORD, ruleId, before, each.getValue()));
            } else {
                byte[] bytes = liveHashes.get(ruleId);
                HashRule before = bytes == null ? null : hashReader.read(bytes);
                hashes.add(change(RuleKind.HASH, ruleId, before, each.getValue()));
            }
        }
    }

    private <R extends SpecificRecord> RulePlan.Change<R> change(RuleKind<R> kind, String ruleId, R before, String seen)
            throws RuleTopicException {
        if (before == null) {
            throw refused(ruleId, "is not live; check the id and saring.topics.prefix");
        }
        RuleMode awaited = kind.awaitedMode().apply(before);
        if (awaited == null) {
            throw refused(ruleId, "awaits nobody; its mode is " + kind.mode().apply(before));
        }
        String author = kind.updatedBy().apply(before);
        if (author.strip().equalsIgnoreCase(by.strip())) {
            throw refused(ruleId, "was written by " + author + "; somebody else must confirm it");
        }
        if (!WaitingRule.fingerprint(before).equals(seen)) {
            throw refused(ruleId, "is not as it was seen; look at it again and confirm what is there now");
        }
        R after = SpecificData.getForClass(kind.type()).deepCopy(before.getSchema(), before);
        kind.approval().put(after, awaited, null, by);
        return new RulePlan.Change<>(ruleId, before, after);
    }

    private static RuleTopicException refused(String ruleId, String why) {
        return new RuleTopicException("rule " + ruleId + " " + why + "; nothing was confirmed");
    }

    List<RulePlan.Change<KeywordRule>> keywords() {
        return keywords;
    }

    List<RulePlan.Change<HashRule>> hashes() {
        return hashes;
    }
}
