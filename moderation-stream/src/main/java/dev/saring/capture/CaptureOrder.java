package dev.saring.capture;

/**
 * What to capture.
 *
 * @param from the first offset
 * @param to the first offset that is no longer part of it
 * @param withRestricted whether uploads and hash lists of restricted policies go into the file too
 */
public record CaptureOrder(int partition, long from, long to, boolean withRestricted) {
    public CaptureOrder {
        if (partition < 0 || from < 0 || to <= from) {
            throw new IllegalArgumentException("partition and offsets must not be negative, and to must be above from");
        }
    }
}
