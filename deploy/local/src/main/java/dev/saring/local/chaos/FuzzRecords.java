package dev.saring.local.chaos;

import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Hostile and broken records with good ones in between, by their number: a pure function of the seed. What must become
 * of each is not known here; {@link FuzzOracle} says it.
 */
final class FuzzRecords {
    private static final int PREFIX = 5;
    private static final int MOST_RANDOM_BYTES = 300;
    private static final int MOST_FLIPS = 8;
    /** Nesting that no stack has room for, were it followed. */
    private static final int BOMB_BYTES = 200_000;
    /** Unknown ids of which each comes again and again, as from one misconfigured producer. */
    private static final int REPEATED_IDS = 200;

    private static final long[] LENGTHS = {
        -1,
        Long.MIN_VALUE,
        Integer.MIN_VALUE,
        1 << 20,
        1 << 29,
        Integer.MAX_VALUE - 8,
        Integer.MAX_VALUE,
        1L << 32,
        1L << 60,
        Long.MAX_VALUE
    };

    /**
     * A record.
     *
     * @param key null for none
     * @param value null for none
     * @param cut whether the value is the beginning of a valid one
     */
    record Item(byte[] key, byte[] value, boolean cut) {
        private Item(byte[] key, byte[] value) {
            this(key, value, false);
        }
    }

    private final long seed;
    private final Workload workload;
    private final AvroEncoder<UploadEvent> encoder;
    private final SchemaGenerations.Generation later;
    private final List<Integer> bombs;
    private final List<Integer> others;

    /**
     * @param later a later schema of uploads
     * @param bombs ids of schemas that let few bytes claim much
     * @param others ids of schemas of other records
     */
    FuzzRecords(
            long seed,
            Workload workload,
            AvroEncoder<UploadEvent> encoder,
            SchemaGenerations.Generation later,
            List<Integer> bombs,
            List<Integer> others) {
        this.seed = seed;
        this.workload = workload;
        this.encoder = encoder;
        this.later = later;
        this.bombs = List.copyOf(bombs);
        this.others = List.copyOf(others);
    }

    /** The record of a number. */
    Item item(int number) throws RegistryUnavailableException {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        UploadEvent upload = workload.item(number).upload();
        byte[] good = encoder.encode(upload);
        byte[] key = upload.getContentId().getBytes(StandardCharsets.UTF_8);
        int kind = random.nextInt(100);
        if (kind < 15) {
            return new Item(key, good);
        } else if (kind < 20) {
            return new Item(key, later.encode(good));
        } else if (kind < 22) {
            return new Item(key, null);
        } else if (kind < 24) {
            return new Item(null, random.nextBoolean() ? good : null);
        } else if (kind < 26) {
            return new Item(bytes(random, 1 + random.nextInt(20)), good);
        }
        if (kind < 34) {
            return new Item(key, Arrays.copyOf(good, random.nextInt(good.length)), true);
        }
        return new Item(key, spoilt(kind, good, random));
    }

    private byte[] spoilt(int kind, byte[] good, SplittableRandom random) {
        if (kind < 42) {
            return bytes(random, random.nextInt(MOST_RANDOM_BYTES));
        } else if (kind < 60) {
            return flipped(good, random);
        } else if (kind < 64) {
            byte[] wrongMagic = good.clone();
            wrongMagic[0] = (byte) (1 + random.nextInt(255));
            return wrongMagic;
        } else if (kind < 70) {
            int id = random.nextInt(5) == 0 ? random.nextInt() : 1_999_000_000 + random.nextInt(REPEATED_IDS);
            return SchemaGenerations.withId(good, id);
        } else if (kind < 82) {
            return withLength(good, LENGTHS[random.nextInt(LENGTHS.length)], random);
        } else if (kind < 86) {
            return bomb(random);
        } else if (kind < 92) {
            return SchemaGenerations.withId(good, others.get(random.nextInt(others.size())));
        } else if (kind < 95) {
            return spliced(good, bytes(random, 1 + random.nextInt(50)), good.length);
        } else if (kind < 98) {
            return spliced(good, bytes(random, 1 + random.nextInt(10)), PREFIX + random.nextInt(good.length - PREFIX));
        }
        return ("{\"contentId\":\"as-json-" + random.nextInt() + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flipped(byte[] good, SplittableRandom random) {
        byte[] flipped = good.clone();
        int from = random.nextInt(10) == 0 ? 0 : PREFIX;
        for (int flips = 1 + random.nextInt(MOST_FLIPS); flips > 0; flips--) {
            flipped[from + random.nextInt(flipped.length - from)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** A length or count where one may or may not be expected. */
    private static byte[] withLength(byte[] good, long length, SplittableRandom random) {
        int at = PREFIX + random.nextInt(good.length - PREFIX);
        ByteBuffer bytes = ByteBuffer.allocate(good.length + 10);
        bytes.put(good, 0, at);
        long zigzag = length << 1 ^ length >> 63;
        for (; (zigzag & ~0x7FL) != 0; zigzag >>>= 7) {
            bytes.put((byte) (zigzag & 0x7F | 0x80));
        }
        bytes.put((byte) zigzag);
        bytes.put(good, at, good.length - at);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private byte[] bomb(SplittableRandom random) {
        byte[] bomb = new byte[BOMB_BYTES];
        Arrays.fill(bomb, (byte) 2);
        bomb[0] = 0;
        return SchemaGenerations.withId(bomb, bombs.get(random.nextInt(bombs.size())));
    }

    private static byte[] spliced(byte[] good, byte[] other, int at) {
        ByteBuffer bytes = ByteBuffer.allocate(good.length + other.length);
        bytes.put(good, 0, at).put(other).put(good, at, good.length - at);
        return bytes.array();
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
