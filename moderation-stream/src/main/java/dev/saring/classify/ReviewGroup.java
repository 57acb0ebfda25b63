package dev.saring.classify;

import dev.saring.classify.hash.HashTerms;
import dev.saring.classify.text.Folding;
import dev.saring.classify.text.TextCut;
import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.moderation.VideoFrame;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A name that copies of the same thing share, so that a person judges them once. */
final class ReviewGroup {
    private static final List<HashAlgorithm> PREFERENCE =
            List.of(HashAlgorithm.SHA256, HashAlgorithm.MD5, HashAlgorithm.PDQ);
    private static final int LEAST_QUALITY = HashTerms.DEFAULT.minQuality();
    private static final int PDQ_BYTES = Inspection.size(HashAlgorithm.PDQ);

    private ReviewGroup() {}

    /**
     * From the first exact hash, else the first PDQ hash or frame that has the quality to be compared, else the folded
     * texts; null where there is none.
     */
    static String of(UploadEvent upload, Limits limits) {
        for (HashAlgorithm algorithm : PREFERENCE) {
            for (UploadMedia medium : upload.getMedia()) {
                for (MediaHash hash : medium.getHashes()) {
                    if (hash.getAlgorithm() == algorithm && names(hash)) {
                        return name(algorithm, Inspection.bytes(hash.getValue()));
                    }
                }
            }
        }
        for (UploadMedia medium : upload.getMedia()) {
            for (VideoFrame frame : medium.getFrames()) {
                if (frame.getQuality() >= LEAST_QUALITY && frame.getValue().remaining() == PDQ_BYTES) {
                    return name(HashAlgorithm.PDQ, Inspection.bytes(frame.getValue()));
                }
            }
        }
        return texts(upload, limits);
    }

    private static boolean names(MediaHash hash) {
        return hash.getValue().remaining() == Inspection.size(hash.getAlgorithm())
                && (hash.getAlgorithm() != HashAlgorithm.PDQ
                        || hash.getQuality() == null
                        || hash.getQuality() >= LEAST_QUALITY);
    }

    private static String name(HashAlgorithm algorithm, byte[] value) {
        return algorithm.name().toLowerCase(Locale.ROOT) + ":" + HexFormat.of().formatHex(value);
    }

    private static String texts(UploadEvent upload, Limits limits) {
        MessageDigest digest = sha256();
        boolean empty = true;
        int texts = Math.min(upload.getTexts().size(), limits.texts());
        for (UploadText text : upload.getTexts().subList(0, texts)) {
            String folded = Folding.fold(TextCut.of(text.getText(), limits.textLength()), Fold.STANDARD)
                    .strip();
            if (!folded.isEmpty()) {
                empty = false;
                digest.update(folded.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
        }
        return empty ? null : "text:" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
