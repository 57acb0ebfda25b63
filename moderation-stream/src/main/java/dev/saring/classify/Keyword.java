package dev.saring.classify;

import dev.saring.classify.text.Expression;
import dev.saring.moderation.Fold;
import dev.saring.moderation.TextField;
import java.util.Set;

/**
 * A live keyword rule with what it looks for.
 *
 * @param rule the rule
 * @param expression what must be found
 * @param fields where it is looked for; empty means in every field
 * @param fold how much disguise it looks through
 * @param languages BCP 47 primary subtags that choose affixes and the review queue
 */
public record Keyword(Rule rule, Expression expression, Set<TextField> fields, Fold fold, Set<String> languages) {

    public Keyword {
        fields = Set.copyOf(fields);
        languages = Set.copyOf(languages);
    }

    /** Whether the rule looks into a field. A field that this version does not know hides nothing. */
    boolean admits(TextField field) {
        return fields.isEmpty() || field == TextField.UNKNOWN || fields.contains(field);
    }
}
