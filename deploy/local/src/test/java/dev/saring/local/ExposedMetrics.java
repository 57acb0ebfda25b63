package dev.saring.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scrape holds, and what a PromQL query asks for that it does not: names, labels, and values that a query wants
 * to be equal. Knows as much of PromQL as our queries use.
 */
final class ExposedMetrics {
    /** Labels that Prometheus adds to what it scrapes. */
    private static final Set<String> TARGET = Set.of("job", "instance");

    private static final Pattern SERIES = Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** A name, its matchers, and a parenthesis where it is a function's. */
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.:])([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)})?\\s*(\\()?");

    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern DURATION = Pattern.compile("\\[[^\\]]*]");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

    private final Map<String, Map<String, Set<String>>> values = new HashMap<>();

    /** @param text Prometheus' text format */
    void add(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher series = SERIES.matcher(line);
            if (!series.matches()) {
                throw new IllegalArgumentException("No line of Prometheus' text format: " + line);
            }
            Map<String, Set<String>> labels = values.computeIfAbsent(series.group(1), name -> new HashMap<>());
            Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(3));
            }
        });
    }

    /** A series that a recording rule makes. */
    void addRecorded(String name, String... labels) {
        for (String label : labels) {
            values.computeIfAbsent(name, each -> new HashMap<>()).computeIfAbsent(label, each -> new TreeSet<>());
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** What the query asks for that is not there. */
    List<String> problems(String query) {
        List<String> problems = new ArrayList<>();
        String rest = DURATION.matcher(query.replace("$__rate_interval", "5m")).replaceAll("");
        Set<String> grouped = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) {
            for (String label : grouping.group(2).split(",")) {
                grouped.add(label.strip());
            }
        }
        rest = GROUPING.matcher(rest).replaceAll(" ");
        Set<String> known = new TreeSet<>(TARGET);
        int selectors = 0;
        Matcher selector = NAME.matcher(rest);
        while (selector.find()) {
            String name = selector.group(1);
            if (WORDS.contains(name) || selector.group(3) != null) {
                continue;
            }
            selectors++;
            Map<String, Set<String>> labels = values.get(name);
            if (labels == null) {
                problems.add("no metric " + name);
                continue;
            }
            known.addAll(labels.keySet());
            checkLabels(name, selector.group(2), labels, problems);
        }
        if (selectors == 0) {
            problems.add("no metric at all");
        }
        grouped.stream()
                .filter(label -> !label.isEmpty() && !known.contains(label))
                .forEach(label -> problems.add("no label " + label));
        return problems;
    }

    private static void checkLabels(
            String name, String matchers, Map<String, Set<String>> labels, List<String> problems) {
        Matcher label = LABEL.matcher(matchers == null ? "" : matchers);
        while (label.find()) {
            if (TARGET.contains(label.group(1))) {
                continue;
            }
            Set<String> has = labels.get(label.group(1));
            if (has == null) {
                problems.add(name + " has no label " + label.group(1));
            } else if (label.group(2).equals("=") && !has.isEmpty() && !has.contains(label.group(3))) {
                problems.add(name + " has no " + label.group(1) + "=\"" + label.group(3) + "\" but " + has);
            }
        }
    }
}
