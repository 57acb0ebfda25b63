package dev.saring.cli;

import dev.saring.config.Setting;
import dev.saring.config.Settings;
import dev.saring.config.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option for the settings file, which several commands take. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file; `saring settings` prints one. Environment variables override it.")
    private Path file;

    /** Reads file, if one is named, and environment; nothing has to be set. */
    Settings load() {
        return load(Map.of());
    }

    /** Reads file and environment; options override both. */
    Settings load(Map<String, String> options, Setting<?>... required) {
        try {
            return Settings.load(file, System.getenv(), options, required);
        } catch (SettingsException e) {
            throw new UsageFailure(e.getMessage(), e);
        }
    }
}
