package dev.saring.classify.hash;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Computes the PDQ hash of an image, as the reference implementations do.
 *
 * <p>Brightness is blurred by two passes of a box filter in each direction (Jarosz) and sampled to 64 by 64, of which
 * the cosine transform keeps the 16 by 16 lowest frequencies without the constant one; a bit says whether a frequency
 * is above their median. The quality sums up the differences between neighbours among the 64 by 64 samples. The cost
 * is linear in the pixels; images need not be scaled beforehand. Orientation tags, colour profiles and transparency
 * are left alone.
 *
 * <p>Any number of threads may use one hasher.
 *
 * @see <a href="https://github.com/facebook/ThreatExchange/blob/main/hashing/hashing.pdf">The TMK+PDQF video-hashing
 *     algorithm and the PDQ image-hashing algorithm, Facebook, 2019</a>
 */
public final class PdqHasher {
    private static final int SAMPLES = 64;
    private static final int FREQUENCIES = 16;
    private static final int LEAST_SIDE = 5;
    private static final int PASSES = 2;

    private final float[][] cosines = cosines();

    public PdqHasher() {}

    /**
     * Hashes a decoded image.
     *
     * @return the hash; all zeros with quality 0 if a side is shorter than {@value #LEAST_SIDE} pixels
     */
    public PdqHash hash(BufferedImage image) {
        return hash(Luminance.of(image), image.getWidth(), image.getHeight());
    }

    /**
     * Hashes decoded pixels.
     *
     * @param argb one pixel each, row by row: blue in the lowest 8 bits, then green, red and alpha, which is ignored
     * @return the hash; all zeros with quality 0 if a side is shorter than {@value #LEAST_SIDE} pixels
     * @throws IllegalArgumentException if the number of pixels is not {@code width * height}
     */
    public PdqHash hash(int[] argb, int width, int height) {
        if (width < 0 || height < 0 || (long) width * height != argb.length) {
            throw new IllegalArgumentException(
                    "an image of " + width + " x " + height + " pixels cannot have " + argb.length + " of them");
        }
        return hash(Luminance.of(argb, width, height), width, height);
    }

    private PdqHash hash(float[] luminance, int width, int height) {
        if (width < LEAST_SIDE || height < LEAST_SIDE) {
            return new PdqHash(new byte[Hash256.BYTES], 0);
        }
        float[] samples = blurAndSample(luminance, width, height);
        return new PdqHash(bits(transform(samples)), quality(samples));
    }

    private static float[] blurAndSample(float[] luminance, int width, int height) {
        int across = window(width);
        int down = window(height);
        float[] other = new float[luminance.length];
        for (int pass = 1; pass < PASSES; pass++) {
            for (int y = 0; y < height; y++) {
                blurRow(luminance, y * width, width, across, other);
            }
            blurColumns(other, width, height, down, luminance);
        }
        int[] columns = sampled(width);
        float[] narrow = new float[height * SAMPLES];
        for (int y = 0; y < height; y++) {
            blurRow(luminance, y * width, width, across, other);
            for (int x = 0; x < SAMPLES; x++) {
                narrow[y * SAMPLES + x] = other[y * width + columns[x]];
            }
        }
        float[] blurred = new float[narrow.length];
        blurColumns(narrow, SAMPLES, height, down, blurred);
        int[] rows = sampled(height);
        float[] samples = new float[SAMPLES * SAMPLES];
        for (int y = 0; y < SAMPLES; y++) {
            System.arraycopy(blurred, rows[y] * SAMPLES, samples, y * SAMPLES, SAMPLES);
        }
        return samples;
    }

    private static int window(int side) {
        return (side + 2 * SAMPLES - 1) / (2 * SAMPLES);
    }

