package dev.saring.classify.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The regions that can be named: ISO 3166 alpha-2 codes that are assigned, and Kosovo's, which is in general use. */
public final class Regions {
    /** Stands for an upload whose region is not known. */
    public static final String UNKNOWN = "ZZ";

    private static final Set<String> KNOWN = known();

    private Regions() {}

    private static Set<String> known() {
        Set<String> regions = new HashSet<>(List.of(Locale.getISOCountries()));
        regions.add("XK");
        return Set.copyOf(regions);
    }

    /** Whether a code in capitals names a region. */
    public static boolean isKnown(String code) {
        return KNOWN.contains(code);
    }

    /** The region as rules name it, whatever its case; {@link #UNKNOWN} for anything that names none. */
    public static String normalise(String code) {
        if (code == null || code.length() != 2) {
            return UNKNOWN;
        }
        if (KNOWN.contains(code)) {
            return code;
        }
        String capitals = code.toUpperCase(Locale.ROOT);
        return KNOWN.contains(capitals) ? capitals : UNKNOWN;
    }
}
