package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.Objects;
import java.util.Set;

/**
 * A phrase to look for.
 *
 * @param text the literal text; runs of white space count as one separator
 * @param fold how much disguise is looked through
 * @param openStart whether the phrase may begin inside a word
 * @param openEnd whether the phrase may end inside a word
 * @param languages BCP 47 primary subtags of the rule; they choose the affixes that may surround the phrase
 */
public record Phrase(String text, Fold fold, boolean openStart, boolean openEnd, Set<String> languages) {
    public Phrase {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(fold, "fold");
        languages = Set.copyOf(languages);
    }
}
