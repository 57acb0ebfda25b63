package dev.saring.classify.hash;

/**
 * Hashes that are looked up by equality: a sorted array, with a directory by leading bits that leaves about four
 * hashes to search. Memory for each hash: the hash, 8 bytes for the rule and its terms, at most 2 for the directory.
 */
final class ExactSegment implements Segment {
    private static final int DIRECTORY_SPARSITY_BITS = 2;

    private final int width;
    private final long[] words;
    private final int[] rules;
    private final HashTerms[] terms;
    private final int directoryBits;
    private final int[] directory;

    ExactSegment(HashColumns columns) {
        int size = columns.size();
        this.width = columns.width();
        this.words = new long[size * width];
        this.rules = new int[size];
        this.terms = new HashTerms[size];
        int[] order = HashOrder.of(columns.words(), width, size);
        for (int i = 0; i < size; i++) {
            System.arraycopy(columns.words(), order[i] * width, words, i * width, width);
            rules[i] = columns.rule(order[i]);
            terms[i] = columns.terms(order[i]);
        }
        this.directoryBits =
                Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(size) - 1 - DIRECTORY_SPARSITY_BITS);
        this.directory = new int[(1 << directoryBits) + 1];
        for (int i = 0; i < size; i++) {
            directory[slot(words[i * width]) + 1]++;
        }
        for (int slot = 0; slot < 1 << directoryBits; slot++) {
            directory[slot + 1] += directory[slot];
        }
    }

    private int slot(long word) {
        return (int) (word >>> Long.SIZE - directoryBits);
    }

    /** Finds the rules of a hash given as bytes. */
    void find(byte[] value, long[] removed, RuleSink sink) {
        int slot = slot(Hash256.word(value, 0));
        int low = directory[slot];
        int end = directory[slot + 1];
        for (int high = end; low < high; ) {
            int middle = (low + high) >>> 1;
            if (compare(middle, value) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (; low < end && compare(low, value) == 0; low++) {
            if (!Segment.isRemoved(removed, low)) {
                sink.rule(rules[low]);
            }
        }
    }

    private int compare(int number, byte[] value) {
        for (int i = 0; i < width; i++) {
            int order = Long.compareUnsigned(words[number * width + i], Hash256.word(value, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
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
        for (int i = 0; i < rules.length; i++) {
            if (!Segment.isRemoved(removed, i)) {
                columns.open(rules[i], terms[i]);
                columns.addValue(words, i * width);
            }
        }
    }
}
