package dev.saring.deadletter;

import dev.saring.topology.DeadLetterCause;
import dev.saring.topology.Place;
import dev.saring.topology.Stage;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which dead letters are meant: those that meet every condition given.
 *
 * @param causes any of these; empty for all
 * @param stages any of these; empty for all
 * @param since written at this time or later; null for all
 * @param until written before this time; null for all
 * @param partition from this partition, written {@code topic-partition}, of uploads or of the dead letter; null for all
 * @param key with exactly this key; null for all
 */
public record DeadLetterFilter(
        Set<DeadLetterCause> causes, Set<Stage> stages, Instant since, Instant until, String partition, String key) {

    public DeadLetterFilter {
        causes = Set.copyOf(causes);
        stages = Set.copyOf(stages);
    }

    /** Every dead letter. */
    public static DeadLetterFilter all() {
        return new DeadLetterFilter(Set.of(), Set.of(), null, null, null, null);
    }

    /** Whether a dead letter is meant. */
    public boolean test(DeadLetter letter) {
        return (causes.isEmpty() || names(causes).contains(letter.cause()))
                && (stages.isEmpty() || names(stages).contains(letter.stage()))
                && (since == null || !letter.time().isBefore(since))
                && (until == null || letter.time().isBefore(until))
                && (partition == null
                        || partition.equals(name(letter.source()))
                        || partition.equals(name(letter.place())))
                && (key == null || key.equals(letter.keyText()));
    }

    private static Set<String> names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).collect(Collectors.toSet());
    }

    private static String name(Place place) {
        return place.topic() + '-' + place.partition();
    }
}
