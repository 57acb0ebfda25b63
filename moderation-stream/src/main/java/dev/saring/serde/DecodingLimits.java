package dev.saring.serde;

/**
 * How much a record may ask of its decoder.
 *
 * <p>Within a record of n bytes no string, array or map can claim more than n elements, so that the memory for a record
 * stays within a constant factor of its size.
 *
 * @param maxRecordBytes the largest record that is decoded, in bytes with its prefix of five, 1 or more
 */
public record DecodingLimits(int maxRecordBytes) {
    private static final DecodingLimits DEFAULTS = new DecodingLimits(32 << 20);

    /** Checks the limits. */
    public DecodingLimits {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes must be 1 or more, not " + maxRecordBytes);
        }
    }

    /**
     * Returns limits for what Saring itself writes: 32 MiB. That is above the largest decision that
     * {@code saring.decision.max-bytes} admits, 20 MB, and above a change of the largest rule, which holds it twice, 8 MiB.
     * Uploads have a limit of their own, {@code saring.upload.max-bytes}.
     */
    public static DecodingLimits defaults() {
        return DEFAULTS;
    }
}
