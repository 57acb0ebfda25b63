package dev.saring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    private DataDirectory directory() {
        return new DataDirectory(Settings.of(Map.of(
                "kafka.bootstrap.servers",
                "localhost:9092",
                "schema.registry.url",
                "mock://data",
                "saring.data.directory",
                folder.toString())));
    }

    @Test
    void whatSaringKeepsThere_isNotTakenForAStrangers_evenWhereItsLayoutFileIsLost() throws IOException {
        Files.createDirectories(directory().deaths());
        Files.createDirectories(directory().schemas());
        assertThat(directory().problem()).isEmpty();
    }

    @Test
    void whatIsNotSarings_isNamed() throws IOException {
        Files.createFile(folder.resolve("thesis.txt"));
        assertThat(directory().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("thesis.txt", "name a folder of its own"));
    }
}
