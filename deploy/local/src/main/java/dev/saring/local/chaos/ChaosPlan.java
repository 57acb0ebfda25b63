package dev.saring.local.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a run does.
 *
 * @param seed decides everything that is left to chance but the machine's own timing
 * @param uploads records that need a result, at least
 * @param rate records a second while faults go on
 * @param instanceKills of which one falls into each outage
 * @param outages how long each outage of the registry lasts
 */
record ChaosPlan(
        long seed,
        int uploads,
        double rate,
        int instanceKills,
        int brokerKills,
        int instancePauses,
        int brokerPauses,
        List<Duration> outages,
        int ruleChanges) {

    /** What goes wrong, or changes. */
    enum Fault {
        KILL_INSTANCE,
        KILL_BROKER,
        PAUSE_INSTANCE,
        PAUSE_BROKER,
        REGISTRY_OUTAGE,
        ADD_INSTANCE,
        REMOVE_INSTANCE,
        CHANGE_RULES
    }

    /**
     * As much as two cores do in about so many minutes, but at least one fault of each kind.
     *
     * @param minutes 5 for a run in CI
     */
    static ChaosPlan lasting(long seed, int minutes) {
        double share = minutes / 5.0;
        int outages = times(1, share);
        return new ChaosPlan(
                seed,
                times(30_000, share),
                150,
                Math.max(outages + 1, times(3, share)),
                times(2, share),
                times(1, share),
                times(1, share),
                Collections.nCopies(outages, Duration.ofSeconds(30)),
                times(3, share));
    }

    private static int times(int inFiveMinutes, double share) {
        return (int) Math.max(1, Math.round(inFiveMinutes * share));
    }

    /** About an hour. */
    static ChaosPlan full(long seed) {
        return new ChaosPlan(
                seed,
                1_000_000,
                500,
                10,
                5,
                4,
                3,
                List.of(Duration.ofMinutes(10), Duration.ofSeconds(45), Duration.ofSeconds(45)),
                8);
    }

    /** The faults in the order in which they come, one at a time. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        add(faults, Fault.KILL_INSTANCE, instanceKills - outages.size());
        add(faults, Fault.KILL_BROKER, brokerKills);
        add(faults, Fault.PAUSE_INSTANCE, instancePauses);
        add(faults, Fault.PAUSE_BROKER, brokerPauses);
        add(faults, Fault.REGISTRY_OUTAGE, outages.size());
        add(faults, Fault.CHANGE_RULES, ruleChanges);
        add(faults, Fault.ADD_INSTANCE, 1);
        add(faults, Fault.REMOVE_INSTANCE, 1);
        Collections.shuffle(faults, new Random(seed));
        int added = faults.indexOf(Fault.ADD_INSTANCE);
        int removed = faults.indexOf(Fault.REMOVE_INSTANCE);
        if (removed < added) {
            Collections.swap(faults, added, removed);
        }
        return faults;
    }

    private static void add(List<Fault> faults, Fault fault, int times) {
        faults.addAll(Collections.nCopies(times, fault));
    }
}
