package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.chaos.ChaosPlan.Fault;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    @Test
    void instance_isAddedBeforeOneIsRemoved() {
        for (long seed = 0; seed < 100; seed++) {
            List<Fault> faults = ChaosPlan.lasting(seed, 5).faults();

            assertThat(faults.indexOf(Fault.ADD_INSTANCE)).isLessThan(faults.indexOf(Fault.REMOVE_INSTANCE));
        }
    }

    @Test
    void shortestRun_hasEachFault() {
        assertThat(ChaosPlan.lasting(1, 1).faults()).contains(Fault.values());
        assertThat(ChaosPlan.lasting(1, 5).uploads()).isEqualTo(30_000);
        assertThat(ChaosPlan.lasting(1, 20).instanceKills()).isEqualTo(12);
    }

    @Test
    void fullRun_isAsLargeAsPromised() {
        ChaosPlan plan = ChaosPlan.full(1);

        assertThat(plan.uploads()).isEqualTo(1_000_000);
        assertThat(plan.instanceKills()).isEqualTo(10);
        assertThat(plan.brokerKills()).isEqualTo(5);
        assertThat(plan.outages().get(0)).hasMinutes(10);
        assertThat(Collections.frequency(plan.faults(), Fault.KILL_INSTANCE)
                        + plan.outages().size())
                .isEqualTo(10);
    }

    @Test
    void sameSeed_sameFaults() {
        assertThat(ChaosPlan.full(3).faults()).isEqualTo(ChaosPlan.full(3).faults());
        assertThat(ChaosPlan.full(3).faults()).isNotEqualTo(ChaosPlan.full(4).faults());
    }
}
