package dev.saring.classify.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The bank, and its snapshots, against a plain list under random additions and removals. */
class HashBankPropertyTest {
    private static final int ORDINALS = 6000;

    private final HashBuffers buffers = new HashBuffers();

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void addsAndRemoves_anyView_findsWhatAPlainListFinds(@ForAll Hashes shape, @ForAll long seed) {
        Random random = new Random(seed);
        HashBank bank = new HashBank();
        PlainBank plain = new PlainBank();
        HashBankView earlier = bank.view();
        PlainBank plainEarlier = plain.copy();
        for (int round = 0; round < 8; round++) {
            int changes = random.nextInt(random.nextBoolean() ? 10 : 3000);
            for (int i = 0; i < changes; i++) {
                change(bank, plain, shape, random);
            }
            HashBankView view = bank.view();
            assertThat(view.size()).isEqualTo(plain.entries.size());
            for (int i = 0; i < 3; i++) {
                requireSame(view, plain, shape, random, buffers);
                requireSame(earlier, plainEarlier, shape, random, buffers);
            }
            earlier = view;
            plainEarlier = plain.copy();
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void boundedLookUp_findsWhatAPlainListFinds_orSaysThatItWasCutShort(@ForAll Hashes shape, @ForAll long seed) {
        Random random = new Random(seed);
        HashBank bank = new HashBank();
        PlainBank plain = new PlainBank();
        for (int i = random.nextInt(3000); i > 0; i--) {
            change(bank, plain, shape, random);
        }
        HashBankView view = bank.view();
        for (int i = 0; i < 5; i++) {
            byte[] pdq = shape.next(random, 32);
            List<byte[]> frames = Stream.generate(() -> shape.next(random, 32))
                    .limit(random.nextInt(200))
                    .toList();
            int[] qualities = random.ints(frames.size(), 0, 101).toArray();
            buffers.allow(1L << random.nextInt(24));
            TreeSet<String> near = PlainBank.near(view, pdq, 100, buffers);
            assertThat(buffers.isCutShort() || near.equals(plain.near(pdq, 100)))
                    .isTrue();
            TreeSet<String> videos = PlainBank.video(view, frames, qualities, buffers);
            assertThat(buffers.isCutShort() || videos.equals(plain.video(frames, qualities)))
                    .isTrue();
            buffers.allow(Long.MAX_VALUE);
            assertThat(PlainBank.video(view, frames, qualities, buffers)).isEqualTo(plain.video(frames, qualities));
            assertThat(buffers.isCutShort()).isFalse();
        }
    }

    /** Adds a rule or removes it. */
    static void change(HashBank bank, PlainBank plain, Hashes shape, Random random) {
        int rule = random.nextInt(ORDINALS);
        if (plain.entries.remove(rule) != null) {
            bank.remove(rule);
            return;
        }
        HashAlgorithm algorithm = HashAlgorithm.values()[1 + random.nextInt(4)];
        int values = algorithm == HashAlgorithm.VIDEO_PDQ ? 1 + random.nextInt(6) : 1;
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            hashes.add(shape.next(random, algorithm == HashAlgorithm.MD5 ? 16 : 32));
        }
        HashTerms terms = random.nextInt(3) > 0
                ? HashTerms.DEFAULT
                : new HashTerms(random.nextInt(65), random.nextInt(101), random.nextDouble(), random.nextDouble());
        bank.add(rule, algorithm, hashes, terms);
        plain.add(rule, algorithm, hashes, terms);
    }

    /** Looks up one hash of each kind, near a known one more often than not. */
    static void requireSame(HashBankView view, PlainBank plain, Hashes shape, Random random, HashBuffers buffers) {
        List<PlainBank.Entry> known = List.copyOf(plain.entries.values());
        for (HashAlgorithm algorithm : List.of(HashAlgorithm.MD5, HashAlgorithm.SHA256)) {
            byte[] value = some(known, algorithm, shape, random);
            assertThat(PlainBank.exact(view, algorithm, value)).isEqualTo(plain.exact(algorithm, value));
        }
        byte[] pdq = Hashes.flipped(some(known, HashAlgorithm.PDQ, shape, random), random.nextInt(40), random);
        int quality = random.nextInt(101);
        assertThat(PlainBank.near(view, pdq, quality, buffers)).isEqualTo(plain.near(pdq, quality));

        List<byte[]> frames = new ArrayList<>();
        byte[] frame = some(known, HashAlgorithm.VIDEO_PDQ, shape, random);
        for (int i = random.nextInt(40); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> frame = some(known, HashAlgorithm.VIDEO_PDQ, shape, random);
                case 1 -> frame = Hashes.flipped(frame, random.nextInt(30), random);
                case 2 -> frame = Hashes.flipped(frame, random.nextInt(3), random);
                default -> {}
            }
            frames.add(frame);
        }
        int[] qualities = random.ints(frames.size(), 0, 101).toArray();
        assertThat(PlainBank.video(view, frames, qualities, buffers)).isEqualTo(plain.video(frames, qualities));
    }

    private static byte[] some(List<PlainBank.Entry> known, HashAlgorithm algorithm, Hashes shape, Random random) {
        for (int i = 0; i < 20 && !known.isEmpty(); i++) {
            PlainBank.Entry entry = known.get(random.nextInt(known.size()));
            if (entry.algorithm() == algorithm) {
                return entry.values().get(random.nextInt(entry.values().size()));
            }
        }
        return shape.next(random, algorithm == HashAlgorithm.MD5 ? 16 : 32);
    }
}
