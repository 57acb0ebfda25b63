package dev.saring.topology;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of {@code saring.data.directory}. A file in it says by which layout it is used, so that a release never
 * takes another's files for its own. What it holds can all be had again: deleting it loses nothing.
 */
final class DataDirectory {
    private static final String LAYOUT_FILE = "layout";
    private static final String LAYOUT = "1";
    private static final String SCHEMAS = "schemas";
    private static final String STREAMS = "streams";
    private static final String DEATHS = "deaths";
    private static final Set<String> OURS = Set.of(LAYOUT_FILE, SCHEMAS, STREAMS, DEATHS);

    private final Path folder;

    DataDirectory(Settings settings) {
        this.folder = settings.get(SettingCatalog.DATA_DIRECTORY).toAbsolutePath();
    }

    /** Where schemas of the registry are kept. */
    Path schemas() {
        return folder.resolve(SCHEMAS);
    }

    /** What threads have died of, see {@link RecordDeaths}. */
    Path deaths() {
        return folder.resolve(DEATHS);
    }

    /** What Kafka Streams calls its state directory. */
    static Path streams(Settings settings) {
        return settings.get(SettingCatalog.DATA_DIRECTORY).resolve(STREAMS);
    }

    /** What is wrong with it, and the remedy; empty where it can be used, or made. */
    Optional<String> problem() {
        String which = "the folder of saring.data.directory, " + folder + ", ";
        try {
            if (!Files.exists(folder)) {
                Files.delete(Files.createTempDirectory(nearestAncestor(), "saring-check"));
                return Optional.empty();
            }
            if (!Files.isDirectory(folder)) {
                return Optional.of(which + "is a file; name a folder");
            }
            Files.delete(Files.createTempFile(folder, "check", ".tmp"));
            String layout = layout();
            if (layout != null && !layout.equals(LAYOUT)) {
                return Optional.of(which + "was laid out by another release (layout " + layout + ", ours is " + LAYOUT
                        + "); name a new folder, or delete this one: it holds copies only");
            }
            return layout == null ? stranger(which) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(which + "cannot be used (" + e + "); name one that this user may write to");
        }
    }

    private Path nearestAncestor() {
        Path ancestor = folder.getParent();
        while (!Files.exists(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor;
    }

    private Optional<String> stranger(String which) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !OURS.contains(name) && !name.equals("lost+found"))
                    .findFirst()
                    .map(name -> which + "holds " + name + ", which is not Saring's; name a folder of its own");
        }
    }

    /** Makes it, and marks it as ours. */
    void prepare() {
        try {
            Files.createDirectories(folder);
            if (layout() == null) {
                Files.writeString(folder.resolve(LAYOUT_FILE), LAYOUT + System.lineSeparator());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder of saring.data.directory, " + folder + ", cannot be used: " + e.getMessage(), e);
        }
    }

    private String layout() throws IOException {
        Path file = folder.resolve(LAYOUT_FILE);
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }
}
