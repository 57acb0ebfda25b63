package dev.saring.capture;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.rules.RuleFiles;
import dev.saring.serde.RegistryUnavailableException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rules that tell what is on a list of restricted material: its entries, and ALLOW rules, which may repeat the hash of
 * an entry as their value or, where a list's ids are made of its hashes, as the id that they silence. What they silence and
 * is neither a policy nor a rule that is known counts as an entry.
 *
 * <p>Cost: the rules and changes are gone through once, and again where ALLOW rules name ids. Memory: those ids.
 */
final class RestrictedRules {
    private final Withholding withholding;
    /** What ALLOW rules name and must not be told. */
    private final Set<String> named = new HashSet<>();

    RestrictedRules(RuleTimeline timeline, Withholding withholding) throws RegistryUnavailableException {
        this.withholding = withholding;
        forEach(timeline, rule -> named.addAll(allows(rule)));
        named.removeIf(withholding::isPolicy);
        if (named.isEmpty()) {
            return;
        }
        Set<String> entries = new HashSet<>();
        Set<String> others = new HashSet<>();
        forEach(timeline, rule -> {
            String id = id(rule);
            if (named.contains(id)) {
                (withholding.isRestrictedList(rule) ? entries : others).add(id);
            }
        });
        others.removeAll(entries);
        named.removeAll(others);
    }

    private static void forEach(RuleTimeline timeline, Consumer<Object> rules) throws RegistryUnavailableException {
        timeline.forEachRule(new RuleFiles.Sink() {
            @Override
            public void put(KeywordRule rule) {
                rules.accept(rule);
            }

            @Override
            public void put(HashRule rule) {
                rules.accept(rule);
            }
        });
        timeline.span()
                .forEachChange(change -> Stream.of(change.getBefore(), change.getAfter())
                        .filter(Objects::nonNull)
                        .forEach(rules));
    }

    private static String id(Object rule) {
        return rule instanceof KeywordRule keyword ? keyword.getRuleId() : ((HashRule) rule).getRuleId();
    }

    private static List<String> allows(Object rule) {
        return rule instanceof KeywordRule keyword ? keyword.getAllows() : ((HashRule) rule).getAllows();
    }

    /** Whether nothing of a rule may be told; false for null. */
    boolean include(Object rule) {
        return withholding.isRestrictedList(rule)
                || rule instanceof HashRule hash
                        && hash.getAllows().stream()
                                .anyMatch(each -> withholding.isPolicy(each)
                                        ? withholding.isRestricted(each)
                                        : named.contains(each));
    }

    /** A rule without the names of entries, or itself where it has none; where those are left out, it decides alike. */
    KeywordRule permitted(KeywordRule rule) {
        if (Collections.disjoint(rule.getAllows(), named)) {
            return rule;
        }
        return KeywordRule.newBuilder(rule)
                .setAllows(rule.getAllows().stream()
                        .filter(each -> !named.contains(each))
                        .toList())
                .build();
    }
}
