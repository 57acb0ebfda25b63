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
    private static final DecodingLimits DEFAULTS = new DecodingLimits(4 << 20);

    /** Checks the limits. */
    public DecodingLimits {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes must be 1 or more, not " + maxRecordBytes);
        }
    }

    /** Returns limits that admit every record which the topics' own limits admit: 4 MiB. */
    public static DecodingLimits defaults() {
        return DEFAULTS;
    }
}
