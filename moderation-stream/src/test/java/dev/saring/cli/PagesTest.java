package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the project's pages say in code blocks and links: commands that Saring takes, and files that are there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\n(.*?)^```$");
    private static final Pattern CRON = Pattern.compile("^([\\d*/,-]+ +){5}");
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[|;&<>]+|[^\\s|;&<>]+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().matches(".*/(target|node_modules|\\.[a-z]+)/.*"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLink_leadsToAFile(Path page) throws IOException {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            if (!link.group(1).startsWith("http")) {
                assertThat(page.resolveSibling(link.group(1)))
                        .as(page.toString())
                        .exists();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommand_isOneThatSaringTakes(Path page) throws IOException {
        for (List<String> command : commands(Files.readString(page))) {
            CommandLine.ParseResult parsed = Saring.commandLine().parseArgs(command.toArray(new String[0]));
            assertThat(parsed.hasSubcommand() || parsed.isVersionHelpRequested())
                    .as(page + ": " + command)
                    .isTrue();
        }
    }

    @Test
    void commandsAreFound() throws IOException {
        int commands = 0;
        for (Path page : pages()) {
            commands += commands(Files.readString(page)).size();
        }
        assertThat(commands).isGreaterThan(60);

        assertThat(commands("""
                ```
                saring topics plan; java -jar target/saring.jar hash 'a b' \\
                    < in | saring metrics   # saring doctor
                17 3 * * *  saring audit --since 2d
                saring topics create --config FILE …
                ```
                saring is a word in a sentence.
                """))
                .containsExactly(
                        List.of("topics", "plan"),
                        List.of("hash", "a b"),
                        List.of("metrics"),
                        List.of("audit", "--since", "2d"));
    }

    /** The arguments of each call of Saring in a page's code blocks; lines that leave something out are none. */
    private static List<List<String>> commands(String page) {
        List<List<String>> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            for (String line : block.group(1).replaceAll("\\\\\n *", "").split("\n")) {
                if (!line.contains("…") && !line.contains("[-")) {
                    commands.addAll(commandsOf(CRON.matcher(line).replaceFirst("")));
                }
            }
        }
        return commands;
    }

    private static List<List<String>> commandsOf(String line) {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : WORD.matcher(line).results().map(MatchResult::group).toList()) {
            if (word.startsWith("#")) {
                break;
            }
            if (word.matches("[|;&<>]+")) {
                arguments(words, commands);
                words.clear();
            } else {
                words.add(word.matches("'.*'|\".*\"") ? word.substring(1, word.length() - 1) : word);
            }
        }
        arguments(words, commands);
        return commands;
    }

    private static void arguments(List<String> words, List<List<String>> commands) {
        words.removeIf(word -> word.matches("[A-Z_]+=.*"));
        if (words.isEmpty()) {
            return;
        }
        int name = words.get(0).equals("java") ? words.indexOf("-jar") + 1 : 0;
        if (words.get(name).matches("(.*/)?saring(\\.jar)?")) {
            commands.add(List.copyOf(words.subList(name + 1, words.size())));
        }
    }
}
