package dev.saring.classify.hash;

import java.util.Arrays;

/**
 * Distinct hashes of 256 bits, searched by Hamming distance. Immutable.
 *
 * <p>Multi-index hashing: a hash is cut into {@value #CHUNKS} chunks of 16 bits, and for each chunk the index lists all
 * hashes by the value of that chunk. Let {@code t(i)} be whole numbers that sum up to {@code reach + 1}. If two hashes
 * differ in at most {@code reach} bits, {@code b(i)} of them in chunk {@code i}, then the {@code b(i) - t(i)} sum up to
 * less than zero; so, going round the chunks as on a ring, there is a chunk from which on all partial sums are below
 * zero (the cycle lemma). A search therefore looks, for each chunk, at the lists of all values within {@code t(i) - 1}
 * bits of its own, and at the neighbouring {@value #SIGNATURE_CHUNKS} chunks, which each entry repeats as a signature
 * beside the number of its hash, and skips the entry when {@code b(i) + b(i+1) + b(i+2) >= t(i) + t(i+1) + t(i+2)}. Of
 * random hashes one entry in 100,000 passes, so that hardly any hash is fetched in vain, and none is missed.
 *
 * <p>Cost at a reach of 31: 272 lists, in which lie 0.4 % of all hashes, one population count each. When the lists hold
 * more entries than there are hashes (a degenerate bank, a large reach), every hash is compared instead, so that there
 * is never more than one comparison for each hash. Small sets have no lists, and middling ones list by fewer bits than
 * 16. Memory for each hash: 160 bytes, and at most 8 for the starts of the lists.
 *
 * @see <a href="https://arxiv.org/abs/1307.2982">Norouzi, Punjani, Fleet: Fast Exact Search in Hamming Space with
 *     Multi-Index Hashing, 2012</a>
 * @see <a href="https://doi.org/10.14778/3303753.3303754">Qin, Xiao: Pigeonring: A Principle for Faster Thresholded
 *     Similarity Search, 2018</a>
 */
final class PdqIndex {
    /** Receives what is near. */
    interface Hits {
        void hit(int id, int distance);
    }

    private static final int CHUNKS = 16;
    private static final int CHUNK_BITS = 16;
    private static final int SIGNATURE_CHUNKS = 2;
    private static final int WORDS = 4;

    /** Sets up to this size are compared one by one. */
    private static final int FLAT = 512;

    /** Lists are made so many that they hold about 2 to this power of entries each, as far as a chunk's bits allow. */
    private static final int LIST_SIZE_BITS = 4;

    private static final int INTS_PER_CACHE_LINE = 16;
    private static final int GREATEST_RADIUS = 4;

    /** For each number of bits, all masks of at most {@link #GREATEST_RADIUS} set bits, those with fewer first. */
    private static final int[][] MASKS = new int[CHUNK_BITS + 1][];

    /** For each number of bits and each radius, how many of the masks have at most so many bits set. */
    private static final int[][] MASK_COUNTS = new int[CHUNK_BITS + 1][GREATEST_RADIUS + 1];

    static {
        for (int bits = 1; bits <= CHUNK_BITS; bits++) {
            MASKS[bits] = masks(bits, MASK_COUNTS[bits]);
        }
    }

    private final long[] words;
    private final int size;
    private final int bits;
    private final int[][] starts;
    private final int[][] signatures;
    private final int[][] ids;

