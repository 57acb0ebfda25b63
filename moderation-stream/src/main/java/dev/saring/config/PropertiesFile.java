package dev.saring.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Reads a properties file and keeps the line of each entry, which {@link Properties} alone does not. */
final class PropertiesFile {

    /** @param line counts from 1; the first line of an entry that spans several */
    record Entry(String name, String value, int line) {}

    private PropertiesFile() {}

    /** @throws SettingsException where the file cannot be read */
    static List<Entry> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file; `saring settings` prints one to start from");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "it cannot be read (" + e.getMessage() + ")");
        }
        return entries(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static List<Entry> entries(Path file, String text) {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder entry = new StringBuilder(lines.get(i));
            while (!isComment(entry) && goesOn(lines.get(i)) && i + 1 < lines.size()) {
                entry.append('\n').append(lines.get(++i));
            }
            Properties one = new Properties();
            try {
                one.load(new StringReader(entry.toString()));
            } catch (IllegalArgumentException e) {
                throw unreadable(
                        file, "line " + (first + 1) + " has a malformed \\u escape; write the character itself");
            } catch (IOException e) {
                throw new IllegalStateException("a string was read", e);
            }
            one.stringPropertyNames()
                    .forEach(name ->
                            entries.add(new Entry(name, one.getProperty(name).strip(), first + 1)));
        }
        return entries;
    }

    private static boolean isComment(CharSequence line) {
        String start = line.toString().stripLeading();
        return start.startsWith("#") || start.startsWith("!");
    }

    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static SettingsException unreadable(Path file, String why) {
        return new SettingsException(List.of("settings file " + file + ": " + why));
    }
}
