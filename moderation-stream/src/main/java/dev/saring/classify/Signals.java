package dev.saring.classify;

import dev.saring.classify.text.HitSink;
import dev.saring.moderation.HashAlgorithm;
import java.util.Arrays;

/**
 * What the matchers found in one upload: hits of phrases and of hashes, in columns of numbers. Belongs to one
 * thread and is used again for the next upload.
 */
final class Signals implements HitSink {
    int hits;
    int[] phrase = new int[64];
    int[] text = new int[64];
    int[] start = new int[64];
    int[] end = new int[64];

    int hashHits;
    HashAlgorithm[] algorithm = new HashAlgorithm[16];
    int[] hashRule = new int[16];
    int[] medium = new int[16];
    int[] distance = new int[16];
    double[] uploadShare = new double[16];
    double[] bankShare = new double[16];

    static final int NO_DISTANCE = -1;

    /** More hits than this are not kept: a text made of nothing but hits must not cost more than others. */
    static final int MOST_HITS = 1 << 16;

    private int currentText;
    private int currentMedium;
    private HashAlgorithm currentAlgorithm;
    private boolean overflown;

    void clear() {
        hits = 0;
        hashHits = 0;
        overflown = false;
    }

    void inText(int index) {
        currentText = index;
    }

    void inMedium(int index) {
        currentMedium = index;
    }

    void comparing(HashAlgorithm by) {
        currentAlgorithm = by;
    }

    /** Whether there were more hits of phrases than are kept. */
    boolean overflown() {
        return overflown;
    }

    boolean isEmpty() {
        return hits == 0 && hashHits == 0;
    }

    @Override
    public void hit(int phraseNumber, int from, int to) {
        if (hits == MOST_HITS) {
            overflown = true;
            return;
        }
        if (hits == phrase.length) {
            int size = hits * 2;
            phrase = Arrays.copyOf(phrase, size);
            text = Arrays.copyOf(text, size);
            start = Arrays.copyOf(start, size);
            end = Arrays.copyOf(end, size);
        }
        phrase[hits] = phraseNumber;
        text[hits] = currentText;
        start[hits] = from;
        end[hits] = to;
        hits++;
    }

    /** Takes back the hits of hashes beyond the first so many. */
    void keepHashHits(int first) {
        hashHits = first;
    }

    void equalHash(int rule) {
        hash(rule, NO_DISTANCE, Double.NaN, Double.NaN);
    }

    void nearHash(int rule, int bits) {
        hash(rule, bits, Double.NaN, Double.NaN);
    }

    void video(int rule, double ofUpload, double ofBank, int leastDistance) {
        hash(rule, leastDistance, ofUpload, ofBank);
    }

    private void hash(int rule, int bits, double ofUpload, double ofBank) {
        if (hashHits == hashRule.length) {
            int size = hashHits * 2;
            algorithm = Arrays.copyOf(algorithm, size);
            hashRule = Arrays.copyOf(hashRule, size);
            medium = Arrays.copyOf(medium, size);
            distance = Arrays.copyOf(distance, size);
            uploadShare = Arrays.copyOf(uploadShare, size);
            bankShare = Arrays.copyOf(bankShare, size);
        }
        algorithm[hashHits] = currentAlgorithm;
        hashRule[hashHits] = rule;
        medium[hashHits] = currentMedium;
        distance[hashHits] = bits;
        uploadShare[hashHits] = ofUpload;
        bankShare[hashHits] = ofBank;
        hashHits++;
    }
}
