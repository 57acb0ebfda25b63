package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that can do without a settings file: where the cluster is may stand on the command line. */
final class ClusterOptions {
    @Mixin
    private SettingsOptions settings;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            description = "Where the cluster is, instead of kafka.bootstrap.servers in the file or environment.")
    private String bootstrapServers;

    /** Reads file and environment; options override both. Where the cluster is must be said somewhere. */
    Settings load(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        if (bootstrapServers != null) {
            all.put(SettingCatalog.KAFKA_BOOTSTRAP_SERVERS.name(), bootstrapServers);
        }
        return settings.load(all, SettingCatalog.KAFKA_BOOTSTRAP_SERVERS);
    }
}
