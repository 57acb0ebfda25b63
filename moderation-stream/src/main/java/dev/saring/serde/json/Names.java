package dev.saring.serde.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Helps with misspelt names. */
final class Names {
    private static final int MAX_LENGTH = 64;

    private Names() {}

    /** Returns the known name that is nearest to a wrong one, by Levenshtein distance without regard to case. */
    static String nearest(String wrong, Collection<String> known) {
        String cut = wrong.substring(0, Math.min(wrong.length(), MAX_LENGTH)).toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(cut, name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
