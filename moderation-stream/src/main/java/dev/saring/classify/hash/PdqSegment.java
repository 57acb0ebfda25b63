package dev.saring.classify.hash;

/** PDQ hashes, one to a rule; rules with the same hash share its entry in the index. */
final class PdqSegment implements Segment {
    /** To report a rule costs its reader about so many steps of {@link HashBuffers#allow}. */
    private static final int STEPS_A_RULE = 1_000;

    private final PdqIndex index;
    private final int[] starts;
    private final int[] rules;
    private final HashTerms[] terms;
    private final int reach;
    private final int leastQuality;

    PdqSegment(HashColumns columns) {
        DistinctHashes distinct = DistinctHashes.of(columns.words(), columns.size());
        this.index = new PdqIndex(distinct.words(), distinct.size());
        this.starts = distinct.areAll() ? null : distinct.starts();
        this.rules = new int[columns.size()];
        this.terms = new HashTerms[columns.size()];
        int greatest = 0;
        int least = 100;
        for (int i = 0; i < rules.length; i++) {
            int row = distinct.order()[i];
            rules[i] = columns.rule(row);
            terms[i] = columns.terms(row);
            greatest = Math.max(greatest, terms[i].maxDistance());
            least = Math.min(least, terms[i].minQuality());
        }
        this.reach = greatest;
        this.leastQuality = least;
    }

    void find(byte[] pdq, int quality, long[] removed, HashBuffers buffers, NearSink sink) {
        if (quality < leastQuality) {
            return;
        }
        Finder finder = buffers.near;
        finder.segment = this;
        finder.removed = removed;
        finder.quality = quality;
        finder.sink = sink;
        finder.buffers = buffers;
        index.search(
                Hash256.word(pdq, 0),
                Hash256.word(pdq, 1),
                Hash256.word(pdq, 2),
                Hash256.word(pdq, 3),
                reach,
                buffers,
                finder);
    }

    private int start(int id) {
        return starts == null ? id : starts[id];
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
        for (int id = 0; id < index.size(); id++) {
            for (int i = start(id); i < start(id + 1); i++) {
                if (!Segment.isRemoved(removed, i)) {
                    columns.open(rules[i], terms[i]);
                    columns.addValue(index.words(), id * DistinctHashes.WORDS);
                }
            }
        }
    }

    /** Turns near hashes into rules. */
    static final class Finder implements PdqIndex.Hits {
        private PdqSegment segment;
        private long[] removed;
        private int quality;
        private NearSink sink;
        private HashBuffers buffers;

        @Override
        public void hit(int id, int distance) {
            for (int i = segment.start(id); i < segment.start(id + 1); i++) {
                HashTerms terms = segment.terms[i];
                if (distance <= terms.maxDistance()
                        && quality >= terms.minQuality()
                        && !Segment.isRemoved(removed, i)) {
                    sink.near(segment.rules[i], distance);
                    buffers.spend(STEPS_A_RULE);
                }
            }
        }

        /** Lets go of what was looked up. */
        void clear() {
            segment = null;
            removed = null;
            sink = null;
            buffers = null;
        }
    }
}
