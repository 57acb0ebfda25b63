package dev.saring.capture;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads a capture. */
final class CaptureFile implements Closeable {
    private final ZipFile zip;

    /**
     * Opens a file.
     *
     * @throws CaptureException where it is no zip file
     * @throws IOException where it cannot be read
     */
    CaptureFile(Path file) throws IOException {
        try {
            zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw new CaptureException(file + " is no capture: " + e.getMessage(), e);
        }
    }

    byte[] bytes(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    /** The lines of an entry, for the caller to close. */
    Stream<String> lines(String name) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8));
        return reader.lines().onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new CaptureException(zip.getName() + " is no capture: it holds no " + name);
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
