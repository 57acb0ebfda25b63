package dev.saring.classify;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import java.util.Comparator;

/** One signal of one rule that takes part in a decision. */
sealed interface Match {

    Rule rule();

    /** Index of the text or medium in the upload. */
    int index();

    /** The strongest outcome that this kind of match can bring about under the rule's policy. */
    Outcome ceiling();

    /**
     * @param start start in the original text, in UTF-16 units
     * @param end end in the original text, exclusive
     */
    record Phrase(Keyword keyword, int index, int start, int end) implements Match {
        @Override
        public Rule rule() {
            return keyword.rule();
        }

        @Override
        public Outcome ceiling() {
            return rule().terms().policy().keywordCeiling();
        }
    }

    /** @param distance in bits, or {@link Signals#NO_DISTANCE}; shares are NaN where they do not apply */
    record Hash(Rule rule, HashAlgorithm algorithm, int index, int distance, double uploadShare, double bankShare)
            implements Match {
        @Override
        public Outcome ceiling() {
            return Outcome.BLOCKED;
        }
    }

    /** Strongest first; total over the matches of one upload, so that the order of rules does not show. */
    Comparator<Match> STRONGEST_FIRST = Comparator.comparing(
                    (Match m) -> !m.rule().terms().enforced())
            .thenComparing(m -> -strength(m.rule().terms().action()))
            .thenComparing(m -> -m.rule().terms().severity())
            .thenComparing(Match::nearness)
            .thenComparing(m -> m.rule().id())
            .thenComparing(m -> m instanceof Hash)
            .thenComparing(Match::index)
            .thenComparing(Match::position);

    private static int strength(RuleAction action) {
        return switch (action) {
            case BLOCK -> 3;
            case REVIEW -> 2;
            case LABEL -> 1;
            case ALLOW, UNKNOWN -> 0;
        };
    }

    private static int nearness(Match match) {
        return match instanceof Hash hash ? hash.distance() : 0;
    }

    private static long position(Match match) {
        return match instanceof Phrase phrase ? ((long) phrase.start() << 32) | phrase.end() : 0;
    }
}
