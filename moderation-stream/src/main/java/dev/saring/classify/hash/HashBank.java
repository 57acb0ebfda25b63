package dev.saring.classify.hash;

import dev.saring.moderation.HashAlgorithm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * All known hashes, from the side of their single writer. Not safe for use by several threads; the views are.
 *
 * <p>To add or remove a rule costs next to nothing; {@link #view} indexes what came since the last one: a tenth of a
 * millisecond for a handful of rules, some seconds for a million. Rules are best loaded in bulk before the first
 * view. Merges of more than some ten thousand rules are given to the executor; a view taken while one runs shows
 * everything, the next one after it looks up faster.
 */
public final class HashBank {
    /** Rules that ask for more are kept apart, because they make a look-up in all of their segment slower. */
    private static final int NEAR = HashTerms.DEFAULT.maxDistance();

    private static final int MOST_SHARED_TERMS = 1000;
    static final int MD5_BYTES = 16;
    private static final int MD5_WORDS = 2;
    private static final int WORDS = DistinctHashes.WORDS;

    private final Locations locations = new Locations();
    private final Map<HashTerms, HashTerms> sharedTerms = new HashMap<>();
    private final Shelf<ExactSegment> md5;
    private final Shelf<ExactSegment> sha256;
    private final Shelf<PdqSegment> nearPdq;
    private final Shelf<PdqSegment> farPdq;
    private final Shelf<VideoSegment> nearVideo;
    private final Shelf<VideoSegment> farVideo;
    private int size;

    /** A bank that merges within {@link #view}: for one bulk of rules, as from files. */
    public HashBank() {
        this(Runnable::run);
    }

    /**
     * A bank that merges in the background.
     *
     * @param executor runs large merges, one at a time for each kind of hash; what it rejects is offered again with
     *     the next view
     */
    public HashBank(Executor executor) {
        md5 = new Shelf<>(MD5_WORDS, ExactSegment::new, locations, executor);
        sha256 = new Shelf<>(WORDS, ExactSegment::new, locations, executor);
        nearPdq = new Shelf<>(WORDS, PdqSegment::new, locations, executor);
        farPdq = new Shelf<>(WORDS, PdqSegment::new, locations, executor);
        nearVideo = new Shelf<>(WORDS, VideoSegment::new, locations, executor);
        farVideo = new Shelf<>(WORDS, VideoSegment::new, locations, executor);
    }

    /**
     * Adds a rule.
     *
     * @param rule the rule's ordinal, zero or more, not in the bank at present; ordinals should be dense, as the bank
     *     keeps a table of them
     * @param values one hash; for VIDEO_PDQ the hashes of all frames of one video
     * @throws IllegalArgumentException if the number or the length of the values does not fit the algorithm, or the
     *     bank holds the rule already
     */
    public void add(int rule, HashAlgorithm algorithm, List<byte[]> values, HashTerms terms) {
        if (rule < 0) {
            throw new IllegalArgumentException("a rule's ordinal must not be negative, but is " + rule);
        }
        if (locations.holder(rule) != null) {
            throw new IllegalArgumentException("rule " + rule + " is in the bank already");
        }
        boolean near = terms.maxDistance() <= NEAR;
        Shelf<?> shelf = switch (algorithm) {
            case MD5 -> md5;
            case SHA256 -> sha256;
            case PDQ -> near ? nearPdq : farPdq;
            case VIDEO_PDQ -> near ? nearVideo : farVideo;
            case UNKNOWN -> throw new IllegalArgumentException("a hash needs a known algorithm");
        };
        requireFit(algorithm, values);
        shelf.add(rule, share(terms), values);
        size++;
    }

    private static void requireFit(HashAlgorithm algorithm, List<byte[]> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no " + algorithm + " value");
        }
        if (values.size() > 1 && algorithm != HashAlgorithm.VIDEO_PDQ) {
            throw new IllegalArgumentException(
                    "one " + algorithm + " value is allowed, but there are " + values.size());
        }
        for (byte[] value : values) {
            Hash256.requireLength(algorithm.name(), value, algorithm == HashAlgorithm.MD5 ? MD5_BYTES : Hash256.BYTES);
        }
    }

    private HashTerms share(HashTerms terms) {
        if (sharedTerms.size() >= MOST_SHARED_TERMS) {
            sharedTerms.clear();
        }
        HashTerms shared = sharedTerms.putIfAbsent(terms, terms);
        return shared == null ? terms : shared;
    }

    /** Removes a rule, whose ordinal may then be used again; a rule that the bank does not hold is ignored. */
    public void remove(int rule) {
        Object holder = locations.holder(rule);
        if (holder == null) {
            return;
        }
        if (holder instanceof Slot<?> slot) {
            slot.remove(locations.number(rule));
        } else {
            ((Shelf<?>) holder).removePending(locations.number(rule));
        }
        locations.clear(rule);
        size--;
    }

    /**
     * An immutable snapshot of all that was added and not removed so far; earlier ones stay as they are.
     *
     * @throws java.util.concurrent.CompletionException if a merge by the executor failed; no rule is lost, and the
     *     next call tries again
     */
    public HashBankView view() {
        return new HashBankView(
                size,
                md5.parts(),
                sha256.parts(),
                nearPdq.parts(),
                farPdq.parts(),
                nearVideo.parts(),
                farVideo.parts());
    }

    /** Whether a merge by the executor has ended since the last view, so that a new one looks up faster. */
    public boolean isImproved() {
        return Stream.of(md5, sha256, nearPdq, farPdq, nearVideo, farVideo).anyMatch(Shelf::hasFinishedMerge);
    }
}
