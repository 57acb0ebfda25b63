package dev.saring.classify;

import java.util.Set;

/** Whether a rule's action holds where an upload is published. */
enum Reach {
    /** The rule holds in the upload's region. */
    HERE,
    /** The rule is bound to regions, and the upload's region is not known. */
    UNCERTAIN,
    /** The rule holds in other regions only. */
    ELSEWHERE;

    static final String UNKNOWN_REGION = "ZZ";

    static Reach of(Set<String> regions, String region) {
        if (regions.isEmpty() || regions.contains(region)) {
            return HERE;
        }
        return UNKNOWN_REGION.equals(region) ? UNCERTAIN : ELSEWHERE;
    }

    /** The region as rules name it: two capitals, or {@code ZZ} for anything else. */
    static String normalise(String region) {
        if (region.length() != 2) {
            return UNKNOWN_REGION;
        }
        char first = upper(region.charAt(0));
        char second = upper(region.charAt(1));
        if (first == 0 || second == 0) {
            return UNKNOWN_REGION;
        }
        return first == region.charAt(0) && second == region.charAt(1) ? region : "" + first + second;
    }

    private static char upper(char letter) {
        if (letter >= 'A' && letter <= 'Z') {
            return letter;
        }
        return letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : 0;
    }
}
