package dev.saring.config;

import dev.saring.words.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Brings file, environment and options together, and collects everything that is wrong before it says so. */
final class SettingsLoader {

    /** @param place where it was set, as a reader finds it again */
    private record Given(String value, String place) {}

    private final Map<String, String> environment;
    private final References references;
    private final SortedMap<String, Given> given = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    SettingsLoader(Map<String, String> environment) {
        this.environment = environment;
        this.references = new References(environment);
    }

    Settings load(Path file, Map<String, String> options, Setting<?>... required) {
        if (file != null) {
            addFile(file);
        }
        addEnvironment();
        options.forEach((name, value) -> given.put(name, new Given(value, "given")));
        return finish(required);
    }

    private void addFile(Path file) {
        for (PropertiesFile.Entry entry : PropertiesFile.read(file)) {
            String place = file + " line " + entry.line();
            Given before = given.put(entry.name(), new Given(entry.value(), place));
            if (before != null) {
                problems.add(place + ": " + entry.name() + " is set already at " + before.place() + "; keep one");
            }
        }
    }

    private void addEnvironment() {
        environment.forEach((variable, value) -> {
            if (EnvironmentNames.isSetting(variable)) {
                String name = EnvironmentNames.toSetting(variable);
                if (!EnvironmentNames.isServiceLink(variable, value, isKnown(name))) {
                    given.put(name, new Given(value, "environment variable " + variable));
                }
            }
        });
    }

    private Settings finish(Setting<?>... required) {
        SortedMap<String, String> resolved = new TreeMap<>();
        given.forEach((name, entry) -> {
            if (isAllowed(name, entry.place())) {
                try {
                    resolved.put(name, references.resolve(entry.value()));
                } catch (IllegalArgumentException e) {
                    problems.add(entry.place() + ": " + name + ": " + e.getMessage());
                }
            }
        });
        Map<Setting<?>, Object> values = new HashMap<>();
        SettingCatalog.all().forEach(setting -> {
            String text = resolved.getOrDefault(setting.name(), setting.defaultText());
            if (text != null) {
                read(setting, text, values);
            }
        });
        for (Setting<?> setting : required) {
            if (!given.containsKey(setting.name())) {
                problems.add(setting.name() + " is missing; set it in the file or as "
                        + EnvironmentNames.toVariable(setting.name()) + " (" + setting.takes() + ")");
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(resolved, values);
    }

    private void read(Setting<?> setting, String text, Map<Setting<?>, Object> values) {
        try {
            values.put(setting, setting.read(text));
        } catch (IllegalArgumentException e) {
            problems.add(given.get(setting.name()).place() + ": " + setting.name() + " is \""
                    + Secrets.masked(setting.name(), text) + "\", but takes " + setting.takes());
        }
    }

    private boolean isAllowed(String name, String place) {
        if (!isKnown(name)) {
            problems.add(place + ": there is no setting " + name + hint(name));
            return false;
        }
        String reserved = PassThrough.isKafka(name) ? PassThrough.reserved(name) : null;
        if (reserved != null) {
            problems.add(place + ": " + name + " cannot be set: " + reserved);
        }
        return reserved == null;
    }

    private static boolean isKnown(String name) {
        return PassThrough.isKafka(name)
                || PassThrough.isRegistry(name)
                || SettingCatalog.all().stream()
                        .anyMatch(setting -> setting.name().equals(name));
    }

    private static String hint(String name) {
        String hint = NearestName.hint(
                name, SettingCatalog.all().stream().map(Setting::name).toList());
        return hint.isEmpty() ? "; `saring settings` lists them all" : hint;
    }
}
