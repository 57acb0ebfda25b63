package dev.saring.classify.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Tells nearly all places of a text at which no phrase begins from the others, without a branch and with as many look-ups
 * for a hundred thousand phrases as for one.
 *
 * <p>Each phrase has one key: its first twelve symbols, or the first eight, six, five or four where it has fewer than
 * that. A place of a text looks itself up with each length. Keys are in Bloom filters (Bloom, 1970) of one word a block
 * (Putze, Sanders and Singler, 2007), two bits a key. The first eight symbols choose a line of eight words, as long as a
 * line of the processor's cache, and all of a key one word in it, so that a place touches about one line for both lengths
 * from eight on. Keys of six have a filter of their own; so have those of four and five, of which the first four choose
 * the word. All have 32 to 64 bits for each key, the shortest more: about half a megabyte at a hundred thousand phrases.
 * Phrases of at most three symbols are kept as an exact set of beginnings of three.
 */
final class Beginnings {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The longest key. */
    static final int LONGEST = 12;

    private static final int SHORTEST = 3;
    private static final int SHORT_KEYS = 1 << Symbols.BITS * SHORTEST;
    private static final long FOUR = 0xFFFF_FFFFL;
    private static final long FIVE = 0xFF_FFFF_FFFFL;
    private static final long SIX = 0xFFFF_FFFF_FFFFL;
    private static final long FOLD = 0xC2B2AE3D27D4EB4FL;
    private static final long HASH_4 = 0x9E3779B97F4A7C15L;
    private static final long HASH_5 = 0xA0761D6478BD642FL;
    private static final long HASH_6 = 0xD6E8FEB86659FD93L;
    private static final long HASH_8 = 0xBF58476D1CE4E5B9L;
    private static final long HASH_12 = 0x94D049BB133111EBL;

    /** The filter of the shortest keys, which most words of a text meet by chance, is larger by this. */
    private static final int ROOM_FOR_FOURS = 4;

    /** A line of the filter, as a power of two. */
    private static final int LINE_BITS = 3;

    /** The keys of four and five symbols. */
    private final long[] fours;

    private final int foursShift;

    /** The keys of six symbols. */
    private final long[] sixes;

    private final int sixesShift;

    /** The keys of eight and twelve symbols, in lines. */
    private final long[] lines;

    private final int linesShift;

    /** Whether a phrase may begin with three symbols that it has no more than. */
    private final long[] shortKeys;

    private Beginnings(int fours, int sixes, int longer, long[] shortKeys) {
        this.shortKeys = shortKeys;
        this.fours = filter(ROOM_FOR_FOURS * fours);
        this.sixes = filter(sixes);
        lines = filter(longer);
        foursShift = Long.SIZE - Integer.numberOfTrailingZeros(this.fours.length);
        sixesShift = Long.SIZE - Integer.numberOfTrailingZeros(this.sixes.length);
        linesShift = Long.SIZE + LINE_BITS - Integer.numberOfTrailingZeros(lines.length);
    }

    private static long[] filter(int keys) {
        return new long[Integer.highestOneBit(Math.max(2 << LINE_BITS, keys))];
    }

    /** 1 if a phrase may begin with the symbols from a place on, else 0. Eleven more can be read. */
    int mayBegin(byte[] symbols, int from) {
        long first = (long) LONGS.get(symbols, from);
        long more = (int) INTS.get(symbols, from + Long.BYTES);
        int key = (int) (first & 31 | first >> 3 & 31 << 5 | first >> 6 & 31 << 10);
        long four = (first & FOUR) * HASH_4;
        long six = (first & SIX) * HASH_6;
        long eight = first * HASH_8;
        long twelve = (first ^ more * FOLD) * HASH_12;
        long fourOrFive = fours[(int) (four >>> foursShift)];
        int line = line(eight);
        long missing = missing(four, fourOrFive)
                & missing((first & FIVE) * HASH_5, fourOrFive)
                & missing(six, sixes[(int) (six >>> sixesShift)])
                & missing(eight, lines[place(line, eight)])
                & missing(twelve, lines[place(line, twelve)]);
        return (int) (missing >>> 63 ^ 1 | shortKeys[key >> 6] >>> key & 1);
    }

    /** Negative if a hashed key is not in a word of a filter. */
    private static long missing(long hash, long word) {
        long absent = mask(hash) & ~word;
        return -absent | absent;
    }

    /** The first word of a line. */
    private int line(long eight) {
        return (int) (eight >>> linesShift) << LINE_BITS;
    }

    private static int place(int line, long hash) {
        return line | (int) (hash >>> 20) & (1 << LINE_BITS) - 1;
    }

    private static long mask(long hash) {
        long folded = hash ^ hash >>> 32;
        return 1L << folded | 1L << (folded >>> 6);
    }

    /** Collects phrases. */
    static final class Builder {
        private byte[] keys = new byte[1024 * LONGEST];
        private int[] lengths = new int[1024];
        private int count;
        private final long[] shortKeys = new long[SHORT_KEYS >> 6];

        /** Adds a phrase by its symbols; what stands behind an escape does not count. */
        void add(byte[] symbols, int length) {
            int used = 0;
            while (used < Math.min(length, LONGEST) && symbols[used] != Symbols.ESCAPE) {
                used++;
            }
            if (used <= SHORTEST) {
                addShort(symbols, used);
                return;
            }
            if (count == lengths.length) {
                lengths = Arrays.copyOf(lengths, count * 2);
                keys = Arrays.copyOf(keys, count * 2 * LONGEST);
            }
            System.arraycopy(symbols, 0, keys, count * LONGEST, used);
            lengths[count++] = used;
        }

        /** Marks every beginning of three symbols that starts so; nothing at all is the beginning with an escape. */
        private void addShort(byte[] symbols, int used) {
            int fixed = Math.max(1, used);
            int prefix = used == 0 ? Symbols.ESCAPE : 0;
            for (int i = 0; i < used; i++) {
                prefix |= symbols[i] << Symbols.BITS * i;
            }
            for (int rest = 0; rest < SHORT_KEYS; rest += 1 << Symbols.BITS * fixed) {
                int key = prefix | rest;
                shortKeys[key >> 6] |= 1L << key;
            }
        }

        Beginnings build() {
            int fours =
                    (int) IntStream.of(lengths).limit(count).filter(n -> n < 6).count();
            int longer =
                    (int) IntStream.of(lengths).limit(count).filter(n -> n >= 8).count();
            Beginnings beginnings = new Beginnings(fours, count - fours - longer, longer, shortKeys);
            for (int i = 0; i < count; i++) {
                beginnings.put(keys, i * LONGEST, lengths[i]);
            }
            return beginnings;
        }
    }

    private void put(byte[] keys, int at, int length) {
        long first = (long) LONGS.get(keys, at);
        long four = (first & FOUR) * HASH_4;
        long eight = first * HASH_8;
        if (length < 6) {
            fours[(int) (four >>> foursShift)] |= mask(length == 4 ? four : (first & FIVE) * HASH_5);
        } else if (length < 8) {
            long six = (first & SIX) * HASH_6;
            sixes[(int) (six >>> sixesShift)] |= mask(six);
        } else {
            long hash = length < LONGEST ? eight : (first ^ (int) INTS.get(keys, at + Long.BYTES) * FOLD) * HASH_12;
            lines[place(line(eight), hash)] |= mask(hash);
        }
    }
}
