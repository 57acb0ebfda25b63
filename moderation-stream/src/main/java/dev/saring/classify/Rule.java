package dev.saring.classify;

import java.util.Objects;

/**
 * A live rule without what it looks for.
 *
 * @param id the rule's id
 * @param terms what follows from a match, shared by all rules with equal terms
 */
public record Rule(String id, RuleTerms terms) {

    public Rule {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(terms, "terms");
    }
}
