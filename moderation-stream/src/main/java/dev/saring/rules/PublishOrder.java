package dev.saring.rules;

import java.util.Set;

/**
 * Who publishes, why, and what may go.
 *
 * @param by who; written into each rule and each RuleChange
 * @param note why; may be empty
 * @param replacedSources sources whose live rules are retired where the published rules do not list them
 * @param exactly whether live rules of every source are retired where the published rules do not list them
 * @param fourEyes which rules wait for a second person
 */
public record PublishOrder(String by, String note, Set<String> replacedSources, boolean exactly, FourEyes fourEyes) {

    public PublishOrder {
        replacedSources = Set.copyOf(replacedSources);
    }

    /** An order whose rules need no second person. */
    public PublishOrder(String by, String note, Set<String> replacedSources) {
        this(by, note, replacedSources, false, FourEyes.off());
    }

    /** Whether live rules that the published ones do not list may be retired. */
    boolean mayRetire() {
        return exactly || !replacedSources.isEmpty();
    }

    /** Whether a live rule of this source is retired where the published rules do not list it. */
    boolean retires(String source) {
        return exactly || replacedSources.contains(source);
    }
}
