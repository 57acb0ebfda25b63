package dev.saring.topology;

import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Leaves out of one decision what must be left out so that it fits its topic, in this order: the attributes of the
 * embedded upload, where that is enough; its longest texts, as many as it takes (an empty text stays in the place of each,
 * since matches refer to texts by number); its attributes in any case; all its hashes and frames, last of all, since
 * evidence is worth little without; the whole upload; the weaker half of the matches, again and again; what gaps say beyond
 * their kind. A gap DECISION_CUT says what. The outcome stays: it was reached with everything in view.
 */
final class DecisionCut {
    /** What the gap that tells of the cut may take. */
    private static final int GAP_BYTES = 500;

    private final ModerationDecision decision;
    private final int room;
    private final UploadEvent upload;
    private final List<KeywordMatch> keywordMatches;
    private final List<HashMatch> hashMatches;
    private final boolean truncated;
    private final List<Gap> gaps;
    private final List<String> leftOut = new ArrayList<>();
    private List<Gap> otherGaps;
    private Function<ModerationDecision, byte[]> encoder;
    private byte[] bytes;
    private int size;

    DecisionCut(ModerationDecision decision, int room) {
        this.decision = decision;
        this.room = room;
        this.upload = decision.getUpload();
        this.keywordMatches = decision.getKeywordMatches();
        this.hashMatches = decision.getHashMatches();
        this.truncated = decision.getMatchesTruncated();
        this.gaps = decision.getGaps();
        this.otherGaps = gaps;
    }

    /**
     * Cuts and encodes; afterwards the decision is as it was.
     *
     * @throws DecisionTooLargeException where it does not fit even so
     */
    byte[] apply(Function<ModerationDecision, byte[]> encoder, int wholeBytes) {
        this.encoder = encoder;
        this.size = wholeBytes;
        try {
            boolean fits = upload != null && cutInUpload();
            if (!fits && !cutMatches() && !cutGaps()) {
                throw new DecisionTooLargeException(bytes.length, room);
            }
            return bytes;
        } finally {
            decision.setUpload(upload);
            decision.setKeywordMatches(keywordMatches);
            decision.setHashMatches(hashMatches);
            decision.setMatchesTruncated(truncated);
            decision.setGaps(gaps);
        }
    }

    private boolean cutInUpload() {
        return areAttributesEnough() && cutAttributes() || cutTexts() || cutAttributes() || cutHashes() || cutUpload();
    }

    private boolean areAttributesEnough() {
        long bytes = upload.getAttributes().entrySet().stream()
                .mapToLong(each -> utf8Length(each.getKey()) + utf8Length(each.getValue()))
                .sum();
        return bytes >= excess();
    }

    private boolean cutAttributes() {
        UploadEvent left = decision.getUpload();
        int attributes = left.getAttributes().size();
        if (attributes == 0) {
            return false;
        }
        decision.setUpload(copy(left.getTexts(), left.getMedia(), Map.of()));
        return fitsWithout("all " + attributes + " attributes");
    }

    /** How much must go at least. */
    private int excess() {
        return size - room + GAP_BYTES;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean cutTexts() {
        List<UploadText> texts = new ArrayList<>(upload.getTexts());
        List<Integer> longestFirst = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -texts.get(i).getText().length()))
                .toList();
        int excess = excess();
        int emptied = 0;
        for (int i : longestFirst) {
            UploadText text = texts.get(i);
            if (excess <= 0 || text.getText().isEmpty()) {
                break;
            }
            excess -= utf8Length(text.getText());
            texts.set(i, new UploadText(text.getField(), text.getLanguage(), ""));
            emptied++;
        }
        if (emptied == 0) {
            return false;
        }
        decision.setUpload(copy(texts, upload.getMedia(), decision.getUpload().getAttributes()));
        return fitsWithout(emptied + " of " + texts.size() + " texts");
    }

    private boolean cutHashes() {
        int hashes = 0;
        List<UploadMedia> media = new ArrayList<>();
        for (UploadMedia medium : upload.getMedia()) {
            hashes += medium.getHashes().size() + medium.getFrames().size();
            media.add(new UploadMedia(
                    medium.getMediaId(),
                    medium.getKind(),
                    medium.getMimeType(),
                    medium.getUri(),
                    List.of(),
                    List.of()));
        }
        if (hashes == 0) {
            return false;
        }
        UploadEvent left = decision.getUpload();
        decision.setUpload(copy(left.getTexts(), media, left.getAttributes()));
        return fitsWithout("all " + hashes + " hashes and frames");
    }

    private boolean cutUpload() {
        decision.setUpload(null);
        leftOut.clear();
        return fitsWithout("the whole upload");
    }

    private boolean cutMatches() {
        int matches = keywordMatches.size() + hashMatches.size();
        if (matches == 0) {
            return false;
        }
        decision.setMatchesTruncated(true);
        boolean fits = false;
        int left = matches;
        while (left > 0 && !fits) {
            decision.setKeywordMatches(half(decision.getKeywordMatches()));
            decision.setHashMatches(half(decision.getHashMatches()));
            left = decision.getKeywordMatches().size()
                    + decision.getHashMatches().size();
            fits = fits((matches - left) + " of " + matches + " matches");
        }
        leftOut.add((matches - left) + " of " + matches + " matches");
        return fits;
    }

    private boolean cutGaps() {
        Set<GapKind> kinds = EnumSet.noneOf(GapKind.class);
        otherGaps.forEach(gap -> kinds.add(gap.getKind()));
        otherGaps = kinds.stream().map(kind -> new Gap(kind, null, null, "")).toList();
        return fitsWithout("what other gaps say");
    }

    private boolean fitsWithout(String part) {
        boolean fits = fits(part);
        leftOut.add(part);
        return fits;
    }

    private boolean fits(String part) {
        List<String> parts = new ArrayList<>(leftOut);
        parts.add(part);
        List<Gap> all = new ArrayList<>(otherGaps);
        all.add(new Gap(GapKind.DECISION_CUT, null, null, "left out: " + String.join(", ", parts)));
        decision.setGaps(all);
        bytes = encoder.apply(decision);
        size = bytes.length;
        return bytes.length <= room;
    }

    private UploadEvent copy(List<UploadText> texts, List<UploadMedia> media, Map<String, String> attributes) {
        return new UploadEvent(
                upload.getEventId(),
                upload.getKind(),
                upload.getContentId(),
                upload.getRevision(),
                upload.getUploaderId(),
                upload.getUploaderAge(),
                upload.getUploadedAt(),
                upload.getRegion(),
                upload.getLanguage(),
                upload.getComplete(),
                texts,
                media,
                attributes);
    }

    private static <T> List<T> half(List<T> list) {
        return list.subList(0, list.size() / 2);
    }
}
