package dev.saring.capture;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a capture, entry after entry. Nobody but its owner may read the file, which stands in its place when it is
 * finished, whole or not at all.
 */
final class CaptureWriter implements Closeable {
    static final String MANIFEST = "manifest.json";
    static final String POLICIES = "policies.yaml";
    static final String SCHEMAS = "schemas.jsonl";
    static final String RULES = "rules.jsonl";
    static final String CHANGES = "changes.jsonl";
    static final String RECORDS = "records.jsonl";

    private final Path file;
    private final Path draft;
    private final OutputStream out;
    private final ZipOutputStream zip;
    private final Writer text;
    private boolean finished;

    CaptureWriter(Path file) throws IOException {
        this.file = file;
        this.draft = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(draft);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        this.out = Files.newOutputStream(draft);
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        this.text = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
    }

    /** Begins an entry, after the one before it. */
    void entry(String name) throws IOException {
        text.flush();
        zip.putNextEntry(new ZipEntry(name));
    }

    void line(String line) throws IOException {
        text.write(line);
        text.write('\n');
    }

    void bytes(byte[] bytes) throws IOException {
        zip.write(bytes);
    }

    /** Puts the file in its place. */
    void finish() throws IOException {
        text.close();
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        finished = true;
    }

    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        // On a full disk the texts cannot be closed, which leaves the file open.
        try (out) {
            text.close();
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
