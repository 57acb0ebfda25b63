package dev.saring.classify.hash;

import static dev.saring.moderation.HashAlgorithm.MD5;
import static dev.saring.moderation.HashAlgorithm.PDQ;
import static dev.saring.moderation.HashAlgorithm.SHA256;
import static dev.saring.moderation.HashAlgorithm.UNKNOWN;
import static dev.saring.moderation.HashAlgorithm.VIDEO_PDQ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.moderation.HashAlgorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashBankTest {
    private final HashBank bank = new HashBank();
    private final HashBuffers buffers = new HashBuffers();

    @ParameterizedTest
    @EnumSource(names = {"MD5", "SHA256"})
    void exact_findsEveryRuleOfTheHash_andOnlyThat(HashAlgorithm algorithm) {
        int bytes = algorithm == MD5 ? 16 : 32;
        byte[] value = filled(bytes, 7);
        byte[] lastBitDiffers = value.clone();
        lastBitDiffers[bytes - 1] ^= 1;
        bank.add(1, algorithm, List.of(value), HashTerms.DEFAULT);
        bank.add(2, algorithm, List.of(lastBitDiffers), HashTerms.DEFAULT);
        bank.add(3, algorithm, List.of(value.clone()), HashTerms.DEFAULT);

        assertThat(exact(bank.view(), algorithm, value)).containsExactlyInAnyOrder(1, 3);
        assertThat(exact(bank.view(), algorithm, lastBitDiffers)).containsExactly(2);
        assertThat(exact(bank.view(), algorithm, new byte[bytes])).isEmpty();
    }

    @Test
    void near_respectsEachRulesOwnDistanceAndQuality() {
        byte[] zero = new byte[32];
        bank.add(1, PDQ, List.of(zero), new HashTerms(9, 0, 0.8, 0));
        bank.add(2, PDQ, List.of(zero), new HashTerms(10, 0, 0.8, 0));
        bank.add(3, PDQ, List.of(zero), new HashTerms(64, 0, 0.8, 0));
        bank.add(4, PDQ, List.of(zero), new HashTerms(64, 71, 0.8, 0));
        HashBankView view = bank.view();

        assertThat(near(view, withBits(10), 70)).containsExactlyInAnyOrder("2@10", "3@10");
        assertThat(near(view, withBits(64), 71)).containsExactlyInAnyOrder("3@64", "4@64");
        assertThat(near(view, withBits(65), 100)).isEmpty();
    }

    @Test
    void video_clipOfAKnownVideo_matchesByUploadShare() {
        List<byte[]> known =
                IntStream.range(0, 100).mapToObj(HashBankTest::frame).toList();
        bank.add(1, VIDEO_PDQ, known, new HashTerms(31, 50, 0.8, 0));
        bank.add(2, VIDEO_PDQ, known, new HashTerms(31, 50, 0.8, 0.5));

        assertThat(video(bank.view(), known.subList(10, 20), 100)).containsExactly("1 1.00 0.10 0");
        assertThat(video(bank.view(), known.subList(0, 50), 100)).containsExactly("1 1.00 0.50 0", "2 1.00 0.50 0");
    }

    @Test
    void video_knownClipInsideALongUpload_matchesByBankShare() {
        List<byte[]> upload =
                IntStream.range(0, 100).mapToObj(HashBankTest::frame).toList();
        bank.add(1, VIDEO_PDQ, upload.subList(40, 50), new HashTerms(31, 50, 0, 0.9));
        bank.add(2, VIDEO_PDQ, upload.subList(40, 50), new HashTerms(31, 50, 0.8, 0));

        assertThat(video(bank.view(), upload, 100)).containsExactly("1 0.10 1.00 0");
    }

    @Test
    void video_framesBelowQuality_doNotCount() {
        bank.add(1, VIDEO_PDQ, List.of(frame(1)), new HashTerms(31, 50, 1, 0));
        List<byte[]> upload = List.of(frame(1), frame(2), frame(3));

        List<String> matches = new ArrayList<>();
        bank.view()
                .video(
                        upload,
                        new int[] {50, 49, 0},
                        buffers,
                        (rule, uploadShare, bankShare, distance) -> matches.add(rule + " " + uploadShare));
        assertThat(matches).containsExactly("1 1.0");
        assertThat(video(bank.view(), upload, 49)).isEmpty();
    }

    @Test
    void video_qualitiesBeyondTheLastFrame_areLeftAlone() {
        bank.add(1, VIDEO_PDQ, List.of(frame(1)), new HashTerms(31, 50, 1, 0));

        List<Double> shares = new ArrayList<>();
        bank.view().video(List.of(frame(1)), new int[] {100, 100}, buffers, (r, share, b, d) -> shares.add(share));
        assertThat(shares).containsExactly(1.0);
    }

    @Test
    void video_hundredThousandEqualFrames_countOneByOne() {
        bank.add(1, VIDEO_PDQ, List.of(frame(1), frame(2)), new HashTerms(31, 50, 0.1, 0));
        List<byte[]> upload = new ArrayList<>(java.util.Collections.nCopies(100_000, frame(3)));
        java.util.Collections.fill(upload.subList(20_000, 45_000), frame(1));

        assertThat(video(bank.view(), upload, 100)).containsExactly("1 0.25 0.50 0");
    }

    @Test
    void video_twentyThousandFramesInABankFullOfTheirLike_endsSoonAfterItsSteps() {
        java.util.Random random = new java.util.Random(1);
        int known = 30_000;
        bank.add(
                1,
                VIDEO_PDQ,
                Stream.generate(() -> Hashes.flipped(new byte[32], random.nextInt(12), random))
                        .limit(known)
                        .toList(),
                HashTerms.DEFAULT);
        List<byte[]> upload = Stream.generate(() -> Hashes.flipped(new byte[32], random.nextInt(12), random))
                .limit(20_000)
                .toList();
        HashBankView view = bank.view();

        buffers.allow(10_000_000);
        assertThat(video(view, upload, 100)).isEmpty();
        assertThat(buffers.isCutShort()).isTrue();
        assertThat(buffers.stepsLeft()).isBetween(-100L * known, 0L);

        buffers.allow(10_000_000);
        assertThat(video(view, upload.subList(0, 5), 100)).hasSize(1);
        assertThat(buffers.isCutShort()).isFalse();
    }

    @Test
    void near_cutShort_findsNothingMore_untilStepsAreAllowedAnew() {
        bank.add(1, PDQ, List.of(frame(1)), HashTerms.DEFAULT);
        HashBankView view = bank.view();

        buffers.allow(1);
        assertThat(near(view, frame(1), 100)).containsExactly("1@0");
        assertThat(buffers.isCutShort()).isFalse();
        assertThat(near(view, frame(1), 100)).isEmpty();
        assertThat(buffers.isCutShort()).isTrue();
        buffers.allow(1);
        assertThat(near(view, frame(1), 100)).containsExactly("1@0");
    }

    @Test
    void video_nothingInCommon_neverMatches_evenWhenNoShareIsAskedFor() {
        bank.add(1, VIDEO_PDQ, List.of(frame(1)), new HashTerms(31, 50, 0, 0));

        assertThat(video(bank.view(), List.of(frame(2)), 100)).isEmpty();
        assertThat(video(bank.view(), List.of(), 100)).isEmpty();
    }

    @Test
    void view_staysAsItWas() {
        bank.add(1, PDQ, List.of(frame(1)), HashTerms.DEFAULT);
        HashBankView before = bank.view();
        bank.remove(1);
        bank.add(2, PDQ, List.of(frame(2)), HashTerms.DEFAULT);
        HashBankView after = bank.view();

        assertThat(near(before, frame(1), 100)).containsExactly("1@0");
        assertThat(near(before, frame(2), 100)).isEmpty();
        assertThat(near(after, frame(1), 100)).isEmpty();
        assertThat(near(after, frame(2), 100)).containsExactly("2@0");
        assertThat(before.size()).isEqualTo(1);
        assertThat(after.size()).isEqualTo(1);
    }

    @Test
    void remove_freesTheOrdinal_forAnyAlgorithm() {
        bank.add(1, PDQ, List.of(frame(1)), HashTerms.DEFAULT);
        bank.view();
        bank.remove(1);
        bank.add(1, MD5, List.of(filled(16, 1)), HashTerms.DEFAULT);

        assertThat(near(bank.view(), frame(1), 100)).isEmpty();
        assertThat(exact(bank.view(), MD5, filled(16, 1))).containsExactly(1);
    }

    @Test
    void remove_unknownRule_isIgnored() {
        bank.remove(77);

        assertThat(bank.view().size()).isZero();
    }

    @Test
    void emptyBank_findsNothing() {
        HashBankView view = HashBankView.empty();

        assertThat(view.size()).isZero();
        assertThat(exact(view, MD5, new byte[16])).isEmpty();
        assertThat(near(view, new byte[32], 100)).isEmpty();
        assertThat(video(view, List.of(frame(1)), 100)).isEmpty();
    }

    @Test
    void add_sameRuleTwice_isRefused() {
        bank.add(5, MD5, List.of(new byte[16]), HashTerms.DEFAULT);

        assertThatThrownBy(() -> bank.add(5, SHA256, List.of(new byte[32]), HashTerms.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule 5 is in the bank already");
    }

    @ParameterizedTest
    @EnumSource(names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void add_wrongLength_isRefused(HashAlgorithm algorithm) {
        assertThatThrownBy(() -> bank.add(1, algorithm, List.of(new byte[20]), HashTerms.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(algorithm + " hash has " + (algorithm == MD5 ? 16 : 32) + " bytes")
                .hasMessageEndingWith("this one has 20");
        assertThat(bank.view().size()).isZero();
    }

    @Test
    void add_wrongNumberOfValues_isRefused() {
        List<byte[]> two = List.of(new byte[32], new byte[32]);

        assertThatThrownBy(() -> bank.add(1, PDQ, two, HashTerms.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("one PDQ value is allowed, but there are 2");
        assertThatThrownBy(() -> bank.add(1, VIDEO_PDQ, List.of(), HashTerms.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no VIDEO_PDQ value");
        assertThatThrownBy(() -> bank.add(1, UNKNOWN, List.of(new byte[32]), HashTerms.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a hash needs a known algorithm");
    }

    @Test
    void lookUp_wrongLength_isRefused() {
        HashBankView view = bank.view();

        assertThatThrownBy(() -> view.exact(MD5, new byte[15], rule -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MD5");
        assertThatThrownBy(() -> view.exact(PDQ, new byte[32], rule -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PDQ");
        assertThatThrownBy(() -> view.near(new byte[31], 100, buffers, (rule, distance) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
        assertThatThrownBy(() -> view.video(List.of(new byte[31]), new int[] {1}, buffers, (r, u, b, d) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
        assertThatThrownBy(() -> view.video(List.of(new byte[32]), new int[0], buffers, (r, u, b, d) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 frames, but only 0 qualities");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65})
    void terms_distanceOutOfRange_isRefused(int distance) {
        assertThatThrownBy(() -> new HashTerms(distance, 50, 0.8, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxDistance must be 0 to 64, but is " + distance);
    }

    @Test
    void terms_qualityOrShareOutOfRange_isRefused() {
        assertThatThrownBy(() -> new HashTerms(31, 101, 0.8, 0)).hasMessage("minQuality must be 0 to 100, but is 101");
        assertThatThrownBy(() -> new HashTerms(31, 50, 1.5, 0)).hasMessage("minUploadShare must be 0 to 1, but is 1.5");
        assertThatThrownBy(() -> new HashTerms(31, 50, 0.8, Double.NaN))
                .hasMessage("minBankShare must be 0 to 1, but is NaN");
    }

    private static List<Integer> exact(HashBankView view, HashAlgorithm algorithm, byte[] value) {
        List<Integer> rules = new ArrayList<>();
        view.exact(algorithm, value, rules::add);
        return rules;
    }

    private List<String> near(HashBankView view, byte[] pdq, int quality) {
        List<String> rules = new ArrayList<>();
        view.near(pdq, quality, buffers, (rule, distance) -> rules.add(rule + "@" + distance));
        return rules;
    }

    private List<String> video(HashBankView view, List<byte[]> frames, int quality) {
        List<String> rules = new ArrayList<>();
        int[] qualities = new int[frames.size()];
        Arrays.fill(qualities, quality);
        view.video(
                frames,
                qualities,
                buffers,
                (rule, uploadShare, bankShare, distance) ->
                        rules.add("%d %.2f %.2f %d".formatted(rule, uploadShare, bankShare, distance)));
        rules.sort(null);
        return rules;
    }

    private static byte[] filled(int bytes, int with) {
        byte[] value = new byte[bytes];
        Arrays.fill(value, (byte) with);
        return value;
    }

    private static byte[] withBits(int bits) {
        byte[] value = new byte[32];
        for (int i = 0; i < bits; i++) {
            value[i * 37 % 256 / 8] |= (byte) (1 << i * 37 % 256 % 8);
        }
        return value;
    }

    private static byte[] frame(int seed) {
        byte[] value = new byte[32];
        new java.util.Random(seed * 1_000_003L).nextBytes(value);
        return value;
    }
}
