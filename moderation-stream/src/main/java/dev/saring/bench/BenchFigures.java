package dev.saring.bench;

import dev.saring.topology.CapacityFigures;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a run by name, in the order in which they came up. Kept as a properties file, for {@code saring topics
 * plan} and for people.
 */
public final class BenchFigures {
    private final Map<String, String> figures = new LinkedHashMap<>();

    BenchFigures() {
        put("format", CapacityFigures.FORMAT);
    }

    /**
     * Reads a file that {@link #write} has written.
     *
     * @throws IllegalArgumentException where it cannot be read, or is none of these
     */
    public static BenchFigures read(Path file) {
        BenchFigures figures = new BenchFigures();
        CapacityFigures.read(file).all().forEach(figures::put);
        return figures;
    }

    void put(String name, String value) {
        figures.put(name, value);
    }

    void put(String name, long value) {
        put(name, Long.toString(value));
    }

    /** @param decimals digits behind the point */
    void put(String name, double value, int decimals) {
        put(name, String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /** A figure as it was written. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(figures.get(name));
    }

    /**
     * A figure as a number; empty where it was not measured.
     *
     * @throws NumberFormatException where it is none
     */
    public OptionalDouble number(String name) {
        String value = figures.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
    }

    /** All figures by name. */
    public Map<String, String> all() {
        return Map.copyOf(figures);
    }

    /** Some figures on one line, {@code name=value}, separated by spaces; n/a for what was not measured. */
    public String line(String... names) {
        StringBuilder line = new StringBuilder();
        for (String name : names) {
            line.append(line.isEmpty() ? "" : " ").append(name).append('=').append(figures.getOrDefault(name, "n/a"));
        }
        return line.toString();
    }

    /** Writes all of them to a file, replacing it. */
    public void write(Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write("# saring bench pipeline: see its --help for what the names mean\n");
            for (Map.Entry<String, String> figure : figures.entrySet()) {
                writer.write(figure.getKey() + '=' + figure.getValue() + '\n');
            }
        }
    }
}
