package dev.saring.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Replaces references in values with what they point to, through Kafka's own providers: {@code ${env:NAME}},
 * {@code ${file:/path/of.properties:key}} and {@code ${directory:/path:file}}; the line end of a file is no part of what it
 * holds. References to other providers are left to Kafka, which resolves them where {@code kafka.config.providers} names
 * them.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file|directory):[^}]*}");

    private final ConfigTransformer transformer;

    References(Map<String, String> environment) {
        Map<String, ConfigProvider> providers = Map.of(
                "env", new EnvVarConfigProvider(environment),
                "file", new FileConfigProvider(),
                "directory", new SecretFiles());
        providers.values().forEach(provider -> provider.configure(Map.of()));
        this.transformer = new ConfigTransformer(providers);
    }

    /**
     * The value with every reference replaced.
     *
     * @throws IllegalArgumentException where one points to nothing; the message names it
     */
    String resolve(String value) {
        if (!REFERENCE.matcher(value).find()) {
            return value;
        }
        String resolved;
        try {
            resolved = transformer.transform(Map.of("value", value)).data().get("value");
        } catch (ConfigException e) {
            // Not the value, which may hold a secret beside the reference.
            throw new IllegalArgumentException(references(value) + " cannot be resolved: " + e.getMessage(), e);
        }
        Matcher left = REFERENCE.matcher(resolved);
        if (left.find()) {
            throw new IllegalArgumentException(left.group() + " points to nothing");
        }
        return resolved;
    }

    /** Files as Kafka reads them, without the line end that editors and most commands put after a secret. */
    private static final class SecretFiles extends DirectoryConfigProvider {
        private static final Pattern LINE_END = Pattern.compile("\\R\\z");

        @Override
        public ConfigData get(String path, Set<String> names) {
            Map<String, String> contents = new HashMap<>();
            super.get(path, names)
                    .data()
                    .forEach((name, content) ->
                            contents.put(name, LINE_END.matcher(content).replaceFirst("")));
            return new ConfigData(contents);
        }
    }

    private static String references(String value) {
        return REFERENCE.matcher(value).results().map(MatchResult::group).collect(Collectors.joining(", "));
    }
}
