package dev.saring.classify;

/**
 * How much of one upload is looked at. What is beyond a limit is a gap, and the upload goes to review. The limits
 * influence decisions, so they are part of the rule set's version.
 *
 * @param texts texts of one upload
 * @param textLength UTF-16 units of one text
 * @param media media of one upload
 * @param hashes hashes of one medium
 * @param frames frames of one medium
 * @param comparisons comparisons of perceptual hashes that the media of one upload may cause
 * @param matches matches listed in one decision
 */
public record Limits(int texts, int textLength, int media, int hashes, int frames, int comparisons, int matches) {

    /** What the settings' defaults are. */
    public static final Limits DEFAULT = new Limits(100, 100_000, 100, 16, 20_000, 1_000_000_000, 100);

    public Limits {
        if (texts < 1 || textLength < 1 || media < 1 || hashes < 1 || frames < 1 || comparisons < 1 || matches < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}
