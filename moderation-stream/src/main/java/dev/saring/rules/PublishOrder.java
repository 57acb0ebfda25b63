package dev.saring.rules;

import java.util.Set;

/**
 * Who publishes, why, and what may go.
 *
 * @param by who; written into each rule and each RuleChange
 * @param note why; may be empty
 * @param replacedSources sources whose live rules are retired where the published rules do not list them
 */
public record PublishOrder(String by, String note, Set<String> replacedSources) {

    public PublishOrder {
        replacedSources = Set.copyOf(replacedSources);
    }
}
