package dev.saring.serde;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a registry has answered, on disk, for a start while it is away. One file holds one answer: the digest of the
 * rest, the question, the answer. A file that is damaged or answers another question counts as missing. Files are
 * written beside and moved into place, so several processes may share the folder.
 */
final class SchemaFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaFiles.class);

    private final Path folder;
    private final RegistryAddress address;

    private SchemaFiles(Path folder, RegistryAddress address) {
        this.folder = folder;
        this.address = address;
    }

    /** Returns files that keep nothing. */
    static SchemaFiles none() {
        return new SchemaFiles(null, null);
    }

    /**
     * Returns the files for one registry.
     *
     * @throws IllegalArgumentException where the folder cannot be made
     */
    static SchemaFiles in(Path directory, RegistryAddress address) {
        Path folder = directory.resolve(digest(address.toString()).substring(0, 16));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The folder for schemas, " + folder + ", cannot be made. Name one that this process may write to: "
                            + e,
                    e);
        }
        return new SchemaFiles(folder, address);
    }

    /** The schema of an id. */
    Optional<String> schema(int id) {
        return read("schema-" + id, schemaQuestion(id));
    }

    void keepSchema(int id, String schema) {
        write("schema-" + id, schemaQuestion(id), schema);
    }

    /** The id that a schema was written with under a subject. */
    OptionalInt id(String subject, String schema) {
        String question = idQuestion(subject, schema);
        return read("id-" + digest(question).substring(0, 32), question)
                .map(answer -> OptionalInt.of(Integer.parseInt(answer)))
                .orElse(OptionalInt.empty());
    }

    void keepId(String subject, String schema, int id) {
        String question = idQuestion(subject, schema);
        write("id-" + digest(question).substring(0, 32), question, Integer.toString(id));
    }

    private String schemaQuestion(int id) {
        return "schema of id " + id + " at " + address;
    }

    private String idQuestion(String subject, String schema) {
        return "id of schema " + digest(schema) + " under " + subject + " at " + address;
    }

    private Optional<String> read(String name, String question) {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(name);
        try {
            String text = Files.readString(file);
            int end = text.indexOf('\n');
            if (end > 0 && text.substring(0, end).equals(digest(text.substring(end + 1)))) {
                String[] parts = text.substring(end + 1).split("\n", 2);
                if (parts.length == 2 && parts[0].equals(question)) {
                    return Optional.of(parts[1]);
                }
            }
            LOG.warn("Ignoring {}: damaged, or not about this registry", file);
        } catch (NoSuchFileException e) {
            LOG.debug("{} is not there", file);
        } catch (IOException e) {
            LOG.warn("Ignoring {}: it cannot be read", file, e);
        }
        return Optional.empty();
    }

    private void write(String name, String question, String answer) {
        if (folder == null || read0(name, question, answer)) {
            return;
        }
        String body = question + '\n' + answer;
        try {
            Path temporary = Files.createTempFile(folder, name, ".tmp");
            try {
                Files.writeString(temporary, digest(body) + '\n' + body);
                Files.move(
                        temporary,
                        folder.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.warn("Cannot keep {} in {}: a start while the schema registry is away may fail", name, folder, e);
        }
    }

    private boolean read0(String name, String question, String answer) {
        return Files.exists(folder.resolve(name))
                && read(name, question).filter(answer::equals).isPresent();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
