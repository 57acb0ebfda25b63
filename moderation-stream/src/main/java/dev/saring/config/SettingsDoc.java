package dev.saring.config;

/** Prints the catalogue of settings. */
public final class SettingsDoc {
    private SettingsDoc() {}

    /** A settings file with every setting at its default, commented out and explained. */
    public static String asFile() {
        StringBuilder text = new StringBuilder("""
                # Settings of Saring, each at its default. UTF-8.
                #
                # Handed on as they are, under their own names:
                #   kafka.<name>     to every Kafka client and to Kafka Streams; kafka.consumer.<name>, kafka.producer.<name>
                #                    and kafka.admin.<name> to one kind of client, with Kafka Streams' own prefixes
                #   schema.registry.<name>, basic.auth.<name>, bearer.auth.<name>, auto.register.schemas,
                #   use.latest.version, value.subject.name.strategy     to the registry client
                #
                # A value may refer to another place: ${env:NAME}, ${file:/path/of.properties:key}, ${directory:/path:file}.
                # An environment variable overrides the file; its name stands beside each setting. It is SARING_ and the
                # setting's name in capitals without a leading saring., with _ for a dot, __ for a dash, ___ for an underscore.
                """);
        for (Setting<?> setting : SettingCatalog.all()) {
            text.append("\n# ").append(setting.doc()).append("\n# Takes ").append(setting.takes());
            text.append(". Environment: ").append(EnvironmentNames.toVariable(setting.name()));
            text.append(setting.defaultText() == null ? ". No default.\n#" : ".\n#");
            text.append(setting.name()).append('=');
            text.append(setting.defaultText() == null ? "" : setting.defaultText())
                    .append('\n');
        }
        return text.toString();
    }

    /** The same as a table in Markdown. */
    public static String asMarkdown() {
        StringBuilder text = new StringBuilder("| setting | default | takes | what it is for |\n|---|---|---|---|\n");
        for (Setting<?> setting : SettingCatalog.all()) {
            String value = setting.defaultText();
            text.append("| `").append(setting.name()).append("` | ");
            text.append(value == null ? "none" : value.isEmpty() ? "" : "`" + value + "`");
            text.append(" | ")
                    .append(setting.takes())
                    .append(" | ")
                    .append(setting.doc())
                    .append(" |\n");
        }
        return text.toString();
    }
}
