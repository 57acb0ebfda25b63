package dev.saring.classify.hash;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Brightness of each pixel, 0 to 255, row by row.
 *
 * <p>Takes the samples as the file stores them: colour profiles, gamma and transparency are left alone, as the PDQ
 * reference does. ({@link BufferedImage#getRGB} would brighten grey images and those in CMYK.) Of CMYK, red is
 * (255 - cyan) (255 - black) / 255, and so on.
 */
final class Luminance {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Luminance() {}

    static float[] of(int[] argb, int width, int height) {
        float[] luminance = new float[width * height];
        for (int i = 0; i < luminance.length; i++) {
            luminance[i] = of(argb[i]);
        }
        return luminance;
    }

    static float[] of(BufferedImage image) {
        float[] luminance = new float[Math.multiplyExact(image.getWidth(), image.getHeight())];
        ColorModel colors = image.getColorModel();
        if (hasPlainSamples(colors)) {
            boolean grey = colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
            switch (colors.getTransferType()) {
                case DataBuffer.TYPE_BYTE -> fromBytes(image.getRaster(), grey, luminance);
                default -> fromShorts(image.getRaster(), grey, luminance);
            }
        } else if (isCmyk(colors)) {
            fromCmyk(image.getRaster(), luminance);
        } else if (image.getType() == BufferedImage.TYPE_INT_RGB || image.getType() == BufferedImage.TYPE_INT_ARGB) {
            fromPacked(image.getRaster(), luminance);
        } else {
            fromColors(image, luminance);
        }
        return luminance;
    }

    /** Whether each sample is a number of 8 or 16 bits of its own, red, green and blue or grey first. */
    private static boolean hasPlainSamples(ColorModel colors) {
        if (!(colors instanceof ComponentColorModel) || colors.isAlphaPremultiplied()) {
            return false;
        }
        int space = colors.getColorSpace().getType();
        if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
            return false;
        }
        return switch (colors.getTransferType()) {
            case DataBuffer.TYPE_BYTE -> haveBits(colors, 8);
            case DataBuffer.TYPE_USHORT -> haveBits(colors, 16);
            default -> false;
        };
    }

    private static boolean haveBits(ColorModel colors, int bits) {
        return Arrays.stream(colors.getComponentSize()).allMatch(size -> size == bits);
    }

    private static boolean isCmyk(ColorModel colors) {
        return colors instanceof ComponentColorModel
                && colors.getColorSpace().getType() == ColorSpace.TYPE_CMYK
                && colors.getTransferType() == DataBuffer.TYPE_BYTE
                && haveBits(colors, 8);
    }

    private static void fromBytes(Raster raster, boolean grey, float[] luminance) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] row = new byte[width * bands];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int s = 0; s < row.length; s += bands, i++) {
                luminance[i] = grey ? row[s] & 0xff : of(row[s] & 0xff, row[s + 1] & 0xff, row[s + 2] & 0xff);
            }
        }
    }

    private static void fromShorts(Raster raster, boolean grey, float[] luminance) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        short[] row = new short[width * bands];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int s = 0; s < row.length; s += bands, i++) {
                luminance[i] =
                        (grey ? row[s] & 0xffff : of(row[s] & 0xffff, row[s + 1] & 0xffff, row[s + 2] & 0xffff)) / 257;
            }
        }
    }

    private static void fromCmyk(Raster raster, float[] luminance) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] row = new byte[width * bands];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int s = 0; s < row.length; s += bands, i++) {
                float light = (255 - (row[s + 3] & 0xff)) / 255f;
                luminance[i] = light * of(255 - (row[s] & 0xff), 255 - (row[s + 1] & 0xff), 255 - (row[s + 2] & 0xff));
            }
        }
    }

    private static void fromPacked(Raster raster, float[] luminance) {
        int width = raster.getWidth();
        int[] row = new int[width];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++, i++) {
                luminance[i] = of(row[x]);
            }
        }
    }

    private static void fromColors(BufferedImage image, float[] luminance) {
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++, i++) {
                luminance[i] = of(row[x]);
            }
        }
    }

    private static float of(int argb) {
        return of(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
    }

    private static float of(int red, int green, int blue) {
        return RED * red + GREEN * green + BLUE * blue;
    }
}
