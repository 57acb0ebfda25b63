package dev.saring.rules;

import dev.saring.classify.Keyword;
import dev.saring.classify.KeywordIndex;
import dev.saring.classify.Limits;
import dev.saring.classify.Rule;
import dev.saring.classify.RuleSet;
import dev.saring.classify.RuleTerms;
import dev.saring.classify.hash.HashBank;
import dev.saring.classify.hash.HashTerms;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleMode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All live rules, kept as they change and compiled on demand. For one writer; the rule sets that it hands out are for
 * everybody and stay as they are.
 *
 * <p>Keyword rules are compiled whole when one of them has changed; hash rules are added and removed one by one. Ids of
 * keyword and hash rules are apart from each other, as their topics are.
 */
public final class RuleBook {
    private static final int MOST_SHARED_TERMS = 10_000;

    /** A keyword rule; {@code keyword} is null where the rule is OFF. */
    private record KeywordSlot(Keyword keyword, RuleDigest.Fingerprint fingerprint) {}

    /** A hash rule; {@code number} is -1 where the rule is OFF. */
    private record HashSlot(int number, RuleDigest.Fingerprint fingerprint) {}

    private final PolicyBook policies;
    private final Limits limits;
    private final RuleValidation validation;
    private final RuleDigest digest;
    private final Map<String, KeywordSlot> keywords = new HashMap<>();
    private final Map<String, HashSlot> hashes = new HashMap<>();
    private final Map<RuleTerms, RuleTerms> sharedTerms = new HashMap<>();
    private final HashBank bank = new HashBank();
    private final Deque<Integer> freeNumbers = new ArrayDeque<>();
    private Rule[] hashRules = new Rule[16];
    private int nextNumber;
    private KeywordIndex index;

    /** A book without rules. */
    public RuleBook(PolicyBook policies, Limits limits) {
        this.policies = policies;
        this.limits = limits;
        this.validation = new RuleValidation(policies);
        this.digest = new RuleDigest(policies, limits);
    }

    /**
     * Adds a rule, or replaces the one with its id.
     *
     * @throws BadRuleException where the rule cannot be taken; the book is as before
     */
    public void put(KeywordRule rule) throws BadRuleException {
        Keyword keyword = validation.keyword(rule);
        RuleDigest.Fingerprint fingerprint = digest.of(rule);
        removeKeyword(rule.getRuleId());
        digest.add(fingerprint);
        keywords.put(rule.getRuleId(), new KeywordSlot(rule.getMode() == RuleMode.OFF ? null : keyword, fingerprint));
        index = null;
    }

    /**
     * Adds a rule, or replaces the one with its id.
     *
     * @throws BadRuleException where the rule cannot be taken; the book is as before
     */
    public void put(HashRule rule) throws BadRuleException {
        Rule checked = validation.hash(rule);
        HashTerms terms = RuleValidation.hashTerms(rule);
        RuleDigest.Fingerprint fingerprint = digest.of(rule);
        removeHash(rule.getRuleId());
        digest.add(fingerprint);
        int number = -1;
        if (rule.getMode() != RuleMode.OFF) {
            number = freeNumbers.isEmpty() ? nextNumber++ : freeNumbers.pop();
            if (number >= hashRules.length) {
                hashRules = Arrays.copyOf(hashRules, hashRules.length * 2);
            }
            hashRules[number] = new Rule(checked.id(), shared(checked.terms()));
            bank.add(number, rule.getAlgorithm(), values(rule), terms);
        }
        hashes.put(rule.getRuleId(), new HashSlot(number, fingerprint));
    }

    private static List<byte[]> values(HashRule rule) {
        List<byte[]> values = new ArrayList<>(rule.getValues().size());
        for (ByteBuffer buffer : rule.getValues()) {
            byte[] value = new byte[buffer.remaining()];
            buffer.duplicate().get(value);
            values.add(value);
        }
        return values;
    }

    private RuleTerms shared(RuleTerms terms) {
        if (sharedTerms.size() == MOST_SHARED_TERMS) {
            sharedTerms.clear();
        }
        return sharedTerms.computeIfAbsent(terms, t -> t);
    }

    /** Retires a keyword rule; false where there was none. */
    public boolean removeKeyword(String ruleId) {
        KeywordSlot slot = keywords.remove(ruleId);
        if (slot == null) {
            return false;
        }
        digest.remove(slot.fingerprint());
        index = null;
        return true;
    }

    /** Retires a hash rule; false where there was none. */
    public boolean removeHash(String ruleId) {
        HashSlot slot = hashes.remove(ruleId);
        if (slot == null) {
            return false;
        }
        digest.remove(slot.fingerprint());
        if (slot.number() >= 0) {
            bank.remove(slot.number());
            hashRules[slot.number()] = null;
            freeNumbers.push(slot.number());
        }
        return true;
    }

    /** How many keyword rules are live, those that are OFF included. */
    public int keywordRules() {
        return keywords.size();
    }

    /** How many hash rules are live, those that are OFF included. */
    public int hashRules() {
        return hashes.size();
    }

    /** All live rules as they are now, compiled. */
    public RuleSet snapshot() {
        if (index == null) {
            index = KeywordIndex.compile(keywords.values().stream()
                    .map(KeywordSlot::keyword)
                    .filter(keyword -> keyword != null)
                    .toList());
        }
        Rule[] rules = Arrays.copyOf(hashRules, nextNumber);
        return new RuleSet(digest.version(), policies, limits, index, bank.view(), number -> rules[number]);
    }
}
