package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.classify.hash.PdqHasher;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HashCommandTest {
    private record Result(int status, List<JsonNode> lines, String errors) {}

    @TempDir
    private Path folder;

    @Test
    void anyFile_hasMd5AndSha256() throws IOException {
        Path file = Files.writeString(folder.resolve("abc.txt"), "abc");

        Result result = hash(file);

        assertThat(result.status()).isZero();
        assertThat(result.errors()).isEmpty();
        assertThat(result.lines()).singleElement().satisfies(line -> {
            assertThat(line.fieldNames()).toIterable().containsExactly("file", "md5", "sha256");
            assertThat(line.get("file").asText()).isEqualTo(file.toString());
            assertThat(line.get("md5").asText()).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
            assertThat(line.get("sha256").asText())
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "png, " + BufferedImage.TYPE_INT_RGB,
        "png, " + BufferedImage.TYPE_INT_ARGB,
        "bmp, " + BufferedImage.TYPE_INT_RGB,
        "gif, " + BufferedImage.TYPE_BYTE_INDEXED,
        "png, " + BufferedImage.TYPE_BYTE_GRAY,
        "png, " + BufferedImage.TYPE_USHORT_GRAY,
        "png, " + BufferedImage.TYPE_BYTE_BINARY
    })
    void losslessImage_hasThePdqOfItsPixels(String format, int type) throws IOException {
        BufferedImage image = picture(type);

        Result result = hash(write(image, format));

        assertThat(result.status()).isZero();
        assertThat(result.lines().get(0).get("pdq").asText())
                .isEqualTo(new PdqHasher().hash(image).hex());
        assertThat(result.lines().get(0).get("quality").asInt())
                .isEqualTo(new PdqHasher().hash(image).quality());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jpegInCmyk_hasThePdqOfTheSamePictureInRgb(boolean transformed) throws IOException {
        BufferedImage image = picture(BufferedImage.TYPE_INT_RGB);
        byte[] jpeg = cmyk(image, transformed);
        Path file = Files.write(folder.resolve("print.jpg"), jpeg);
        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));

        Result result = hash(file, cut);

        byte[] expected = HexFormat.of().parseHex(new PdqHasher().hash(image).hex());
        byte[] found = HexFormat.of().parseHex(result.lines().get(0).get("pdq").asText());
        assertThat(IntStream.range(0, 32)
                        .map(i -> Integer.bitCount((expected[i] ^ found[i]) & 0xff))
                        .sum())
                .isLessThanOrEqualTo(4);
        assertThat(result.lines().get(1).get("error").asText()).matches("the image is (cut off|damaged).*");
    }

    /** The picture without black ink, stored as Adobe does: inverted; where transformed, as Y, Cb and Cr of the inks. */
    private static byte[] cmyk(BufferedImage image, boolean transformed) throws IOException {
        WritableRaster raster =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, image.getWidth(), image.getHeight(), 4, null);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color colour = new Color(image.getRGB(x, y));
                raster.setPixel(
                        x,
                        y,
                        transformed
                                ? ycck(colour)
                                : new int[] {colour.getRed(), colour.getGreen(), colour.getBlue(), 255});
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
            ImageWriteParam best = writer.getDefaultWriteParam();
            best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            best.setCompressionQuality(1);
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), best);
        } finally {
            writer.dispose();
        }
        return withAdobeMarker(jpeg.toByteArray(), transformed ? 2 : 0);
    }

    private static int[] ycck(Color colour) {
        double c = 255 - colour.getRed();
        double m = 255 - colour.getGreen();
        double y = 255 - colour.getBlue();
        double luma = 0.299 * c + 0.587 * m + 0.114 * y;
        return new int[] {
            (int) Math.round(luma),
            (int) Math.round(128 + (y - luma) / 1.772),
            (int) Math.round(128 + (c - luma) / 1.402),
            255
        };
    }

    private static byte[] withAdobeMarker(byte[] jpeg, int transform) {
        byte[] marker = HexFormat.of().parseHex("ffee000e41646f6265006400000000" + "0" + transform);
        ByteBuffer marked = ByteBuffer.allocate(jpeg.length + marker.length);
        return marked.put(jpeg, 0, 2).put(marker).put(jpeg, 2, jpeg.length - 2).array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
    void truncatedImage_hasAClearError_andTheNextFileGoesOn(String format) throws IOException {
        Path whole = write(picture(BufferedImage.TYPE_INT_RGB), format);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut." + format), Arrays.copyOf(bytes, bytes.length / 2));

        Result result = hash(cut, whole);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines()).hasSize(2);
        assertThat(result.lines().get(0).get("error").asText()).matches("the image is (cut off|damaged).*");
        assertThat(result.lines().get(0).has("pdq")).isFalse();
        assertThat(result.lines().get(0).has("sha256")).isTrue();
        assertThat(result.errors()).startsWith(cut + ": the image is ");
        assertThat(result.lines().get(1).has("pdq")).isTrue();
    }

    @Test
    void decompressionBomb_isRefusedBeforeItIsDecoded() throws IOException {
        byte[] png = Files.readAllBytes(write(picture(BufferedImage.TYPE_INT_RGB), "png"));
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        Path bomb = Files.write(folder.resolve("bomb.png"), png);

        assertThat(hash(bomb).lines().get(0).get("error").asText())
                .isEqualTo("the image has 60000 x 60000 pixels, more than the limit of 100000000; raise it with"
                        + " --max-pixels");
    }

    @Test
    void fileNamedLikeAnImage_thatIsNone_hasAClearError() throws IOException {
        Path file = Files.writeString(folder.resolve("letter.jpg"), "Dear all");

        Result result = hash(file);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines().get(0).get("error").asText()).isEqualTo("not an image in JPEG, PNG, GIF or BMP");
        assertThat(result.lines().get(0).has("md5")).isTrue();
    }

    @Test
    void missingFileAndDirectory_haveAClearError() {
        Result result = hash(folder.resolve("none"), folder);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.lines().get(0).get("error").asText()).isEqualTo("there is no such file");
        assertThat(result.lines().get(1).get("error").asText()).isEqualTo("a directory, not a file");
    }

    @Test
    void randomDamage_neverEndsTheRun() throws IOException {
        Random random = new Random(21);
        List<Path> files = new ArrayList<>();
        for (String format : List.of("jpg", "png", "gif", "bmp")) {
            byte[] whole = Files.readAllBytes(write(picture(BufferedImage.TYPE_INT_RGB), format));
            for (int i = 0; i < 40; i++) {
                byte[] damaged = whole.clone();
                for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
                    damaged[random.nextInt(i % 2 == 0 ? 60 : damaged.length)] = (byte) random.nextInt();
                }
                files.add(Files.write(folder.resolve(i + "." + format), damaged));
            }
        }

        Result result = hash(files.toArray(Path[]::new));

        assertThat(result.lines()).hasSameSizeAs(files);
        assertThat(result.lines()).allMatch(line -> line.has("pdq") != line.has("error"));
    }

    @Test
    void noFile_isWrongUsage() {
        assertThat(new CommandLine(new HashCommand())
                        .setErr(new java.io.PrintWriter(new ByteArrayOutputStream()))
                        .execute())
                .isEqualTo(2);
    }

    @Test
    void referenceImages_hashNearTheReference() throws IOException {
        Path data = Path.of("../../shared/data/pdq");
        assumeTrue(Files.isDirectory(data));
        for (String row : Files.readAllLines(data.resolve("reference.csv"))
                .subList(1, Files.readAllLines(data.resolve("reference.csv")).size())) {
            String[] fields = row.split(",");
            JsonNode line =
                    hash(data.resolve("images").resolve(fields[0])).lines().get(0);
            assertThat(line.get("pdq").asText()).hasSize(64);
            assertThat(line.get("quality").asInt()).isEqualTo(Integer.parseInt(fields[4]));
        }
    }

    private Path write(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("whole." + format);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    /** Blocks of random brightness with some noise. */
    private static BufferedImage picture(int type) {
        BufferedImage image = new BufferedImage(200, 160, type);
        Random random = new Random(20);
        int[] levels = random.ints(80, 0, 200).toArray();
        for (int y = 0; y < 160; y++) {
            for (int x = 0; x < 200; x++) {
                int level = levels[x / 20 + y / 20 * 10] + random.nextInt(50);
                image.setRGB(x, y, 0xff000000 | level * 0x010101);
            }
        }
        return image;
    }

    private static Result hash(Path... files) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream newOut = new ByteArrayOutputStream();
        ByteArrayOutputStream newErr = new ByteArrayOutputStream();
        System.setOut(new PrintStream(newOut, false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(newErr, false, StandardCharsets.UTF_8));
        try {
            int status = new CommandLine(new HashCommand())
                    .execute(Arrays.stream(files).map(Path::toString).toArray(String[]::new));
            System.out.flush();
            System.err.flush();
            List<JsonNode> lines = new ArrayList<>();
            for (String line : newOut.toString(StandardCharsets.UTF_8).lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            return new Result(status, lines, newErr.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
