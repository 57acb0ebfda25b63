package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.Checkout;
import dev.saring.moderation.UploadKind;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final Workload workload = workload(7);

    private static Workload workload(long seed) {
        return new Workload(
                seed, Workload.samples(Checkout.ofWorkingDirectory().samples().resolve("uploads.jsonl")));
    }

    @Test
    void sameSeedAndNumber_sameRecord() {
        Workload again = workload(7);
        for (int number = 0; number < 500; number++) {
            assertThat(again.item(number)).isEqualTo(workload.item(number));
        }
        assertThat(workload.item(5)).isNotEqualTo(workload(8).item(5));
    }

    @Test
    void aFewThousandRecords_holdEveryKind() {
        Set<Workload.Kind> kinds = EnumSet.noneOf(Workload.Kind.class);
        Set<String> contents = new HashSet<>();
        Set<String> events = new HashSet<>();
        int editsOfKnownContent = 0;
        for (int number = 0; number < 5_000; number++) {
            Workload.Item item = workload.item(number);
            kinds.add(item.kind());
            events.add(item.upload().getEventId());
            boolean known = !contents.add(item.upload().getContentId());
            if (item.upload().getKind() == UploadKind.EDIT && known) {
                editsOfKnownContent++;
            }
        }

        assertThat(kinds).containsExactlyInAnyOrder(Workload.Kind.values());
        assertThat(events).hasSize(5_000);
        assertThat(editsOfKnownContent).isGreaterThan(500);
    }
}
