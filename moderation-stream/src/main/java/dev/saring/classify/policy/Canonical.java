package dev.saring.classify.policy;

import java.util.TreeMap;
import java.util.TreeSet;

/** Writes policies the same way whatever order their maps and sets iterate in. */
final class Canonical {
    private Canonical() {}

    static void append(StringBuilder text, Policy policy) {
        text.append('\n')
                .append(policy.code())
                .append('|')
                .append(policy.group())
                .append('|')
                .append(policy.positive())
                .append('|')
                .append(new TreeMap<>(policy.title()))
                .append('|')
                .append(new TreeMap<>(policy.explanation()))
                .append('|')
                .append(policy.keywordCeiling())
                .append('|')
                .append(policy.whilePending())
                .append('|')
                .append(policy.minimumAge())
                .append('|')
                .append(policy.preservation())
                .append('|')
                .append(policy.restricted());
        for (Deadline deadline : policy.deadlines()) {
            text.append('|')
                    .append(new TreeSet<>(deadline.regions()))
                    .append(deadline.within())
                    .append(deadline.kind())
                    .append(deadline.basis());
        }
    }
}
