package dev.saring.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the ALLOW rules that match an upload cover of it: spans of texts and whole media. */
final class Allowances {
    private record Allowance(Rule allow, Map<Integer, Spans> texts) {}

    private record MediumAllowance(Rule allow, int medium) {}

    private final List<Allowance> phrases = new ArrayList<>();
    private final List<MediumAllowance> media = new ArrayList<>();

    void clear() {
        phrases.clear();
        media.clear();
    }

    /** Starts the spans of one ALLOW rule; the texts' spans are filled in by the caller. */
    Map<Integer, Spans> of(Rule allow) {
        Map<Integer, Spans> texts = new HashMap<>();
        phrases.add(new Allowance(allow, texts));
        return texts;
    }

    void medium(Rule allow, int medium) {
        media.add(new MediumAllowance(allow, medium));
    }

    boolean concern(Rule rule) {
        for (Allowance allowance : phrases) {
            if (allowance.allow().terms().silences(rule)) {
                return true;
            }
        }
        return false;
    }

    boolean silencePhrase(Rule rule, int text, int start, int end) {
        for (Allowance allowance : phrases) {
            Spans spans = allowance.texts().get(text);
            if (spans != null
                    && spans.cover(start, end)
                    && allowance.allow().terms().silences(rule)) {
                return true;
            }
        }
        return false;
    }

    boolean silenceMedium(Rule rule, int medium) {
        for (MediumAllowance allowance : media) {
            if (allowance.medium() == medium && allowance.allow().terms().silences(rule)) {
                return true;
            }
        }
        return false;
    }

    /** The ALLOW rules that match this upload and name a rule. */
    List<Rule> silencing(Rule rule) {
        return Stream.concat(
                        phrases.stream().map(Allowance::allow), media.stream().map(MediumAllowance::allow))
                .filter(allow -> allow.terms().silences(rule))
                .distinct()
                .toList();
    }
}
