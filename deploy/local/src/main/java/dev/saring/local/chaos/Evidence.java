package dev.saring.local.chaos;

/** How many faults of each kind were seen to hit, which is not how many were meant to. */
final class Evidence {
    private int instanceKills;
    private int brokerKills;
    private int pauses;
    private int registryOutages;

    void instanceKilled() {
        instanceKills++;
    }

    void brokerKilled() {
        brokerKills++;
    }

    void paused() {
        pauses++;
    }

    void registryWasAway() {
        registryOutages++;
    }

    int pauses() {
        return pauses;
    }

    /** Whether every planned fault was seen. */
    boolean isWhole(ChaosPlan plan) {
        return instanceKills == plan.instanceKills()
                && brokerKills == plan.brokerKills()
                && pauses == plan.instancePauses() + plan.brokerPauses()
                && registryOutages == plan.outages().size();
    }

    @Override
    public String toString() {
        return "instance_kills=" + instanceKills + " broker_kills=" + brokerKills + " pauses=" + pauses
                + " registry_outages=" + registryOutages;
    }
}
