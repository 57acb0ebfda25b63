package dev.saring.classify.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdqHasherTest {
    private final PdqHasher hasher = new PdqHasher();

    @Test
    void pixels_hashLikeTheImage() {
        BufferedImage image = picture(300, 200, BufferedImage.TYPE_INT_RGB, 1);
        int[] argb = image.getRGB(0, 0, 300, 200, null, 0, 300);

        assertThat(hasher.hash(argb, 300, 200).value())
                .isEqualTo(hasher.hash(image).value());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_ARGB_PRE,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void pixelLayout_changesNothing(int type) {
        PdqHash expected = hasher.hash(picture(300, 200, BufferedImage.TYPE_INT_RGB, 2));

        PdqHash hash = hasher.hash(picture(300, 200, type, 2));

        assertThat(hash.hex()).isEqualTo(expected.hex());
        assertThat(hash.quality()).isEqualTo(expected.quality());
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greySamples_areTakenAsStored(int type) {
        BufferedImage grey = new BufferedImage(256, 256, type);
        int[] argb = new int[256 * 256];
        Random random = new Random(3);
        int[] tile = random.ints(64, 0, 256).toArray();
        for (int i = 0; i < argb.length; i++) {
            int level = tile[i % 256 / 32 + i / 256 / 32 * 8];
            argb[i] = level * 0x010101;
            grey.getRaster().setSample(i % 256, i / 256, 0, type == BufferedImage.TYPE_BYTE_GRAY ? level : level * 257);
        }

        assertThat(distance(hasher.hash(grey), hasher.hash(argb, 256, 256))).isLessThanOrEqualTo(2);
    }

    @Test
    void transparency_isLeftAlone() {
        BufferedImage image = picture(300, 200, BufferedImage.TYPE_INT_ARGB, 4);
        PdqHash opaque = hasher.hash(image);
        int[] argb = image.getRGB(0, 0, 300, 200, null, 0, 300);
        for (int i = 0; i < argb.length; i++) {
            argb[i] &= 0x10ffffff;
        }

        assertThat(hasher.hash(argb, 300, 200).hex()).isEqualTo(opaque.hex());
    }

    @Test
    void sameScene_inAnotherSize_staysNear_andAnotherSceneIsFar() {
        PdqHash large = hasher.hash(picture(1024, 768, BufferedImage.TYPE_INT_RGB, 5));

        assertThat(distance(large, hasher.hash(picture(400, 300, BufferedImage.TYPE_INT_RGB, 5))))
                .isLessThanOrEqualTo(20);
        assertThat(distance(large, hasher.hash(picture(1024, 768, BufferedImage.TYPE_INT_RGB, 6))))
                .isGreaterThan(64);
    }

    @Test
    void flatImage_hasNoQuality() {
        assertThat(hasher.hash(new int[512 * 512], 512, 512).quality()).isZero();
        assertThat(hasher.hash(picture(512, 512, BufferedImage.TYPE_INT_RGB, 7)).quality())
                .isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void tinyImage_hasTheEmptyHash(int side) {
        PdqHash hash = hasher.hash(new int[side * 300], 300, side);

        assertThat(hash.value()).containsOnly(0);
        assertThat(hash.quality()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 63, 64, 65, 127, 128, 129, 1000})
    void oddSizes_areHashed(int side) {
        assertThat(hasher.hash(picture(side, 7, BufferedImage.TYPE_INT_RGB, 8)).value())
                .hasSize(32);
        assertThat(hasher.hash(picture(7, side, BufferedImage.TYPE_INT_RGB, 8)).value())
                .hasSize(32);
    }

    @Test
    void wrongNumberOfPixels_isRefused() {
        assertThatThrownBy(() -> hasher.hash(new int[10], 3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image of 3 x 3 pixels cannot have 10 of them");
    }

    /** A scene of coloured ellipses, the same in every size. */
    static BufferedImage picture(int width, int height, int type, long seed) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(width / 100.0, height / 100.0);
        Random random = new Random(seed);
        graphics.setPaint(new GradientPaint(0, 0, color(random), 100, 100, color(random)));
        graphics.fillRect(0, 0, 100, 100);
        for (int i = 0; i < 30; i++) {
            graphics.setPaint(color(random));
            graphics.fillOval(
                    random.nextInt(100) - 10, random.nextInt(100) - 10, 5 + random.nextInt(40), 5 + random.nextInt(40));
        }
        graphics.dispose();
        return image;
    }

    private static java.awt.Color color(Random random) {
        return new java.awt.Color(random.nextInt(0x1000000));
    }

    private static int distance(PdqHash a, PdqHash b) {
        int distance = 0;
        for (int i = 0; i < 32; i++) {
            distance += Integer.bitCount((a.value()[i] ^ b.value()[i]) & 0xff);
        }
        return distance;
    }
}
