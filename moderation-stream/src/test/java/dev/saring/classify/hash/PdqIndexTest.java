package dev.saring.classify.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The index against a plain scan. */
class PdqIndexTest {
    private final HashBuffers buffers = new HashBuffers();

    @ParameterizedTest
    @EnumSource
    void everyDistance_findsWhatAPlainScanFinds(Hashes shape) {
        Random random = new Random(11);
        PdqIndex index = index(hashes(shape, 6000, random));
        for (int reach = 0; reach <= HashTerms.GREATEST_DISTANCE + UploadFrames.SLACK; reach++) {
            for (int i = 0; i < 6; i++) {
                requireSame(index, query(shape, index, i % 2 == 0, reach, random), reach);
            }
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void anyBank_findsWhatAPlainScanFinds(
            @ForAll Hashes shape,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20_000) int size,
            @ForAll @IntRange(max = 64) int reach) {
        Random random = new Random(seed);
        PdqIndex index = index(hashes(shape, size, random));
        for (int i = 0; i < 10; i++) {
            requireSame(index, query(shape, index, i % 2 == 0, reach, random), reach);
        }
    }

    @Test
    void largeBank_withAllBitsOfAChunkInTheLists_findsWhatAPlainScanFinds() {
        Random random = new Random(12);
        PdqIndex index = index(hashes(Hashes.RANDOM, 600_000, random));
        for (int reach = 0; reach <= HashTerms.GREATEST_DISTANCE; reach += 4) {
            requireSame(index, query(Hashes.RANDOM, index, true, reach, random), reach);
        }
        requireSame(index, query(Hashes.RANDOM, index, true, 31, random), 31);
    }

    @Test
    void hashesAtTheLimitSpreadEvenlyOverTheChunks_areFound() {
        Random random = new Random(13);
        List<byte[]> hashes = hashes(Hashes.RANDOM, 5000, random);
        PdqIndex index = index(hashes);
        byte[] query = hashes.get(0).clone();
        for (int bit = 0; bit < 31; bit++) {
            query[bit % 16 * 2 + bit / 16] ^= (byte) (1 << random.nextInt(8));
        }

        assertThat(PlainBank.distance(query, hashes.get(0))).isEqualTo(31);
        assertThat(found(index, query, 31)).containsValue(31);
        assertThat(found(index, query, 30)).isEmpty();
    }

    private void requireSame(PdqIndex index, byte[] query, int reach) {
        TreeMap<Integer, Integer> expected = new TreeMap<>();
        for (int id = 0; id < index.size(); id++) {
            int distance = index.distance(id, word(query, 0), word(query, 1), word(query, 2), word(query, 3));
            if (distance <= reach) {
                expected.put(id, distance);
            }
        }
        assertThat(found(index, query, reach)).as("within %d", reach).isEqualTo(expected);
    }

    private TreeMap<Integer, Integer> found(PdqIndex index, byte[] query, int reach) {
        TreeMap<Integer, Integer> found = new TreeMap<>();
        index.search(word(query, 0), word(query, 1), word(query, 2), word(query, 3), reach, buffers, (id, distance) -> {
            assertThat(found.put(id, distance)).as("%d found once", id).isNull();
        });
        return found;
    }

    private static byte[] query(Hashes shape, PdqIndex index, boolean near, int reach, Random random) {
        if (!near) {
            return shape.next(random, 32);
        }
        byte[] hash = new byte[32];
        int id = random.nextInt(index.size());
        for (int i = 0; i < 32; i++) {
            hash[i] = (byte) (index.words()[id * 4 + i / 8] >>> 56 - i % 8 * 8);
        }
        return Hashes.flipped(hash, random.nextInt(reach + 1), random);
    }

    private static List<byte[]> hashes(Hashes shape, int size, Random random) {
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            hashes.add(shape.next(random, 32));
        }
        return hashes;
    }

    private static PdqIndex index(List<byte[]> hashes) {
        long[] words = new long[hashes.size() * 4];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(hashes.get(i / 4), i % 4);
        }
        DistinctHashes distinct = DistinctHashes.of(words, hashes.size());
        return new PdqIndex(distinct.words(), distinct.size());
    }

    private static long word(byte[] hash, int word) {
        return Hash256.word(hash, word);
    }
}
