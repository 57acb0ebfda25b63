package dev.saring.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schemas of all records on topics: as they are now, and as they were released. Paths are the module's own. */
final class Schemas {
    static final Path RELEASED = Path.of("released");

    private static final Path CURRENT = Path.of("src/main/avro");
    private static final Path VOCABULARY = CURRENT.resolve("vocabulary");
    private static final Pattern VERSION_FILE = Pattern.compile("v([1-9][0-9]*)\\.avsc");

    private Schemas() {}

    /** Current schemas of the records that stand on topics. */
    static List<Schema> current() {
        List<Path> records = list(CURRENT).filter(Files::isRegularFile).toList();
        SchemaParser parser = new SchemaParser();
        Stream.concat(list(VOCABULARY), records.stream()).forEach(file -> read(file, parser));
        Map<String, Schema> byName =
                parser.getParsedNamedSchemas().stream().collect(Collectors.toMap(Schema::getName, Function.identity()));
        return records.stream()
                .map(file -> byName.get(file.getFileName().toString().replace(".avsc", "")))
                .toList();
    }

    /** Names of the records that have a released version. */
    static List<String> releasedRecords() {
        return list(RELEASED).map(folder -> folder.getFileName().toString()).toList();
    }

    /** Released versions of one record by number, each parsed alone; empty where there is none. */
    static SortedMap<Integer, Schema> released(Path folder, String record) {
        SortedMap<Integer, Schema> versions = new TreeMap<>();
        list(folder.resolve(record)).forEach(file -> {
            Matcher name = VERSION_FILE.matcher(file.getFileName().toString());
            if (!name.matches()) {
                throw new IllegalStateException(file + " is no version: expected v1.avsc, v2.avsc and so on");
            }
            versions.put(Integer.valueOf(name.group(1)), parseAlone(file));
        });
        return versions;
    }

    private static Schema parseAlone(Path file) {
        try {
            return new SchemaParser().parse(file).mainSchema();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(file + " cannot be parsed on its own: " + e.getMessage(), e);
        }
    }

    private static void read(Path file, SchemaParser parser) {
        try {
            parser.parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static Stream<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparing(Path::getFileName)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
