package dev.saring.classify.hash;

/**
 * What a hash rule demands before it matches. MD5 and SHA-256 match when equal and ignore all of it.
 *
 * @param maxDistance PDQ and VIDEO_PDQ: the greatest Hamming distance, in bits of 256, that still matches; 0 to
 *     {@value #GREATEST_DISTANCE}
 * @param minQuality PDQ and VIDEO_PDQ: a hash of an upload whose quality is lower never matches; 0 to 100
 * @param minUploadShare VIDEO_PDQ: the least share of the upload's frames that must be found in the known video; 0 to
 *     1. High, it finds an upload that is a clip of the known video; low, together with a high {@code minBankShare},
 *     a known clip inside a longer upload.
 * @param minBankShare VIDEO_PDQ: the least share of the known video's frames that must be found in the upload; 0 to 1.
 *     Zero, any clip of the known video matches however short.
 */
public record HashTerms(int maxDistance, int minQuality, double minUploadShare, double minBankShare) {
    /** The greatest Hamming distance that a rule may ask for. */
    public static final int GREATEST_DISTANCE = 64;

    /** What holds where a rule says nothing. */
    public static final HashTerms DEFAULT = new HashTerms(31, 50, 0.8, 0);

    /** @throws IllegalArgumentException if a value is outside its range */
    public HashTerms {
        if (maxDistance < 0 || maxDistance > GREATEST_DISTANCE) {
            throw new IllegalArgumentException(
                    "maxDistance must be 0 to " + GREATEST_DISTANCE + ", but is " + maxDistance);
        }
        if (minQuality < 0 || minQuality > 100) {
            throw new IllegalArgumentException("minQuality must be 0 to 100, but is " + minQuality);
        }
        requireShare("minUploadShare", minUploadShare);
        requireShare("minBankShare", minBankShare);
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, but is " + share);
        }
    }
}
