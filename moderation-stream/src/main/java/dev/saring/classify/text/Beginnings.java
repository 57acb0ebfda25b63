package dev.saring.classify.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Tells nearly all places of a text at which no phrase begins from the others, without a branch and with as many look-ups
 * for a hundred thousand phrases as for one.
 *
 * <p>Each phrase has one key: its first twelve symbols, or the first eight, six or four where it has fewer than twelve.
 * The keys of all lengths share a blocked Bloom filter (Putze, Sanders and Singler, 2007) of one word a block, two bits a
 * key and 32 to 64 bits for each phrase: half a megabyte at a hundred thousand phrases. A place of a text looks itself up
 * with each length. Phrases of at most three symbols are kept as an exact set of beginnings of three.
 */
final class Beginnings {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The longest key. */
    static final int LONGEST = 12;

    private static final int SHORTEST = 3;
    private static final int SHORT_KEYS = 1 << Symbols.BITS * SHORTEST;
    private static final long FOUR = 0xFFFF_FFFFL;
    private static final long SIX = 0xFFFF_FFFF_FFFFL;
    private static final long FOLD = 0xC2B2AE3D27D4EB4FL;
    private static final long HASH_4 = 0x9E3779B97F4A7C15L;
    private static final long HASH_6 = 0xD6E8FEB86659FD93L;
    private static final long HASH_8 = 0xBF58476D1CE4E5B9L;
    private static final long HASH_12 = 0x94D049BB133111EBL;

    private final long[] blocks;
    private final int shift;

    /** Whether a phrase may begin with three symbols that it has no more than. */
    private final long[] shortKeys;

    private Beginnings(long[] blocks, long[] shortKeys) {
        this.blocks = blocks;
        this.shortKeys = shortKeys;
        shift = Long.SIZE - Integer.numberOfTrailingZeros(blocks.length);
    }

    /** 1 if a phrase may begin with the symbols from a place on, else 0. Eleven more can be read. */
    int mayBegin(byte[] symbols, int from) {
        long first = (long) LONGS.get(symbols, from);
        long more = (int) INTS.get(symbols, from + Long.BYTES);
        int key = (int) (first & 31 | first >> 3 & 31 << 5 | first >> 6 & 31 << 10);
        long missing = missing((first & FOUR) * HASH_4)
                & missing((first & SIX) * HASH_6)
                & missing(first * HASH_8)
                & missing((first ^ more * FOLD) * HASH_12);
        return (int) (missing >>> 63 ^ 1 | shortKeys[key >> 6] >>> key & 1);
    }

    /** Negative if a hashed key is not there. */
    private long missing(long hash) {
        long absent = mask(hash) & ~blocks[(int) (hash >>> shift)];
        return -absent | absent;
    }

    private static long mask(long hash) {
        long folded = hash ^ hash >>> 32;
        return 1L << folded | 1L << (folded >>> 6);
    }

    /** Collects phrases. */
    static final class Builder {
        private long[] hashes = new long[1024];
        private int count;
        private final long[] shortKeys = new long[SHORT_KEYS >> 6];

        /** Adds a phrase by its symbols; what stands behind an escape does not count. */
        void add(byte[] symbols, int length) {
            byte[] known = new byte[LONGEST];
            int used = 0;
            while (used < Math.min(length, LONGEST) && symbols[used] != Symbols.ESCAPE) {
                known[used] = symbols[used++];
            }
            if (used <= SHORTEST) {
                addShort(known, used);
                return;
            }
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, count * 2);
            }
            hashes[count++] = hash(known, used);
        }

        private static long hash(byte[] symbols, int used) {
            long first = (long) LONGS.get(symbols, 0);
            if (used == LONGEST) {
                return (first ^ (int) INTS.get(symbols, Long.BYTES) * FOLD) * HASH_12;
            }
            return used >= 8 ? first * HASH_8 : used >= 6 ? (first & SIX) * HASH_6 : (first & FOUR) * HASH_4;
        }

        /** Marks every beginning of three symbols that starts so; nothing at all is the beginning with an escape. */
        private void addShort(byte[] symbols, int used) {
            int fixed = Math.max(1, used);
            int prefix = used == 0 ? Symbols.ESCAPE : symbols[0] | symbols[1] << 5 | symbols[2] << 10;
            for (int rest = 0; rest < SHORT_KEYS; rest += 1 << Symbols.BITS * fixed) {
                int key = prefix | rest;
                shortKeys[key >> 6] |= 1L << key;
            }
        }

        Beginnings build() {
            int bits = Math.max(Long.SIZE * 16, Integer.highestOneBit(Math.max(1, count)) * 64);
            long[] blocks = new long[bits / Long.SIZE];
            Beginnings beginnings = new Beginnings(blocks, shortKeys);
            for (int i = 0; i < count; i++) {
                blocks[(int) (hashes[i] >>> beginnings.shift)] |= mask(hashes[i]);
            }
            return beginnings;
        }
    }
}
