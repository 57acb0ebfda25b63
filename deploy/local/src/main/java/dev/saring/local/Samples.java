package dev.saring.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.serde.json.InvalidRecordException;
import dev.saring.serde.json.UploadJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** Reads sample uploads from files of JSON lines. */
final class Samples {
    private Samples() {}

    /**
     * All samples of a folder, the unreadable ones spread evenly among the others.
     *
     * @throws IllegalStateException if a file is not as it should be; the message names the line
     */
    static List<Sample> read(Path folder) {
        List<Sample> uploads = lines(folder.resolve("uploads.jsonl"), new UploadJson()::read, Sample::of);
        List<Sample> unreadable =
                lines(folder.resolve("unreadable/unreadable.jsonl"), new ObjectMapper()::readTree, Samples::unreadable);
        return spread(uploads, unreadable);
    }

    /** Parses a line. */
    @FunctionalInterface
    private interface Parser<T> {
        T parse(String line) throws IOException, InvalidRecordException;
    }

    private static <T> List<Sample> lines(Path file, Parser<T> parser, Function<T, Sample> toSample) {
        List<Sample> samples = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                try {
                    samples.add(toSample.apply(parser.parse(line)));
                } catch (IOException | InvalidRecordException e) {
                    throw new IllegalStateException(file + ":" + number + ": " + e.getMessage(), e);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        return samples;
    }

    private static Sample unreadable(JsonNode line) {
        JsonNode key = line.get("key");
        return Sample.unreadable(
                key.isNull() ? null : key.asText().getBytes(StandardCharsets.UTF_8),
                HexFormat.of().parseHex(line.get("valueHex").asText()));
    }

    private static List<Sample> spread(List<Sample> many, List<Sample> few) {
        List<Sample> all = new ArrayList<>(many);
        for (int i = few.size() - 1; i >= 0; i--) {
            all.add((i + 1) * many.size() / (few.size() + 1), few.get(i));
        }
        return all;
    }
}
