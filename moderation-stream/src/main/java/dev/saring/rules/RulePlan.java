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
                Set<String> replaced,
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
            if (!replaced.isEmpty()) {
                retire(live, reader, replaced, listed);
            }
        }

        private void retire(Map<String, byte[]> live, Reader<R> reader, Set<String> replaced, Set<String> listed)
                throws RegistryUnavailableException {
            for (Map.Entry<String, byte[]> each : live.entrySet()) {
                R before = listed.contains(each.getKey()) ? null : reader.read(each.getValue());
                if (before != null && replaced.contains(kind.source().apply(before))) {
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
     * @param order with the sources whose live rules are retired where they are not wanted
     * @throws RuleTopicException where a rule would be live as keyword and as hash rule at once
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
        Set<String> replaced = order.replacedSources();
        keywords.compare(wanted.keywords(), liveKeywords, keywordReader, replaced, order.fourEyes()::demands);
        hashes.compare(wanted.hashes(), liveHashes, hashReader, replaced, order.fourEyes()::demands);
        refuseSameId(keywords, liveHashes, hashes, "hash");
        refuseSameId(hashes, liveKeywords, keywords, "keyword");
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
