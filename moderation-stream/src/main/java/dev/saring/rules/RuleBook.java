package dev.saring.rules;

import dev.saring.classify.Keyword;
import dev.saring.classify.KeywordIndex;
import dev.saring.classify.Limits;
import dev.saring.classify.Rule;
import dev.saring.classify.RuleSet;
import dev.saring.classify.hash.HashBank;
import dev.saring.classify.hash.HashTerms;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.RuleMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * All live rules, kept as they change and compiled on demand. For one writer; the rule sets that it hands out are for
 * everybody and stay as they are.
 *
 * <p>Keyword rules are compiled whole when one of them has changed; hash rules are added and removed one by one. Ids of
 * keyword and hash rules are apart from each other, as their topics are.
 */
public final class RuleBook implements RuleFiles.Sink {
    /** A keyword rule; {@code keyword} is null where the rule is OFF. */
    private record KeywordSlot(Keyword keyword, RuleDigest.Fingerprint fingerprint) {}

    /** A hash rule; {@code number} is -1 where the rule is OFF. */
    private record HashSlot(int number, long high, long low) {
        HashSlot(int number, RuleDigest.Fingerprint fingerprint) {
            this(number, fingerprint.high(), fingerprint.low());
        }

        RuleDigest.Fingerprint fingerprint() {
            return new RuleDigest.Fingerprint(high, low);
        }
    }

    private final PolicyBook policies;
    private final Limits limits;
    private final RuleValidation validation;
    private final RuleDigest digest;
    private final ById<KeywordSlot> keywords = new ById<>();
    private final ById<HashSlot> hashes = new ById<>();
    private final HashBank bank;
    private final RuleNumbers numbers = new RuleNumbers();
    private final RuleTable hashRules = new RuleTable();
    private final Set<String> waitingKeywords = new HashSet<>();
    private final Set<String> waitingHashes = new HashSet<>();
    private int enforced;
    private KeywordIndex index;

    /** A book without rules, for one bulk of them. */
    public RuleBook(PolicyBook policies, Limits limits) {
        this(policies, limits, Runnable::run);
    }

    /**
     * A book without rules, for rules that come and go.
     *
     * @param merges runs large merges of hashes, on a thread of its own; see {@link #isImproved}
     */
    public RuleBook(PolicyBook policies, Limits limits, Executor merges) {
        this.bank = new HashBank(merges);
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
    @Override
    public void put(KeywordRule rule) throws BadRuleException {
        Keyword keyword = validation.keyword(rule);
        RuleDigest.Fingerprint fingerprint = digest.of(rule);
        removeKeyword(rule.getRuleId());
        digest.add(fingerprint);
        boolean off = rule.getMode() == RuleMode.OFF;
        keywords.put(rule.getRuleId(), new KeywordSlot(off ? null : keyword, fingerprint));
        enforced += !off && isEnforced(keyword.rule()) ? 1 : 0;
        if (rule.getAwaitedMode() != null) {
            waitingKeywords.add(rule.getRuleId());
        }
        index = null;
    }

    /**
     * Adds a rule, or replaces the one with its id.
     *
     * @throws BadRuleException where the rule cannot be taken; the book is as before
     */
    @Override
    public void put(HashRule rule) throws BadRuleException {
        Rule checked = validation.hash(rule);
        HashTerms terms = RuleValidation.hashTerms(rule);
        RuleDigest.Fingerprint fingerprint = digest.of(rule);
        // Before the old one goes: where this fails, it stays.
        int number = rule.getMode() == RuleMode.OFF ? -1 : add(checked, rule, terms);
        removeHash(rule.getRuleId());
        digest.add(fingerprint);
        hashes.put(rule.getRuleId(), new HashSlot(number, fingerprint));
        enforced += number >= 0 && isEnforced(checked) ? 1 : 0;
        if (rule.getAwaitedMode() != null) {
            waitingHashes.add(rule.getRuleId());
        }
    }

    private static boolean isEnforced(Rule rule) {
        RuleAction action = rule.terms().action();
        return rule.terms().mode() == RuleMode.ENFORCE && (action == RuleAction.BLOCK || action == RuleAction.REVIEW);
    }

    private int add(Rule checked, HashRule rule, HashTerms terms) {
        int number = numbers.take();
        boolean added = false;
        try {
            bank.add(number, rule.getAlgorithm(), values(rule), terms);
            added = true;
        } finally {
            if (!added) {
                bank.remove(number);
                numbers.giveBack(number);
            }
        }
        hashRules.put(number, checked);
        return number;
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

    /** Retires a keyword rule; false where there was none. */
    public boolean removeKeyword(String ruleId) {
        KeywordSlot slot = keywords.remove(ruleId);
        if (slot == null) {
            return false;
        }
        digest.remove(slot.fingerprint());
        enforced -= slot.keyword() != null && isEnforced(slot.keyword().rule()) ? 1 : 0;
        waitingKeywords.remove(ruleId);
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
        waitingHashes.remove(ruleId);
        if (slot.number() >= 0) {
            enforced -= isEnforced(hashRules.get(slot.number())) ? 1 : 0;
            bank.remove(slot.number());
            hashRules.put(slot.number(), null);
            numbers.giveBack(slot.number());
        }
        return true;
    }

    /**
     * Adds, replaces or retires the rule that a change is about.
     *
     * @throws BadRuleException where the rule cannot be taken; the book is as before
     */
    public void apply(RuleChange change) throws BadRuleException {
        if (change.getAfter() instanceof KeywordRule rule) {
            put(rule);
        } else if (change.getAfter() instanceof HashRule rule) {
            put(rule);
        } else if (change.getBefore() instanceof KeywordRule) {
            removeKeyword(change.getRuleId());
        } else {
            removeHash(change.getRuleId());
        }
    }

    /** How many keyword rules are live, those that are OFF included. */
    public int keywordRules() {
        return keywords.size();
    }

    /** How many hash rules are live, those that are OFF included. */
    public int hashRules() {
        return hashes.size();
    }

    /** How many rules block or send to review: they are live, and neither OFF nor in SHADOW. */
    int enforcedRules() {
        return enforced;
    }

    /** How many live rules wait for a second person. */
    int waitingRules() {
        return waitingKeywords.size() + waitingHashes.size();
    }

    /** All live rules as they are now, compiled. */
    public RuleSet snapshot() {
        if (index == null) {
            // In order, since which hits are kept of a text that is full of them depends on it.
            index = KeywordIndex.compile(keywords.values().stream()
                    .map(KeywordSlot::keyword)
                    .filter(keyword -> keyword != null)
                    .sorted(Comparator.comparing(keyword -> keyword.rule().id()))
                    .toList());
        }
        return new RuleSet(digest.version(), policies, limits, index, bank.view(), hashRules.snapshot());
    }

    /** Whether a merge has ended since the last snapshot, so that a new one looks up the same hashes faster. */
    public boolean isImproved() {
        return bank.isImproved();
    }
}
