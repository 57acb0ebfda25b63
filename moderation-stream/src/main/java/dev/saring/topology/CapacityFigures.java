package dev.saring.topology;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code saring bench pipeline} has measured, by name. */
public final class CapacityFigures {
    private static final String REMEDY =
            "; make one with `saring bench pipeline --bootstrap-servers … --out FILE`, against the cluster and on a machine"
                    + " like those that are to be used";
    /** What stands under {@code format} in a file of figures; raised where a name gets another meaning. */
    public static final String FORMAT = "1";

    private final String source;
    private final SortedMap<String, String> values;

    /** @param source what messages call them */
    public CapacityFigures(String source, Map<String, String> values) {
        this.source = source;
        this.values = new TreeMap<>(values);
    }

    /**
     * Reads a file that {@code saring bench pipeline --out} wrote.
     *
     * @throws IllegalArgumentException where there is none, or it is something else; the message names the remedy
     */
    public static CapacityFigures read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file + REMEDY, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage() + REMEDY, e);
        }
        if (!FORMAT.equals(properties.getProperty("format"))) {
            throw new IllegalArgumentException(file + " holds no figures of format " + FORMAT + REMEDY);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return new CapacityFigures(file.toString(), values);
    }

    /** All figures as they were written, in the order of their names. */
    public SortedMap<String, String> all() {
        return Collections.unmodifiableSortedMap(values);
    }

    /** @throws IllegalArgumentException where figures are missing or not above 0; the message names them all */
    void require(Collection<String> names) {
        List<String> missing =
                names.stream().filter(name -> !(number(name, 0) > 0)).sorted().toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    source + " lacks " + String.join(", ", missing) + " (a number above 0 each)" + REMEDY);
        }
    }

    /** @param otherwise what counts where there is no such figure */
    double number(String name, double otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(source + ": " + name + " is no number but " + value + REMEDY, e);
        }
    }

    /** A figure that {@link #require} has seen. */
    double number(String name) {
        return number(name, Double.NaN);
    }

    /** A figure as it was written, or {@code unknown}. */
    String text(String name) {
        return values.getOrDefault(name, "unknown");
    }
}
