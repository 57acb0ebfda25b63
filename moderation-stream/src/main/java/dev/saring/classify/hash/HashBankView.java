package dev.saring.classify.hash;

import dev.saring.moderation.HashAlgorithm;
import java.util.List;
import java.util.stream.Stream;

/** All known hashes at one moment: immutable, shared by all threads. */
public final class HashBankView {
    private static final HashBankView EMPTY = new HashBank().view();

    private final int size;
    private final List<Slot.Part<ExactSegment>> md5;
    private final List<Slot.Part<ExactSegment>> sha256;
    private final List<Slot.Part<PdqSegment>> pdq;
    private final List<Slot.Part<VideoSegment>> video;

    HashBankView(
            int size,
            List<Slot.Part<ExactSegment>> md5,
            List<Slot.Part<ExactSegment>> sha256,
            List<Slot.Part<PdqSegment>> nearPdq,
            List<Slot.Part<PdqSegment>> farPdq,
            List<Slot.Part<VideoSegment>> nearVideo,
            List<Slot.Part<VideoSegment>> farVideo) {
        this.size = size;
        this.md5 = md5;
        this.sha256 = sha256;
        this.pdq = Stream.concat(nearPdq.stream(), farPdq.stream()).toList();
        this.video = Stream.concat(nearVideo.stream(), farVideo.stream()).toList();
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
        boolean isMd5 = switch (algorithm) {
            case MD5 -> true;
            case SHA256 -> false;
            default -> throw new IllegalArgumentException(algorithm + " hashes are not looked up exactly");
        };
        Hash256.requireLength(algorithm.name(), value, isMd5 ? HashBank.MD5_BYTES : Hash256.BYTES);
        for (Slot.Part<ExactSegment> part : isMd5 ? md5 : sha256) {
            part.segment().find(value, part.removed(), sink);
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
        for (Slot.Part<PdqSegment> part : this.pdq) {
            part.segment().find(pdq, quality, part.removed(), buffers, sink);
        }
        buffers.near.clear();
    }

    /**
     * Finds the rules whose video shares enough frames with the upload. A pair of frames matches within the rule's
     * distance; frames of the upload below the rule's quality do not count at all. Every frame counts, equal ones each
     * on its own; a video without any frame in common never matches.
     *
     * <p>Where the buffers' steps are used up, some of the videos that match may have been reported, depending on what
     * was merged when: see {@link HashBuffers#isCutShort}.
     *
     * @param frames PDQ hashes of the upload's frames
     * @param qualities the PDQ quality of each frame, 0 to 100; what follows after the last frame's is left alone
     * @throws IllegalArgumentException if a hash has not 32 bytes or a quality is missing
     */
    public void video(List<byte[]> frames, int[] qualities, HashBuffers buffers, VideoSink sink) {
        if (qualities.length < frames.size()) {
            throw new IllegalArgumentException(frames.size() + " frames, but only " + qualities.length + " qualities");
        }
        for (byte[] frame : frames) {
            Hash256.requireLength("PDQ", frame, Hash256.BYTES);
        }
        if (video.isEmpty()) {
            return;
        }
        buffers.frames.take(frames, qualities);
        for (Slot.Part<VideoSegment> part : video) {
            part.segment().find(buffers.frames, part.removed(), buffers, sink);
        }
    }

    /** Number of rules. */
    public int size() {
        return size;
    }
}
