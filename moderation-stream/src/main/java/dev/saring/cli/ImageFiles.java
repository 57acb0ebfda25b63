package dev.saring.cli;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes image files, of animations the first frame, and refuses those that are damaged or far too large. */
final class ImageFiles {
    private static final Set<String> FORMATS = Set.of("jpeg", "png", "gif", "bmp");
    private static final Set<String> IMAGE_SUFFIXES =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "webp", "tif", "tiff", "heic", "heif", "avif");

    /** Memory for each pixel that decoding and hashing take at most. */
    private static final int BYTES_PER_PIXEL = 16;

    private final long mostPixels;

    /** @param mostPixels an image with more pixels is refused before it is decoded */
    ImageFiles(long mostPixels) {
        this.mostPixels = mostPixels;
    }

    /**
     * Decodes a file.
     *
     * @return the image; empty if the file is none, neither by its content nor by its name
     * @throws IOException if the file cannot be read, is damaged, has too many pixels, or is named like an image but
     *     has none of the formats JPEG, PNG, GIF and BMP
     */
    Optional<BufferedImage> read(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = in == null ? null : reader(in);
            if (reader == null) {
                if (IMAGE_SUFFIXES.contains(suffix(file))) {
                    throw new IOException("not an image in JPEG, PNG, GIF or BMP");
                }
                return Optional.empty();
            }
            try {
                return Optional.of(read(reader, in));
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageReader reader(ImageInputStream in) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        return null;
    }

    private BufferedImage read(ImageReader reader, ImageInputStream in) throws IOException {
        List<String> warnings = new ArrayList<>();
        BufferedImage image;
        try {
            reader.setInput(in, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0));
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            image = reader.read(0);
        } catch (EOFException e) {
            throw new IOException("the image is cut off", e);
        } catch (IIOException e) {
            throw new IOException("the image is damaged: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // What the JDK's decoders throw on damaged input beside IIOException.
            throw new IOException("the image is damaged: " + e, e);
        }
        for (String warning : warnings) {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                throw new IOException("the image is cut off");
            }
        }
        return image;
    }

    private void requireSize(int width, int height) throws IOException {
        long pixels = (long) width * height;
        if (pixels > mostPixels) {
            throw new IOException("the image has " + width + " x " + height + " pixels, more than the limit of "
                    + mostPixels + "; raise it with --max-pixels");
        }
        long memory = Runtime.getRuntime().maxMemory();
        if (pixels * BYTES_PER_PIXEL > memory) {
            throw new IOException("the image has " + width + " x " + height + " pixels, too many for " + (memory >> 20)
                    + " MiB of memory; raise it with java -Xmx");
        }
    }

    private static String suffix(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
