package dev.saring.classify;

import dev.saring.classify.text.Expression;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * From signals to matches: which rules hold, now that the hits of all phrases and hashes are known. Belongs to one
 * thread.
 *
 * <p>ALLOW rules are judged first, on all hits. Every other rule must hold on all hits and again on those that no
 * ALLOW covers: so an ALLOW can take a match away and never bring one about, not even by covering a negated phrase.
 *
 * <p>Hits are chained by phrase, so that the cost is linear in the hits of the phrases that a rule uses, and rules
 * none of whose phrases was hit cost nothing.
 */
final class Matching {
    private static final int END = -1;

    private final Signals signals;
    private final Asides asides;
    private final Allowances allowances = new Allowances();
    private final BitSet candidates = new BitSet();

    /** By phrase, its first hit; only meaningful where the phrase was hit in this upload. */
    private int[] first = new int[0];

    private int[] last = new int[0];
    private int[] next = new int[64];

    private UploadEvent upload;
    private RuleSet rules;
    private Keyword keyword;
    private int number;
    private final BitSet hitPhrases = new BitSet();

    private final IntPredicate onAllHits = term -> firstHit(term, false) != END;
    private final IntPredicate onRemainingHits = term -> firstHit(term, true) != END;

    Matching(Signals signals, Asides asides) {
        this.signals = signals;
        this.asides = asides;
    }

    void match(UploadEvent of, RuleSet ruleSet, Context context, String region, Findings findings) {
        upload = of;
        rules = ruleSet;
        long now = context.now().toEpochMilli();
        allowances.clear();
        chain();
        allowPhrases(now, region);
        allowMedia(now, region);
        matchPhrases(now, findings);
        matchMedia(now, findings);
    }

    /** Lets go of upload and rules: it may be long until the next upload, and meanwhile they may be superseded. */
    void release() {
        upload = null;
        rules = null;
        keyword = null;
        allowances.clear();
    }

    private void chain() {
        candidates.clear();
        hitPhrases.clear();
        if (next.length < signals.hits) {
            next = new int[signals.hits];
        }
        for (int hit = 0; hit < signals.hits; hit++) {
            int phrase = signals.phrase[hit];
            if (phrase >= first.length) {
                first = Arrays.copyOf(first, Math.max(phrase + 1, first.length * 2));
                last = Arrays.copyOf(last, first.length);
            }
            next[hit] = END;
            if (hitPhrases.get(phrase)) {
                next[last[phrase]] = hit;
            } else {
                hitPhrases.set(phrase);
                first[phrase] = hit;
                for (int user : rules.keywords().users(phrase)) {
                    candidates.set(user);
                }
            }
            last[phrase] = hit;
        }
    }

    private void allowPhrases(long now, String region) {
        for (int k = candidates.nextSetBit(0); k >= 0; k = candidates.nextSetBit(k + 1)) {
            judge(k);
            RuleTerms terms = keyword.rule().terms();
            if (!terms.allow() || !keyword.expression().matches(onAllHits)) {
                continue;
            }
            if (allows(keyword.rule(), now, region)) {
                cover(allowances.of(keyword.rule()));
            }
        }
    }

    private void cover(Map<Integer, Spans> texts) {
        Expression expression = keyword.expression();
        for (int term = 0; term < expression.terms().size(); term++) {
            for (int hit = expression.decides(term) ? firstHit(term, false) : END;
                    hit != END;
                    hit = after(hit, false)) {
                texts.computeIfAbsent(signals.text[hit], t -> new Spans()).add(signals.start[hit], signals.end[hit]);
            }
        }
    }

    private void allowMedia(long now, String region) {
        for (int hit = 0; hit < signals.hashHits; hit++) {
            Rule rule = rules.hashRule(signals.hashRule[hit]);
            if (rule.terms().allow() && allows(rule, now, region)) {
                allowances.medium(rule, signals.medium[hit]);
            }
        }
    }

    private boolean allows(Rule allow, long now, String region) {
        RuleTerms terms = allow.terms();
        if (!terms.validAt(now)) {
            asides.expired(allow);
        } else if (!terms.enforced()) {
            asides.shadow(allow);
        } else if (Reach.of(terms.regions(), region) != Reach.HERE) {
            asides.elsewhere(allow);
        } else {
            return true;
        }
        return false;
    }

    private void matchPhrases(long now, Findings findings) {
        for (int k = candidates.nextSetBit(0); k >= 0; k = candidates.nextSetBit(k + 1)) {
            judge(k);
            if (!keyword.rule().terms().allow()) {
                matchPhrases(keyword.rule(), now, findings);
            }
        }
    }

    private void matchPhrases(Rule rule, long now, Findings findings) {
        if (!keyword.expression().matches(onAllHits)) {
            asides.unfulfilled(rule);
            return;
        }
        if (!rule.terms().validAt(now)) {
            asides.expired(rule);
            return;
        }
        boolean silenceable = allowances.concern(rule);
        if (silenceable && !keyword.expression().matches(onRemainingHits)) {
            asides.allowed(rule, allowances.silencing(rule));
            return;
        }
        report(silenceable, findings);
    }

    private void report(boolean silenceable, Findings findings) {
        Expression expression = keyword.expression();
        int room = rules.limits().matches() + 1;
        for (int term = 0; term < expression.terms().size(); term++) {
            int hit = expression.decides(term) ? firstHit(term, silenceable) : END;
            for (; hit != END && room > 0; hit = after(hit, silenceable), room--) {
                findings.take(new Match.Phrase(keyword, signals.text[hit], signals.start[hit], signals.end[hit]));
            }
        }
    }

    private void matchMedia(long now, Findings findings) {
        for (int hit = 0; hit < signals.hashHits; hit++) {
            Rule rule = rules.hashRule(signals.hashRule[hit]);
            if (rule.terms().allow()) {
                continue;
            }
            if (!rule.terms().validAt(now)) {
                asides.expired(rule);
            } else if (allowances.silenceMedium(rule, signals.medium[hit])) {
                asides.allowed(rule, allowances.silencing(rule));
            } else {
                findings.take(new Match.Hash(
                        rule,
                        signals.algorithm[hit],
                        signals.medium[hit],
                        signals.distance[hit],
                        signals.uploadShare[hit],
                        signals.bankShare[hit]));
            }
        }
    }

    private void judge(int candidate) {
        number = candidate;
        keyword = rules.keywords().keyword(candidate);
    }

    private int firstHit(int term, boolean onlyRemaining) {
        int phrase = rules.keywords().phrase(number, term);
        return hitPhrases.get(phrase) ? counting(first[phrase], onlyRemaining) : END;
    }

    private int after(int hit, boolean onlyRemaining) {
        return counting(next[hit], onlyRemaining);
    }

    /** The first hit from here on that counts for the rule at hand. */
    private int counting(int from, boolean onlyRemaining) {
        int hit = from;
        while (hit != END && !counts(hit, onlyRemaining)) {
            hit = next[hit];
        }
        return hit;
    }

    private boolean counts(int hit, boolean onlyRemaining) {
        TextField field = upload.getTexts().get(signals.text[hit]).getField();
        return keyword.admits(field)
                && !(onlyRemaining
                        && allowances.silencePhrase(
                                keyword.rule(), signals.text[hit], signals.start[hit], signals.end[hit]));
    }
}
