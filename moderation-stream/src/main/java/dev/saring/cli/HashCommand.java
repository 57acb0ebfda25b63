package dev.saring.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saring.classify.hash.PdqHash;
import dev.saring.classify.hash.PdqHasher;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code saring hash}: the hashes of files, for producers of uploads and makers of hash lists. */
@Command(
        name = "hash",
        mixinStandardHelpOptions = true,
        description = {
            "Prints md5 and sha256 of each file, and of images (JPEG, PNG, GIF, BMP) also pdq and quality: one JSON"
                    + " object a line.",
            "A file that cannot be read or decoded has a field error; the others go on."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every file was hashed", "1:a file could not be read or decoded", "2:wrong usage"})
public final class HashCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
    private List<Path> files;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "100000000",
            description = "An image with more pixels is not decoded; default: ${DEFAULT-VALUE}. Decoding takes up to 16"
                    + " bytes of memory a pixel.")
    private long mostPixels;

    private final ObjectMapper json = new ObjectMapper();
    private final PdqHasher hasher = new PdqHasher();

    @Override
    public Integer call() throws IOException {
        ImageFiles images = new ImageFiles(mostPixels);
        PrintStream out = System.out;
        boolean good = true;
        for (Path file : files) {
            ObjectNode line = json.createObjectNode().put("file", file.toString());
            try {
                digest(file, line);
                images.read(file).ifPresent(image -> {
                    PdqHash pdq = hasher.hash(image);
                    line.put("pdq", pdq.hex()).put("quality", pdq.quality());
                });
            } catch (IOException e) {
                good = false;
                line.put("error", reason(e));
                System.err.println(file + ": " + reason(e));
            }
            out.println(json.writeValueAsString(line));
            if (out.checkError()) {
                System.err.println("standard output cannot be written to");
                return 1;
            }
        }
        return good ? 0 : 1;
    }

    private static void digest(Path file, ObjectNode line) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("a directory, not a file");
        }
        MessageDigest md5 = digest("MD5");
        MessageDigest sha256 = digest("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int count; (count = in.read(buffer)) >= 0; ) {
                md5.update(buffer, 0, count);
                sha256.update(buffer, 0, count);
            }
        }
        line.put("md5", HexFormat.of().formatHex(md5.digest()));
        line.put("sha256", HexFormat.of().formatHex(sha256.digest()));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "the file may not be read";
        }
        return failure.getMessage();
    }
}
