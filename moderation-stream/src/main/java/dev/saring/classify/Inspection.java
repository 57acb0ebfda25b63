package dev.saring.classify;

import dev.saring.classify.hash.HashBankView;
import dev.saring.classify.hash.HashBuffers;
import dev.saring.classify.hash.HashTerms;
import dev.saring.classify.hash.NearSink;
import dev.saring.classify.hash.RuleSink;
import dev.saring.classify.hash.VideoSink;
import dev.saring.classify.policy.Demand;
import dev.saring.classify.text.ScanBuffers;
import dev.saring.classify.text.TextCut;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.moderation.VideoFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at one upload within the limits: fills in the signals and notes every gap. Belongs to one thread.
 */
final class Inspection {
    private final ScanBuffers scanBuffers = new ScanBuffers();
    private final HashBuffers hashBuffers = new HashBuffers();
    private final Signals signals;
    private final RuleSink equalHashes;
    private final NearSink nearHashes;
    private final VideoSink videos;
    private final List<Gap> gaps = new ArrayList<>();

    private RuleSet rules;

    Inspection(Signals signals) {
        this.signals = signals;
        this.equalHashes = signals::equalHash;
        this.nearHashes = signals::nearHash;
        this.videos = signals::video;
    }

    /** What could not be looked at; valid until the next inspection. */
    List<Gap> gaps() {
        return gaps;
    }

    /** Lets go of the rules: it may be long until the next upload, and meanwhile they may be superseded. */
    void release() {
        rules = null;
    }

    void inspect(UploadEvent upload, RuleSet ruleSet) {
        rules = ruleSet;
        gaps.clear();
        signals.clear();
        hashBuffers.allow(rules.limits().comparisons());
        if (!upload.getComplete()) {
            gap(GapKind.INCOMPLETE, null, null, "transcript, recognised text or frames are still to come");
        }
        if (upload.getKind() == UploadKind.UNKNOWN) {
            gap(GapKind.EVENT_UNCLEAR, null, null, "kind of event unknown to this version");
        }
        texts(upload.getTexts());
        media(upload.getMedia());
    }

    private void texts(List<UploadText> texts) {
        Limits limits = rules.limits();
        int count = Math.min(texts.size(), limits.texts());
        if (count < texts.size()) {
            gap(GapKind.TEXTS_CUT, null, null, "looked at " + count + " of " + texts.size() + " texts");
        }
        for (int i = 0; i < count; i++) {
            String text = texts.get(i).getText();
            signals.inText(i);
            if (texts.get(i).getField() == TextField.UNKNOWN) {
                gap(GapKind.EVENT_UNCLEAR, null, i, "field of the text unknown to this version");
            }
            if (text.length() > limits.textLength()) {
                String cut = TextCut.of(text, limits.textLength());
                gap(GapKind.TEXT_CUT, null, i, "looked at " + cut.length() + " of " + text.length() + " UTF-16 units");
                text = cut;
            }
            rules.keywords().scan(text, scanBuffers, signals);
        }
        if (signals.overflown()) {
            gap(GapKind.TEXTS_CUT, null, null, "looked at the first " + Signals.MOST_HITS + " hits of phrases");
        }
    }

    private void media(List<UploadMedia> media) {
        int count = Math.min(media.size(), rules.limits().media());
        if (count < media.size()) {
            gap(GapKind.MEDIA_CUT, null, null, "looked at " + count + " of " + media.size() + " media");
        }
        for (int i = 0; i < count; i++) {
            signals.inMedium(i);
            medium(media.get(i));
        }
    }

    private void medium(UploadMedia medium) {
        if (medium.getKind() == MediaKind.UNKNOWN) {
            gap(GapKind.EVENT_UNCLEAR, medium.getMediaId(), null, "kind of medium unknown to this version");
        }
        boolean hashed = hashes(medium);
        boolean framed = frames(medium);
        boolean covered = switch (rules.policies().demand(medium.getKind())) {
            case NONE -> true;
            case ANY_HASH -> hashed;
            case FRAMES_OR_HASH -> hashed || framed;
        };
        if (!covered) {
            gap(GapKind.HASH_MISSING, medium.getMediaId(), null, missing(medium.getKind()));
        }
    }

    private String missing(MediaKind kind) {
        return rules.policies().demand(kind) == Demand.ANY_HASH
                ? "no hash that can be compared"
                : "neither frames nor a hash that can be compared";
    }

