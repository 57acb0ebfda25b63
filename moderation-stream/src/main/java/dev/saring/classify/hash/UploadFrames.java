package dev.saring.classify.hash;

import java.util.Arrays;
import java.util.List;

/**
 * The frames of one upload, put together so that each look-up serves as many as possible: equal frames wherever they
 * are, and runs of frames within {@value #SLACK} bits of the run's first one, the leader. What lies within {@code n}
 * bits of any of a run lies within {@code n + SLACK} bits of its leader, so one wider search finds it all. The wider
 * search costs almost three plain ones, so runs shorter than {@value #LEAST_RUN} are looked up one by one.
 */
final class UploadFrames {
    static final int SLACK = 4;
    static final int GREATEST_RUN = 16;
    private static final int LEAST_RUN = 3;
    private static final int WORDS = DistinctHashes.WORDS;

    private int[] qualities;
    private DistinctHashes distinct;
    private final int[] counted = new int[101];

    /** Distinct frames in order of their first appearance. */
    private int[] sequence = new int[64];

    private int[] runEnds = new int[64];
    private int runs;

    void take(List<byte[]> frames, int[] frameQualities) {
        long[] words = new long[frames.size() * WORDS];
        for (int i = 0; i < frames.size(); i++) {
            for (int w = 0; w < WORDS; w++) {
                words[i * WORDS + w] = Hash256.word(frames.get(i), w);
            }
        }
        qualities = frameQualities;
        distinct = DistinctHashes.of(words, frames.size());
        Arrays.fill(counted, 0);
        for (int i = 0; i < frames.size(); i++) {
            counted[clamp(frameQualities[i])]++;
        }
        accumulate(counted);
        orderByAppearance();
        divideIntoRuns();
    }

    /** How many frames have at least this quality. */
    int counted(int minQuality) {
        return counted[minQuality];
    }

    int runs() {
        return runs;
    }

    /** Position of the first frame of a run. */
    int runStart(int run) {
        return run == 0 ? 0 : runEnds[run - 1];
    }

    int runEnd(int run) {
        return runEnds[run];
    }

    /** A word of the distinct frame at a position. */
    long word(int position, int word) {
        return distinct.words()[sequence[position] * WORDS + word];
    }

    /** Fills in, for each quality, how many frames equal to the one at a position have at least that quality. */
    void countByQuality(int position, int[] counts) {
        Arrays.fill(counts, 0);
        int frame = sequence[position];
        for (int i = distinct.starts()[frame]; i < distinct.starts()[frame + 1]; i++) {
            counts[clamp(qualities[distinct.order()[i]])]++;
        }
        accumulate(counts);
    }

    private void orderByAppearance() {
        int size = distinct.size();
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = (long) distinct.order()[distinct.starts()[i]] << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        if (sequence.length < size) {
            sequence = new int[size];
            runEnds = new int[size];
        }
        for (int i = 0; i < size; i++) {
            sequence[i] = (int) keys[i];
        }
    }

    private void divideIntoRuns() {
        runs = 0;
        for (int leader = 0, end; leader < distinct.size(); leader = end) {
            end = leader + 1;
            while (end < distinct.size() && end - leader < GREATEST_RUN && distance(leader, end) <= SLACK) {
                end++;
            }
            if (end - leader < LEAST_RUN) {
                end = leader + 1;
            }
            runEnds[runs++] = end;
        }
    }

    private int distance(int a, int b) {
        int distance = 0;
        for (int w = 0; w < WORDS; w++) {
            distance += Long.bitCount(word(a, w) ^ word(b, w));
        }
        return distance;
    }

    private static int clamp(int quality) {
        return Math.max(0, Math.min(100, quality));
    }

    private static void accumulate(int[] counts) {
        for (int quality = counts.length - 2; quality >= 0; quality--) {
            counts[quality] += counts[quality + 1];
        }
    }
}
