package dev.saring.rules;

import java.util.Set;

/**
 * Who publishes, why, and what may go.
 *
 * @param by who; written into each rule and each RuleChange
 * @param note why; may be empty
 * @param replacedSources sources whose live rules are retired where the published rules do not list them
 * @param fourEyes which rules wait for a second person
 */
public record PublishOrder(String by, String note, Set<String> replacedSources, FourEyes fourEyes) {

    public PublishOrder {
        replacedSources = Set.copyOf(replacedSources);
    }

    /** An order whose rules need no second person. */
    public PublishOrder(String by, String note, Set<String> replacedSources) {
        this(by, note, replacedSources, FourEyes.off());
    }
}
