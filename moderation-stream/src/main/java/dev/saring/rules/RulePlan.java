package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.serde.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** What publishing would change: the wanted rules against the live ones, by ruleId. */
final class RulePlan {
    /** One change; {@code before} is null where the rule is new, {@code after} where it is retired. */
    record Change<R>(String ruleId, R before, R after) {}

    /** The changes to the rules of one kind, which is one topic. */
    static final class Part<R extends SpecificRecord> {
        private final RuleKind<R> kind;
        private final List<Change<R>> changes = new ArrayList<>();
        private long added;
        private long changed;
        private long retired;
        private long unchanged;
        private long awaiting;

        private Part(RuleKind<R> kind) {
            this.kind = kind;
        }

        RuleKind<R> kind() {
            return kind;
        }

        List<Change<R>> changes() {
            return changes;
        }

        private void compare(
                List<R> wanted,
                Map<String, byte[]> live,
                Reader<R> reader,
                PublishOrder order,
                Predicate<R> needsSecond)
                throws RegistryUnavailableException {
            Set<String> listed = new HashSet<>();
            for (R rule : wanted) {
                String ruleId = kind.id().apply(rule);
                byte[] bytes = live.get(ruleId);
                R before = bytes == null ? null : reader.read(bytes);
                listed.add(ruleId);
                boolean second = needsSecond.test(rule);
                if (before != null && kind.isUnchanged(rule, before, second)) {
                    unchanged++;
                } else {
                    added += bytes == null ? 1 : 0;
                    changed += bytes == null ? 0 : 1;
                    if (second) {
                        kind.await(rule);
                        awaiting++;
                    }
                    changes.add(new Change<>(ruleId, before, rule));
                }
            }
            if (order.mayRetire()) {
                retire(live, reader, order, listed);
            }
        }

        private void retire(Map<String, byte[]> live, Reader<R> reader, PublishOrder order, Set<String> listed)
                throws RegistryUnavailableException {
            for (Map.Entry<String, byte[]> each : live.entrySet()) {
                R before = listed.contains(each.getKey()) ? null : reader.read(each.getValue());
                if (before != null && order.retires(kind.source().apply(before))) {
                    retired++;
                    changes.add(new Change<>(each.getKey(), before, null));
                }
            }
        }
    }

    /** Reads a live rule; null where it cannot be read. */
    interface Reader<R> {
        R read(byte[] bytes) throws RegistryUnavailableException;
    }

    private final Part<KeywordRule> keywords = new Part<>(RuleKind.KEYWORD);
    private final Part<HashRule> hashes = new Part<>(RuleKind.HASH);

    /**
     * Compares.
     *
     * @param order with what is retired where it is not wanted
     * @throws RuleTopicException where an id is wanted twice or would be live as keyword and as hash rule at once, or
     *     where all rules of a kind would go because none is wanted
     * @throws RegistryUnavailableException where the schema of a live rule cannot be had
     */
    RulePlan(
            RuleList wanted,
            Map<String, byte[]> liveKeywords,
            Map<String, byte[]> liveHashes,
            Reader<KeywordRule> keywordReader,
            Reader<HashRule> hashReader,
            PublishOrder order)
            throws RuleTopicException, RegistryUnavailableException {
        refuseRepeatedIds(wanted);
        if (order.exactly()) {
            refuseEmptied("keyword", wanted.keywords(), liveKeywords);
            refuseEmptied("hash", wanted.hashes(), liveHashes);
        }
        keywords.compare(wanted.keywords(), liveKeywords, keywordReader, order, order.fourEyes()::demands);
        hashes.compare(wanted.hashes(), liveHashes, hashReader, order, order.fourEyes()::demands);
        refuseSameId(keywords, liveHashes, hashes, "hash");
        refuseSameId(hashes, liveKeywords, keywords, "keyword");
    }

    /** Ids may come from several files, each of which has them once. */
    private static void refuseRepeatedIds(RuleList wanted) throws RuleTopicException {
        Set<String> ids = new HashSet<>();
        for (KeywordRule rule : wanted.keywords()) {
            refuseRepeated(rule.getRuleId(), ids);
        }
        for (HashRule rule : wanted.hashes()) {
            refuseRepeated(rule.getRuleId(), ids);
        }
    }

    private static void refuseRepeated(String ruleId, Set<String> ids) throws RuleTopicException {
        if (!ids.add(ruleId)) {
            throw new RuleTopicException(
                    "rule " + ruleId + " is given twice, in the rule files or in a list beside them,"
                            + " and ids are unique over both kinds; rename or remove one, nothing was published");
        }
    }

    /** An export that lacks a file must not take away all that the file would have held. */
    private static void refuseEmptied(String kind, List<?> wanted, Map<String, byte[]> live) throws RuleTopicException {
        if (wanted.isEmpty() && !live.isEmpty()) {
            throw new RuleTopicException("the files list no " + kind + " rule, and all " + live.size()
                    + " that are live would be retired; name their sources with --replace-source instead of --exactly"
                    + " if that is meant, nothing was published");
        }
    }

    private static void refuseSameId(Part<?> part, Map<String, byte[]> others, Part<?> otherPart, String other)
            throws RuleTopicException {
        Map<String, Boolean> retired = new HashMap<>();
        otherPart.changes.forEach(change -> retired.put(change.ruleId(), change.after() == null));
        for (Change<?> change : part.changes) {
            String ruleId = change.ruleId();
            if (change.after() != null && others.containsKey(ruleId) && !retired.getOrDefault(ruleId, false)) {
                throw new RuleTopicException("rule " + ruleId + " is live as a " + other
                        + " rule, and ids are unique over both kinds; choose another id, nothing was published");
            }
        }
    }

    Part<KeywordRule> keywords() {
        return keywords;
    }

    Part<HashRule> hashes() {
        return hashes;
    }

    long added() {
        return keywords.added + hashes.added;
    }

    long changed() {
        return keywords.changed + hashes.changed;
    }

    long retired() {
        return keywords.retired + hashes.retired;
    }

    long unchanged() {
        return keywords.unchanged + hashes.unchanged;
    }

    long awaiting() {
        return keywords.awaiting + hashes.awaiting;
    }
}
