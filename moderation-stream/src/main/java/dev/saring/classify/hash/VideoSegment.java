package dev.saring.classify.hash;

import java.util.Arrays;

/**
 * Known videos: an index of all distinct frames, and for each of them the videos that it occurs in. The cost of a
 * look-up grows with the upload's distinct frames and with the occurrences of what is found, not with the number of
 * videos.
 */
final class VideoSegment implements Segment {
    private static final int WORDS = DistinctHashes.WORDS;

    /** To count a frame's occurrence costs about so many steps of {@link HashBuffers#allow}. */
    private static final int STEPS_AN_OCCURRENCE = 4;

    private final PdqIndex index;

    /** For each distinct frame, where its occurrences begin. */
    private final int[] starts;

    /** The video of each occurrence. */
    private final int[] occurrences;

    private final int[] rules;
    private final HashTerms[] terms;
    private final int[] lengths;
    private final int reach;
    private final int leastQuality;

    VideoSegment(HashColumns columns) {
        DistinctHashes distinct = DistinctHashes.of(columns.words(), columns.values());
        int size = columns.size();
        this.index = new PdqIndex(distinct.words(), distinct.size());
        this.starts = distinct.starts();
        this.rules = new int[size];
        this.terms = new HashTerms[size];
        this.lengths = new int[size];
        int[] videoOf = new int[columns.values()];
        int greatest = 0;
        int least = 100;
        for (int video = 0; video < size; video++) {
            rules[video] = columns.rule(video);
            terms[video] = columns.terms(video);
            lengths[video] = columns.endValue(video) - columns.firstValue(video);
            Arrays.fill(videoOf, columns.firstValue(video), columns.endValue(video), video);
            greatest = Math.max(greatest, terms[video].maxDistance());
            least = Math.min(least, terms[video].minQuality());
        }
        this.reach = greatest;
        this.leastQuality = least;
        this.occurrences = new int[videoOf.length];
        for (int i = 0; i < occurrences.length; i++) {
            occurrences[i] = videoOf[distinct.order()[i]];
        }
    }

    void find(UploadFrames frames, long[] removed, HashBuffers buffers, VideoSink sink) {
        if (frames.counted(leastQuality) > 0) {
            buffers.video.find(this, frames, removed, buffers, sink);
        }
    }

    @Override
    public int size() {
        return rules.length;
    }

    @Override
    public int rule(int number) {
        return rules[number];
    }

    @Override
    public void copyTo(HashColumns columns, long[] removed) {
        int[] next = new int[rules.length];
        for (int video = 1; video < rules.length; video++) {
            next[video] = next[video - 1] + lengths[video - 1];
        }
        int[] frames = new int[occurrences.length];
        for (int id = 0; id < index.size(); id++) {
            for (int i = starts[id]; i < starts[id + 1]; i++) {
                frames[next[occurrences[i]]++] = id;
            }
        }
        for (int video = 0; video < rules.length; video++) {
            if (!Segment.isRemoved(removed, video)) {
                columns.open(rules[video], terms[video]);
                for (int i = next[video] - lengths[video]; i < next[video]; i++) {
                    columns.addValue(index.words(), frames[i] * WORDS);
                }
            }
        }
    }

    /** Adds up, video by video, what the frames of one upload find. */
    static final class Finder implements PdqIndex.Hits {
        private VideoSegment segment;
        private long[] removed;
        private long steps;

        private int members;
        private final long[] memberWords = new long[UploadFrames.GREATEST_RUN * WORDS];
        private final int[][] memberCounts = new int[UploadFrames.GREATEST_RUN][101];

        private int run;
        private int[] lastRun = new int[0];
        private int[] membersFound = new int[0];
        private int[] uploadFound = new int[0];
        private int[] bankFound = new int[0];
        private int[] leastDistance = new int[0];
        private int[] found = new int[0];
        private int foundVideos;

        /** Bits of the occurrences that were found. */
        private long[] occurrenceFound = new long[0];

        private int[] touchedWords = new int[0];
        private int touched;

        private void find(
                VideoSegment searched, UploadFrames frames, long[] without, HashBuffers buffers, VideoSink sink) {
            segment = searched;
            removed = without;
            reserve();
            try {
                search(frames, buffers);
                if (!buffers.isCutShort()) {
                    report(frames, sink);
                }
            } finally {
                clear();
            }
        }