    private static int[] sampled(int side) {
        int[] positions = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            positions[i] = (int) ((i + 0.5) * side / SAMPLES);
        }
        return positions;
    }

    /** Replaces each value by the mean of those of the window around it that exist, by a running sum. */
    private static void blurRow(float[] in, int start, int length, int window, float[] out) {
        int ahead = (window + 2) / 2 - 1;
        float sum = 0;
        for (int i = 0; i < ahead; i++) {
            sum += in[start + i];
        }
        int size = ahead;
        for (int i = 0; i < length; i++) {
            if (i + ahead < length) {
                sum += in[start + i + ahead];
                size++;
            }
            if (i + ahead >= window) {
                sum -= in[start + i + ahead - window];
                size--;
            }
            out[start + i] = sum / size;
        }
    }

    private static void blurColumns(float[] in, int width, int height, int window, float[] out) {
        int ahead = (window + 2) / 2 - 1;
        float[] sums = new float[width];
        for (int y = 0; y < ahead; y++) {
            add(in, y * width, sums);
        }
        int size = ahead;
        for (int y = 0; y < height; y++) {
            if (y + ahead < height) {
                add(in, (y + ahead) * width, sums);
                size++;
            }
            if (y + ahead >= window) {
                subtract(in, (y + ahead - window) * width, sums);
                size--;
            }
            for (int x = 0; x < width; x++) {
                out[y * width + x] = sums[x] / size;
            }
        }
    }

    private static void add(float[] in, int start, float[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += in[start + x];
        }
    }

    private static void subtract(float[] in, int start, float[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] -= in[start + x];
        }
    }

    private static int quality(float[] samples) {
        int sum = 0;
        for (int i = 0; i < samples.length; i++) {
            if (i + SAMPLES < samples.length) {
                sum += gradient(samples[i], samples[i + SAMPLES]);
            }
            if (i % SAMPLES + 1 < SAMPLES) {
                sum += gradient(samples[i], samples[i + 1]);
            }
        }
        return Math.min(100, sum / 90);
    }

    /** The difference of two samples in whole hundredths of the greatest one. */
    private static int gradient(float a, float b) {
        return Math.abs((int) ((a - b) * 100 / 255));
    }

    private static float[][] cosines() {
        float[][] cosines = new float[FREQUENCIES][SAMPLES];
        for (int f = 0; f < FREQUENCIES; f++) {
            for (int s = 0; s < SAMPLES; s++) {
                cosines[f][s] =
                        (float) (Math.sqrt(2.0 / SAMPLES) * Math.cos(Math.PI / 2 / SAMPLES * (f + 1) * (2 * s + 1)));
            }
        }
        return cosines;
    }

    private float[] transform(float[] samples) {
        float[] rows = new float[FREQUENCIES * SAMPLES];
        for (int f = 0; f < FREQUENCIES; f++) {
            for (int y = 0; y < SAMPLES; y++) {
                for (int x = 0; x < SAMPLES; x++) {
                    rows[f * SAMPLES + x] += cosines[f][y] * samples[y * SAMPLES + x];
                }
            }
        }
        float[] spectrum = new float[FREQUENCIES * FREQUENCIES];
        for (int f = 0; f < FREQUENCIES; f++) {
            for (int g = 0; g < FREQUENCIES; g++) {
                float sum = 0;
                for (int x = 0; x < SAMPLES; x++) {
                    sum += rows[f * SAMPLES + x] * cosines[g][x];
                }
                spectrum[f * FREQUENCIES + g] = sum;
            }
        }
        return spectrum;
    }

    /** One bit for each frequency, the last one first. */
    private static byte[] bits(float[] spectrum) {
        float[] sorted = spectrum.clone();
        Arrays.sort(sorted);
        float median = sorted[sorted.length / 2 - 1];
        byte[] bits = new byte[Hash256.BYTES];
        for (int i = 0; i < spectrum.length; i++) {
            if (spectrum[i] > median) {
                bits[Hash256.BYTES - 1 - i / 8] |= (byte) (1 << i % 8);
            }
        }
        return bits;
    }
}
