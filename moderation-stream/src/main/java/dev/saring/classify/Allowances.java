package dev.saring.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the ALLOW rules that match an upload cover of it: spans of texts and whole media. */
final class Allowances {
    private record Allowance(RuleTerms terms, Map<Integer, Spans> texts) {}

    private record MediumAllowance(RuleTerms terms, int medium) {}

    private final List<Allowance> phrases = new ArrayList<>();
    private final List<MediumAllowance> media = new ArrayList<>();

    void clear() {
        phrases.clear();
        media.clear();
    }

    /** Starts the spans of one ALLOW rule; the texts' spans are filled in by the caller. */
    Map<Integer, Spans> of(Rule allow) {
        Map<Integer, Spans> texts = new HashMap<>();
        phrases.add(new Allowance(allow.terms(), texts));
        return texts;
    }

    void medium(Rule allow, int medium) {
        media.add(new MediumAllowance(allow.terms(), medium));
    }

    boolean concern(Rule rule) {
        for (Allowance allowance : phrases) {
            if (allowance.terms().silences(rule)) {
                return true;
            }
        }
        return false;
    }

    boolean silencePhrase(Rule rule, int text, int start, int end) {
        for (Allowance allowance : phrases) {
            Spans spans = allowance.texts().get(text);
            if (spans != null && spans.cover(start, end) && allowance.terms().silences(rule)) {
                return true;
            }
        }
        return false;
    }

    boolean silenceMedium(Rule rule, int medium) {
        for (MediumAllowance allowance : media) {
            if (allowance.medium() == medium && allowance.terms().silences(rule)) {
                return true;
            }
        }
        return false;
    }
}
