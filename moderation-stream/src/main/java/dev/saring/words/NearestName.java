package dev.saring.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which known name somebody meant who wrote an unknown one. */
public final class NearestName {
    private static final int LONGEST = 64;

    private NearestName() {}

    // Without regard to case; the first in the alphabet among equals.
    private static String of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> edits(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** {@code "; did you mean x?"} where the nearest name is at most two edits, or a third of it, away; else empty. */
    public static String hint(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return "";
        }
        String nearest = of(name, known);
        return edits(name, nearest) <= Math.max(2, nearest.length() / 3) ? "; did you mean " + nearest + "?" : "";
    }

    private static int edits(String name, String candidate) {
        String start = name.substring(0, Math.min(name.length(), LONGEST));
        return LevenshteinDistance.getDefaultInstance()
                .apply(start.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
    }
}
