package dev.saring.classify.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.util.ULocale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RegionsTest {
    /** Reserved codes that ICU lists all the same: parts of the United Kingdom's and Spain's regions. */
    private static final Set<String> RESERVED = Set.of("DG", "EA", "IC");

    @Test
    void known_areThoseOfIcuThatAreAssignedAndKosovo() {
        Set<String> regions = new TreeSet<>(Set.of(ULocale.getISOCountries()));
        regions.removeAll(RESERVED);
        assertThat(Regions.known()).containsExactlyInAnyOrderElementsOf(regions);
    }

    @Test
    void normalise_anyCase_isTheRegion_andAnythingElseUnknown() {
        assertThat(Regions.normalise("iD")).isEqualTo("ID");
        assertThat(Regions.normalise("XK")).isEqualTo("XK");
        for (String none : new String[] {null, "", "XX", "IDN", "ZZ"}) {
            assertThat(Regions.normalise(none)).isEqualTo(Regions.UNKNOWN);
        }
    }
}
