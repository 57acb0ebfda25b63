package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class RunbookTest {
    private static final Path RUNBOOK = Path.of("..", "deploy", "runbook");
    private static final Path RULES = Path.of("..", "deploy", "prometheus", "saring.rules.yml");

    private static List<Map<String, Object>> alerts() throws IOException {
        List<Map<String, Object>> alerts = new ArrayList<>();
        Map<String, List<Map<String, Object>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(RULES));
        for (Map<String, Object> group : file.get("groups")) {
            for (Object rule : (List<?>) group.get("rules")) {
                @SuppressWarnings("unchecked")
                Map<String, Object> one = (Map<String, Object>) rule;
                if (one.containsKey("alert")) {
                    alerts.add(one);
                }
            }
        }
        return alerts;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(RUNBOOK)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyAlertHasItsPage_andEveryPageItsAlert() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        for (Map<String, Object> alert : alerts()) {
            String name = (String) alert.get("alert");
            named.add(name + ".md");
            assertThat(alert.get("annotations"))
                    .as(name)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("runbook", "deploy/runbook/" + name + ".md")
                    .containsKey("summary");
            assertThat(alert.get("labels"))
                    .as(name)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .extractingByKey("severity")
                    .isIn("page", "ticket");
        }
        assertThat(pages().stream()
                        .map(page -> page.getFileName().toString())
                        .filter(name -> !name.equals("README.md")))
                .containsExactlyElementsOf(named);
        String index = Files.readString(RUNBOOK.resolve("README.md"));
        assertThat(named).allSatisfy(page -> assertThat(index).contains("(" + page + ")"));
    }

    @Test
    void everyPage_saysWhatItMeansWhereToLookWhatToDoAndWhatNever() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            if (!page.endsWith("README.md")) {
                String name = page.getFileName().toString().replace(".md", "");
                assertThat(text)
                        .startsWith("# " + name + "\n")
                        .contains("\n**Means.** ", "\n**First look.**", "\n**Remedy.** ", "\n**Never.** ");
            }
        }
    }
}