    /** @param words distinct hashes, four words each */
    PdqIndex(long[] words, int size) {
        this.words = words;
        this.size = size;
        if (size <= FLAT) {
            this.bits = 0;
            this.starts = null;
            this.signatures = null;
            this.ids = null;
            return;
        }
        this.bits = Math.min(CHUNK_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(size) - LIST_SIZE_BITS);
        this.starts = new int[CHUNKS][];
        this.signatures = new int[CHUNKS][];
        this.ids = new int[CHUNKS][];
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            list(chunk);
        }
    }

    private void list(int chunk) {
        int[] next = new int[(1 << bits) + 1];
        for (int id = 0; id < size; id++) {
            next[(chunk(id, chunk) >>> CHUNK_BITS - bits) + 1]++;
        }
        for (int key = 0; key < 1 << bits; key++) {
            next[key + 1] += next[key];
        }
        starts[chunk] = next.clone();
        int[] listedSignatures = new int[size];
        int[] listedIds = new int[size];
        for (int id = 0; id < size; id++) {
            int at = next[chunk(id, chunk) >>> CHUNK_BITS - bits]++;
            listedIds[at] = id;
            listedSignatures[at] = chunk(id, (chunk + 1) % CHUNKS) << CHUNK_BITS | chunk(id, (chunk + 2) % CHUNKS);
        }
        signatures[chunk] = listedSignatures;
        ids[chunk] = listedIds;
    }

    private int chunk(int id, int chunk) {
        return chunk(words[id * WORDS + chunk / WORDS], chunk);
    }

    private static int chunk(long word, int chunk) {
        return (int) (word >>> (CHUNKS - 1 - chunk) % WORDS * CHUNK_BITS) & 0xffff;
    }

    int size() {
        return size;
    }

    /** The hashes, four words each. */
    long[] words() {
        return words;
    }

    /** Finds all hashes within {@code reach} bits of the one given, each once; nothing where the buffers' steps are used up. */
    void search(long a, long b, long c, long d, int reach, HashBuffers buffers, Hits hits) {
        if (!buffers.mayBegin()) {
            return;
        }
        if (starts == null || !gatherLists(a, b, c, d, reach, buffers)) {
            buffers.spend(size);
            scan(a, b, c, d, reach, hits);
            return;
        }
        int list = 0;
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            int radius = threshold(chunk, reach) - 1;
            if (radius < 0) {
                break;
            }
            int lists = MASK_COUNTS[bits][radius];
            buffers.touched = touch(signatures[chunk], buffers, list, list + lists);
            int next = (chunk + 1) % CHUNKS;
            int afterNext = (chunk + 2) % CHUNKS;
            int signature =
                    chunk(word(a, b, c, d, next), next) << CHUNK_BITS | chunk(word(a, b, c, d, afterNext), afterNext);
            int limit = radius + threshold(next, reach) + threshold(afterNext, reach);
            int first = list;
            for (int weight = 0; weight <= radius; weight++) {
                for (int end = first + MASK_COUNTS[bits][weight]; list < end; list++) {
                    search(
                            chunk,
                            buffers.firsts[list],
                            buffers.ends[list],
                            signature,
                            limit - weight,
                            reach,
                            buffers,
                            hits);
                }
            }
        }
    }

    private void search(
            int chunk, int first, int end, int signature, int limit, int reach, HashBuffers buffers, Hits hits) {
        int[] chunkSignatures = signatures[chunk];
        for (int at = first; at < end; at++) {
            if (Integer.bitCount(chunkSignatures[at] ^ signature) <= limit) {
                compare(ids[chunk][at], chunk, reach, buffers, hits);
            }
        }
    }

    /** Finds the lists to go through; false if to compare every hash is less work. */
    private boolean gatherLists(long a, long b, long c, long d, int reach, HashBuffers buffers) {
        int greatestRadius = threshold(0, reach) - 1;
        if (greatestRadius > GREATEST_RADIUS) {
            return false;
        }
        buffers.query(a, b, c, d);
        buffers.reserveLists(CHUNKS * MASK_COUNTS[bits][Math.max(0, greatestRadius)]);
        int[] masks = MASKS[bits];
        int entries = 0;
        int list = 0;
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            int radius = threshold(chunk, reach) - 1;
            if (radius < 0) {
                break;
            }
            int key = chunk(word(a, b, c, d, chunk), chunk) >>> CHUNK_BITS - bits;
            int[] chunkStarts = starts[chunk];
            for (int mask = 0; mask < MASK_COUNTS[bits][radius]; mask++, list++) {
                int value = key ^ masks[mask];
                buffers.firsts[list] = chunkStarts[value];
                buffers.ends[list] = chunkStarts[value + 1];
                entries += chunkStarts[value + 1] - chunkStarts[value];
            }
            if (entries > size) {
                return false;
            }
        }
        buffers.spend(list + entries);
        return true;
    }

    /** Reads each cache line of the lists, so that the memory fetches them side by side: halves the time of a search. */
    private static int touch(int[] signatures, HashBuffers buffers, int firstList, int endList) {
        int sum = 0;
        for (int list = firstList; list < endList; list++) {
            for (int at = buffers.firsts[list]; at < buffers.ends[list]; at += INTS_PER_CACHE_LINE) {
                sum += signatures[at];
            }
        }
        return sum;
    }

    private void compare(int id, int chunk, int reach, HashBuffers buffers, Hits hits) {
        long a = buffers.a;
        long b = buffers.b;
        long c = buffers.c;
        long d = buffers.d;
        int distance = distance(id, a, b, c, d);
        if (distance <= reach && isFirst(id, chunk, a, b, c, d, reach)) {
            hits.hit(id, distance);
        }
    }

    /** Whether no earlier chunk has led to the same hash. */
    private boolean isFirst(int id, int chunk, long a, long b, long c, long d, int reach) {
        for (int earlier = 0; earlier < chunk; earlier++) {
            int next = (earlier + 1) % CHUNKS;
            int afterNext = (earlier + 2) % CHUNKS;
            int own = Integer.bitCount(difference(id, earlier, a, b, c, d) >>> CHUNK_BITS - bits);
            int sum = own
                    + Integer.bitCount(difference(id, next, a, b, c, d))
                    + Integer.bitCount(difference(id, afterNext, a, b, c, d));
            if (own < threshold(earlier, reach)
                    && sum < threshold(earlier, reach) + threshold(next, reach) + threshold(afterNext, reach)) {
                return false;
            }
        }
        return true;
    }

    private int difference(int id, int chunk, long a, long b, long c, long d) {
        return chunk(word(a, b, c, d, chunk), chunk) ^ chunk(id, chunk);
    }

    private void scan(long a, long b, long c, long d, int reach, Hits hits) {
        for (int id = 0; id < size; id++) {
            int distance = distance(id, a, b, c, d);
            if (distance <= reach) {
                hits.hit(id, distance);
            }
        }
    }

    /** Hamming distance of a hash to another one. */
    int distance(int id, long a, long b, long c, long d) {
        int at = id * WORDS;
        return Long.bitCount(words[at] ^ a)
                + Long.bitCount(words[at + 1] ^ b)
                + Long.bitCount(words[at + 2] ^ c)
                + Long.bitCount(words[at + 3] ^ d);
    }

    private static long word(long a, long b, long c, long d, int chunk) {
        return switch (chunk / WORDS) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            default -> d;
        };
    }

    /** How many bits fewer than this a chunk may differ in; over all chunks, {@code reach + 1}. */
    private static int threshold(int chunk, int reach) {
        return (reach + 1 + CHUNKS - 1 - chunk) / CHUNKS;
    }

    private static int[] masks(int bits, int[] counts) {
        int[] masks = new int[1 << CHUNK_BITS];
        int size = 0;
        for (int weight = 0; weight <= GREATEST_RADIUS; weight++) {
            for (int mask = 0; mask < 1 << bits; mask++) {
                if (Integer.bitCount(mask) == weight) {
                    masks[size++] = mask;
                }
            }
            counts[weight] = size;
        }
        return Arrays.copyOf(masks, size);
    }
}
