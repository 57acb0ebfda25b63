package dev.saring.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting: its name, what it takes, its default and what it is for.
 *
 * @param <T> what its text is read into
 */
public final class Setting<T> {
    private final String name;
    private final String defaultText;
    private final String takes;
    private final String doc;
    private final Function<String, T> reader;

    private Setting(String name, String defaultText, String takes, String doc, Function<String, T> reader) {
        this.name = name;
        this.defaultText = defaultText;
        this.takes = takes;
        this.doc = doc;
        this.reader = reader;
    }

    static Setting<String> text(String name, String defaultText, Pattern pattern, String takes, String doc) {
        return new Setting<>(name, defaultText, takes, doc, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }

    static Setting<Integer> number(String name, int defaultNumber, int least, int most, String unit, String doc) {
        String takes = least + " to " + most + (unit.isEmpty() ? "" : " " + unit);
        return new Setting<>(name, Integer.toString(defaultNumber), takes, doc, text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    static Setting<Duration> millis(String name, int defaultMillis, int least, int most, String doc) {
        Setting<Integer> number = number(name, defaultMillis, least, most, "ms", doc);
        return new Setting<>(
                name, number.defaultText, number.takes, doc, text -> Duration.ofMillis(number.reader.apply(text)));
    }

    static Setting<Boolean> flag(String name, boolean defaultFlag, String doc) {
        return new Setting<>(name, Boolean.toString(defaultFlag), "true or false", doc, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    static Setting<Path> path(String name, String defaultPath, String takes, String doc) {
        return new Setting<>(name, defaultPath, takes, doc, text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    /** One of the constants of an enum, in lower case. */
    static <E extends Enum<E>> Setting<E> one(String name, String defaultWord, Class<E> type, String doc) {
        List<E> choice = List.of(type.getEnumConstants());
        String takes = choice.stream().map(Setting::word).collect(Collectors.joining(" or "));
        return new Setting<>(
                name,
                defaultWord,
                takes,
                doc,
                text -> choice.stream()
                        .filter(constant -> word(constant).equals(text))
                        .findAny()
                        .orElseThrow(IllegalArgumentException::new));
    }

    /** Some of the constants of an enum, in lower case, separated by commas; may be empty where the enum allows. */
    static <E extends Enum<E>> Setting<Set<E>> some(
            String name, String defaultList, Class<E> type, Set<E> choice, boolean mayBeEmpty, String doc) {
        String takes = choice.stream().map(Setting::word).collect(Collectors.joining(", "));
        if (choice.size() > 1) {
            takes = "any of " + takes + ", separated by commas" + (mayBeEmpty ? "; or nothing" : "");
        }
        return new Setting<>(name, defaultList, takes, doc, text -> {
            Set<E> chosen = EnumSet.noneOf(type);
            for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                chosen.add(choice.stream()
                        .filter(constant -> word(constant).equals(word.strip()))
                        .findAny()
                        .orElseThrow(IllegalArgumentException::new));
            }
            if (chosen.isEmpty() && !mayBeEmpty) {
                throw new IllegalArgumentException();
            }
            return Set.copyOf(chosen);
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The name in the settings file. */
    public String name() {
        return name;
    }

    /** The default as it would be written in the file, or null where the setting has none. */
    public String defaultText() {
        return defaultText;
    }

    /** Range and unit, or the words that it takes. */
    public String takes() {
        return takes;
    }

    /** What it is for. */
    public String doc() {
        return doc;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException where the setting does not take it; {@link #takes()} says what it takes
     */
    T read(String text) {
        return reader.apply(text);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Every constant of an enum but UNKNOWN. */
    static <E extends Enum<E>> Set<E> known(E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> !constant.name().equals("UNKNOWN"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
