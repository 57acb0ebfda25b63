package dev.saring.classify.hash;

import java.util.Random;

/** Random hashes of several shapes. */
enum Hashes {
    /** Every bit at random. */
    RANDOM {
        @Override
        byte[] next(Random random, int bytes) {
            byte[] hash = new byte[bytes];
            random.nextBytes(hash);
            return hash;
        }
    },
    /** Around a few centres, up to 70 bits away. */
    CLUSTERED {
        @Override
        byte[] next(Random random, int bytes) {
            byte[] hash = new byte[bytes];
            new Random(random.nextInt(5)).nextBytes(hash);
            return flipped(hash, random.nextInt(71), random);
        }
    },
    /** All zeros but for a few bits, and many times the same. */
    NEAR_ZERO {
        @Override
        byte[] next(Random random, int bytes) {
            return flipped(new byte[bytes], random.nextInt(5), random);
        }
    },
    /** Long stretches of equal bits, as flat images give. */
    STRIPED {
        @Override
        byte[] next(Random random, int bytes) {
            byte[] hash = new byte[bytes];
            for (int i = 0; i < bytes; i += 4) {
                java.util.Arrays.fill(hash, i, i + 4, random.nextInt(8) == 0 ? (byte) 0xff : 0);
            }
            return flipped(hash, random.nextInt(3), random);
        }
    };

    abstract byte[] next(Random random, int bytes);

    /** A copy with exactly so many bits changed. */
    static byte[] flipped(byte[] hash, int bits, Random random) {
        byte[] copy = hash.clone();
        for (int left = bits; left > 0; ) {
            int bit = random.nextInt(hash.length * 8);
            if (((copy[bit / 8] ^ hash[bit / 8]) & 1 << bit % 8) == 0) {
                copy[bit / 8] ^= (byte) (1 << bit % 8);
                left--;
            }
        }
        return copy;
    }
}
