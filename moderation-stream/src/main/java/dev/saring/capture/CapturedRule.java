package dev.saring.capture;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.rules.BadRuleException;
import dev.saring.rules.RuleBook;
import java.time.Instant;

/**
 * A rule, or a change of one: one of the last four is not null, or none where the change is withheld.
 *
 * @param at when it was changed; null for a rule that was there from the beginning
 */
record CapturedRule(Instant at, KeywordRule keyword, HashRule hash, String retiredKeyword, String retiredHash) {

    /** Does to a book what it did to the pipeline's: what that could not take, this leaves out as well. */
    void applyTo(RuleBook book) {
        try {
            if (keyword != null) {
                book.put(keyword);
            } else if (hash != null) {
                book.put(hash);
            } else if (retiredKeyword != null) {
                book.removeKeyword(retiredKeyword);
            } else if (retiredHash != null) {
                book.removeHash(retiredHash);
            }
        } catch (BadRuleException e) {
            // Followers have not taken it either.
        }
    }
}
