package dev.saring.classify.hash;

import dev.saring.moderation.HashAlgorithm;
import java.util.Arrays;
import java.util.List;

/** All known hashes at one moment: immutable, shared by all threads. */
public final class HashBankView {
    record Entry(int rule, HashAlgorithm algorithm, List<byte[]> values, HashTerms terms) {}

    private static final HashBankView EMPTY = new HashBankView(List.of());

    private final List<Entry> entries;

    HashBankView(List<Entry> entries) {
        this.entries = entries;
    }

    /** A view of a bank that holds nothing. */
    public static HashBankView empty() {
        return EMPTY;
    }

    /**
     * Finds the rules whose hash equals {@code value}.
     *
     * @param algorithm MD5 or SHA256
     * @throws IllegalArgumentException if the algorithm is another or the length does not fit it
     */
    public void exact(HashAlgorithm algorithm, byte[] value, RuleSink sink) {
        int bytes = switch (algorithm) {
            case MD5 -> 16;
            case SHA256 -> Hash256.BYTES;
            default -> throw new IllegalArgumentException(algorithm + " hashes are not looked up exactly");
        };
        Hash256.requireLength(algorithm.name(), value, bytes);
        for (Entry entry : entries) {
            if (entry.algorithm() == algorithm && Arrays.equals(entry.values().get(0), value)) {
                sink.rule(entry.rule());
            }
        }
    }

    /**
     * Finds the rules whose PDQ hash lies within their own distance of {@code pdq}.
     *
     * @param quality the PDQ quality of what was hashed, 0 to 100; rules that demand more do not match
     * @throws IllegalArgumentException if the hash has not 32 bytes
     */
    public void near(byte[] pdq, int quality, HashBuffers buffers, NearSink sink) {
        Hash256.requireLength("PDQ", pdq, Hash256.BYTES);
        for (Entry entry : entries) {
            if (entry.algorithm() == HashAlgorithm.PDQ
                    && quality >= entry.terms().minQuality()) {
                int distance = distance(pdq, entry.values().get(0));
                if (distance <= entry.terms().maxDistance()) {
                    sink.near(entry.rule(), distance);
                }
            }
        }
    }

    /**
     * Finds the rules whose video shares enough frames with the upload. A pair of frames matches within the rule's
     * distance; frames of the upload below the rule's quality do not count at all.
     *
     * @param frames PDQ hashes of the upload's frames
     * @param qualities the PDQ quality of each frame, 0 to 100
     * @throws IllegalArgumentException if a hash has not 32 bytes or the lengths differ
     */
    public void video(List<byte[]> frames, int[] qualities, HashBuffers buffers, VideoSink sink) {
        if (frames.size() != qualities.length) {
            throw new IllegalArgumentException(frames.size() + " frames, but " + qualities.length + " qualities");
        }
        for (byte[] frame : frames) {
            Hash256.requireLength("PDQ", frame, Hash256.BYTES);
        }
        for (Entry entry : entries) {
            if (entry.algorithm() == HashAlgorithm.VIDEO_PDQ) {
                video(entry, frames, qualities, sink);
            }
        }
    }

    private static void video(Entry entry, List<byte[]> frames, int[] qualities, VideoSink sink) {
        int counted = 0;
        int found = 0;
        int least = Integer.MAX_VALUE;
        boolean[] foundInBank = new boolean[entry.values().size()];
        for (int f = 0; f < qualities.length; f++) {
            if (qualities[f] < entry.terms().minQuality()) {
                continue;
            }
            counted++;
            boolean any = false;
            for (int b = 0; b < foundInBank.length; b++) {
                int distance = distance(frames.get(f), entry.values().get(b));
                if (distance <= entry.terms().maxDistance()) {
                    any = true;
                    foundInBank[b] = true;
                    least = Math.min(least, distance);
                }
            }
            found += any ? 1 : 0;
        }
        if (found == 0) {
            return;
        }
        int bankFound = 0;
        for (boolean one : foundInBank) {
            bankFound += one ? 1 : 0;
        }
        double uploadShare = (double) found / counted;
        double bankShare = (double) bankFound / foundInBank.length;
        if (uploadShare >= entry.terms().minUploadShare()
                && bankShare >= entry.terms().minBankShare()) {
            sink.video(entry.rule(), uploadShare, bankShare, least);
        }
    }

    /** Number of rules. */
    public int size() {
        return entries.size();
    }

    private static int distance(byte[] a, byte[] b) {
        int distance = 0;
        for (int i = 0; i < 4; i++) {
            distance += Long.bitCount(Hash256.word(a, i) ^ Hash256.word(b, i));
        }
        return distance;
    }
}
