package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChaosTest {
    @Test
    void unseenFault_isTriedAgain_onlyWhereNothingElseIsWrong() {
        assertThat(Chaos.status(true, true)).isZero();
        assertThat(Chaos.status(true, false)).isEqualTo(3);
        assertThat(Chaos.status(false, true)).isEqualTo(1);
        assertThat(Chaos.status(false, false)).isEqualTo(1);
    }

    @Test
    void evidence_isWholeOnlyWithEveryPlannedFault() {
        ChaosPlan plan = ChaosPlan.lasting(7, 1);
        Evidence evidence = new Evidence();
        for (int i = 0; i < plan.instanceKills(); i++) {
            evidence.instanceKilled();
        }
        for (int i = 0; i < plan.brokerKills(); i++) {
            evidence.brokerKilled();
        }
        for (int i = 0; i < plan.instancePauses() + plan.brokerPauses(); i++) {
            evidence.paused();
        }
        assertThat(evidence.isWhole(plan)).isFalse();

        plan.outages().forEach(outage -> evidence.registryWasAway());

        assertThat(evidence.isWhole(plan)).isTrue();
    }
}