    /** Returns whether one hash could be compared. */
    private boolean hashes(UploadMedia medium) {
        List<MediaHash> hashes = medium.getHashes();
        int count = Math.min(hashes.size(), rules.limits().hashes());
        if (count < hashes.size()) {
            String detail = "looked at " + count + " of " + hashes.size() + " hashes";
            gap(GapKind.HASHES_CUT, medium.getMediaId(), null, detail);
        }
        boolean compared = false;
        for (int i = 0; i < count; i++) {
            compared |= hash(medium, hashes.get(i));
        }
        return compared;
    }

    private boolean hash(UploadMedia medium, MediaHash hash) {
        int size = size(hash.getAlgorithm());
        if (size == 0) {
            gap(GapKind.HASH_MALFORMED, medium.getMediaId(), null, "a hash whose algorithm is not compared");
            return false;
        }
        byte[] value = bytes(hash.getValue());
        if (value.length != size) {
            String detail = hash.getAlgorithm() + " of " + value.length + " bytes instead of " + size;
            gap(GapKind.HASH_MALFORMED, medium.getMediaId(), null, detail);
            return false;
        }
        HashBankView bank = rules.hashes();
        signals.comparing(hash.getAlgorithm());
        switch (hash.getAlgorithm()) {
            case MD5, SHA256 -> bank.exact(hash.getAlgorithm(), value, equalHashes);
            default -> {
                int quality = hash.getQuality() == null ? 100 : hash.getQuality();
                int before = signals.hashHits;
                bank.near(value, quality, hashBuffers, nearHashes);
                cutShort(GapKind.HASHES_CUT, medium, before);
                return quality >= HashTerms.DEFAULT.minQuality();
            }
        }
        return true;
    }

    /** Returns whether one frame could be compared. */
    private boolean frames(UploadMedia medium) {
        List<VideoFrame> frames = medium.getFrames();
        if (frames.isEmpty()) {
            return false;
        }
        int count = Math.min(frames.size(), rules.limits().frames());
        if (count < frames.size()) {
            String detail = "looked at " + count + " of " + frames.size() + " frames";
            gap(GapKind.FRAMES_CUT, medium.getMediaId(), null, detail);
        }
        List<byte[]> values = new ArrayList<>(count);
        int[] qualities = new int[count];
        int best = 0;
        for (int i = 0; i < count; i++) {
            byte[] value = bytes(frames.get(i).getValue());
            if (value.length == 32) {
                qualities[values.size()] = frames.get(i).getQuality();
                best = Math.max(best, frames.get(i).getQuality());
                values.add(value);
            }
        }
        if (values.size() < count) {
            String detail = (count - values.size()) + " of " + count + " frame hashes are not 32 bytes long";
            gap(GapKind.HASH_MALFORMED, medium.getMediaId(), null, detail);
        }
        if (values.isEmpty()) {
            return false;
        }
        if (best < HashTerms.DEFAULT.minQuality()) {
            String detail = "best quality of " + values.size() + " frames is " + best;
            gap(GapKind.FRAMES_UNUSABLE, medium.getMediaId(), null, detail);
        }
        signals.comparing(HashAlgorithm.VIDEO_PDQ);
        int before = signals.hashHits;
        rules.hashes().video(values, qualities, hashBuffers, videos);
        cutShort(GapKind.FRAMES_CUT, medium, before);
        return best >= HashTerms.DEFAULT.minQuality();
    }

    /**
     * Notes that a look-up took too many comparisons, and takes back what it found: how much that is depends on how the
     * bank was merged, and the same upload shall lead to the same decision everywhere.
     */
    private void cutShort(GapKind kind, UploadMedia medium, int hitsBefore) {
        if (hashBuffers.isCutShort()) {
            signals.keepHashHits(hitsBefore);
            String detail = "comparing with known hashes takes more than "
                    + rules.limits().comparisons() + " comparisons";
            gap(kind, medium.getMediaId(), null, detail);
        }
    }

    private void gap(GapKind kind, String mediaId, Integer textIndex, String detail) {
        gaps.add(new Gap(kind, mediaId, textIndex, detail));
    }

    /** Bytes of a hash of one medium; 0 for algorithms that one medium's hash cannot have. */
    static int size(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> 16;
            case SHA256, PDQ -> 32;
            case VIDEO_PDQ, UNKNOWN -> 0;
        };
    }

    static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.array().length == buffer.remaining()) {
            return buffer.array();
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