        private void search(UploadFrames frames, HashBuffers buffers) {
            for (run = 0; run < frames.runs() && !buffers.isCutShort(); run++) {
                if (takeRun(frames)) {
                    steps = 0;
                    segment.index.search(
                            memberWords[0],
                            memberWords[1],
                            memberWords[2],
                            memberWords[3],
                            segment.reach + (members > 1 ? UploadFrames.SLACK : 0),
                            buffers,
                            this);
                    buffers.spend(steps);
                }
            }
        }

        private void reserve() {
            int videos = segment.size();
            if (uploadFound.length < videos) {
                lastRun = new int[videos];
                membersFound = new int[videos];
                uploadFound = new int[videos];
                bankFound = new int[videos];
                leastDistance = new int[videos];
                found = new int[videos];
            }
            int words = (segment.occurrences.length + Long.SIZE - 1) / Long.SIZE;
            if (occurrenceFound.length < words) {
                occurrenceFound = new long[words];
                touchedWords = new int[words];
            }
        }

        private boolean takeRun(UploadFrames frames) {
            int start = frames.runStart(run);
            members = frames.runEnd(run) - start;
            boolean anyCounts = false;
            for (int member = 0; member < members; member++) {
                for (int w = 0; w < WORDS; w++) {
                    memberWords[member * WORDS + w] = frames.word(start + member, w);
                }
                frames.countByQuality(start + member, memberCounts[member]);
                anyCounts |= memberCounts[member][segment.leastQuality] > 0;
            }
            return anyCounts;
        }

        @Override
        public void hit(int id, int leaderDistance) {
            steps += members;
            for (int member = 0; member < members; member++) {
                int at = member * WORDS;
                int distance = member == 0
                        ? leaderDistance
                        : segment.index.distance(
                                id, memberWords[at], memberWords[at + 1], memberWords[at + 2], memberWords[at + 3]);
                if (distance <= segment.reach) {
                    steps += (long) STEPS_AN_OCCURRENCE * (segment.starts[id + 1] - segment.starts[id]);
                    for (int i = segment.starts[id]; i < segment.starts[id + 1]; i++) {
                        count(i, member, distance);
                    }
                }
            }
        }

        private void count(int occurrence, int member, int distance) {
            int video = segment.occurrences[occurrence];
            HashTerms terms = segment.terms[video];
            int frames = memberCounts[member][terms.minQuality()];
            if (distance > terms.maxDistance() || frames == 0 || Segment.isRemoved(removed, video)) {
                return;
            }
            if (uploadFound[video] == 0) {
                found[foundVideos++] = video;
                leastDistance[video] = distance;
                membersFound[video] = 0;
                lastRun[video] = run;
            }
            leastDistance[video] = Math.min(leastDistance[video], distance);
            if (lastRun[video] != run) {
                lastRun[video] = run;
                membersFound[video] = 0;
            }
            if ((membersFound[video] & 1 << member) == 0) {
                membersFound[video] |= 1 << member;
                uploadFound[video] += frames;
            }
            int word = occurrence / Long.SIZE;
            if ((occurrenceFound[word] & 1L << occurrence) == 0) {
                if (occurrenceFound[word] == 0) {
                    touchedWords[touched++] = word;
                }
                occurrenceFound[word] |= 1L << occurrence;
                bankFound[video]++;
            }
        }

        private void report(UploadFrames frames, VideoSink sink) {
            for (int i = 0; i < foundVideos; i++) {
                int video = found[i];
                HashTerms terms = segment.terms[video];
                double uploadShare = (double) uploadFound[video] / frames.counted(terms.minQuality());
                double bankShare = (double) bankFound[video] / segment.lengths[video];
                if (uploadShare >= terms.minUploadShare() && bankShare >= terms.minBankShare()) {
                    sink.video(segment.rules[video], uploadShare, bankShare, leastDistance[video]);
                }
            }
        }

        private void clear() {
            for (int i = 0; i < foundVideos; i++) {
                uploadFound[found[i]] = 0;
                bankFound[found[i]] = 0;
            }
            for (int i = 0; i < touched; i++) {
                occurrenceFound[touchedWords[i]] = 0;
            }
            foundVideos = 0;
            touched = 0;
            segment = null;
            removed = null;
        }
    }
}
