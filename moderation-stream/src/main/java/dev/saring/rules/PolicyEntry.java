package dev.saring.rules;

import dev.saring.classify.policy.Deadline;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.Regions;
import dev.saring.moderation.DueKind;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.WhilePending;
import dev.saring.words.NearestName;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One policy of a policy file. */
final class PolicyEntry {
    private static final List<String> KEYS = List.of(
            "code",
            "group",
            "kind",
            "title",
            "explanation",
            "keywordCeiling",
            "whilePending",
            "minimumAge",
            "deadlines",
            "preservation",
            "restricted");
    private static final List<String> DEADLINE_KEYS = List.of("region", "within", "kind", "basis");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{1,8})*");
    private static final String EVERYWHERE = "*";

    private final String file;
    private final Problems problems;
    private final YamlMapping mapping;

    PolicyEntry(String file, Node node, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.mapping = new YamlMapping(file, node, "a policy", KEYS, problems);
    }

    /** The policy as far as it can be read; what cannot has been reported. */
    Policy policy() {
        return new Policy(
                name("code"),
                name("group"),
                choice("kind", Map.of("negative", false, "positive", true), false),
                texts("title"),
                texts("explanation"),
                choice("keywordCeiling", Map.of("REVIEW", Outcome.REVIEW, "BLOCKED", Outcome.BLOCKED), Outcome.BLOCKED),
                choice(
                        "whilePending",
                        Map.of("HOLD", WhilePending.HOLD, "LIMITED", WhilePending.LIMITED, "LIVE", WhilePending.LIVE),
                        WhilePending.HOLD),
                choice("minimumAge", Map.of("0", 0, "13", 13, "16", 16, "18", 18), 0),
                deadlines(),
                preservation(),
                restricted());
    }

    void report(String text) {
        mapping.report(mapping.node(), text);
    }

    private String name(String key) {
        String name = mapping.requiredText(key);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            mapping.report(
                    mapping.value(key),
                    "\"" + name + "\" is no name; use lower-case letters, digits and single hyphens between them");
        }
        return name;
    }

    private <T> T choice(String key, Map<String, T> choices, T otherwise) {
        return choice(mapping, key, choices, otherwise);
    }

    private static <T> T choice(YamlMapping from, String key, Map<String, T> choices, T otherwise) {
        String text = from.text(key);
        if (text == null || choices.containsKey(text)) {
            return text == null ? otherwise : choices.get(text);
        }
        List<String> known = choices.keySet().stream().sorted().toList();
        String hint = NearestName.hint(text, known);
        from.report(
                from.value(key),
                "\"" + key + "\" cannot be \"" + text + "\""
                        + (hint.isEmpty() ? "; it is one of " + String.join(", ", known) : hint));
        return otherwise;
    }

    private Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        Node node = mapping.required(key);
        if (node == null) {
            return texts;
        }
        YamlMapping languages = new YamlMapping(file, node, "\"" + key + "\"", null, problems);
        for (String language : languages.keys()) {
            if (LANGUAGE.matcher(language).matches()) {
                texts.put(language, languages.requiredText(language));
            } else {
                languages.report(
                        languages.key(language),
                        "\"" + language + "\" is no language tag; write BCP 47 tags such as id, en or jv");
            }
        }
        for (String language : List.of("id", "en")) {
            if (!texts.containsKey(language)) {
                languages.report(
                        node, "\"" + key + "\" has no text in \"" + language + "\"; add it, both id and en are needed");
            }
        }
        return texts;
    }

    /** In the file's order, with the one for everywhere last, since the first that covers a region holds. */
    private List<Deadline> deadlines() {
        List<Deadline> deadlines = new ArrayList<>();
        Deadline everywhere = null;
        Map<String, Integer> lines = new HashMap<>();
        for (Node node : mapping.list("deadlines")) {
            YamlMapping entry = new YamlMapping(file, node, "a deadline", DEADLINE_KEYS, problems);
            Set<String> regions = regions(entry, lines);
            Duration within = duration(entry);
            entry.required("kind");
            DueKind kind =
                    choice(entry, "kind", Map.of("TARGET", DueKind.TARGET, "LEGAL", DueKind.LEGAL), DueKind.TARGET);
            String basis = entry.text("basis");
            Deadline deadline = new Deadline(regions, within, kind, basis == null ? "" : basis);
            if (regions.isEmpty()) {
                everywhere = deadline;
            } else {
                deadlines.add(deadline);
            }
        }
        if (everywhere != null) {
            deadlines.add(everywhere);
        }
        return deadlines;
    }

    private static Set<String> regions(YamlMapping entry, Map<String, Integer> lines) {
        Set<String> regions = new LinkedHashSet<>();
        Node value = entry.required("region");
        if (value == null) {
            return regions;
        }
        List<Node> nodes = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        if (nodes.isEmpty()) {
            entry.report(value, "\"region\" lists nothing; write \"*\" for everywhere");
        }
        for (Node node : nodes) {
            String region = entry.scalar(node, "region");
            if (region == null) {
                continue;
            }
            if (region.equals(EVERYWHERE) ? nodes.size() > 1 : !Regions.isKnown(region)) {
                entry.report(
                        node,
                        "\"" + region
                                + "\" is no region here; write ISO 3166 alpha-2 codes such as ID or GB, or \"*\" alone for everywhere");
            }
            Integer first = lines.putIfAbsent(region, YamlMapping.line(entry.node()));
            if (first != null) {
                entry.report(
                        entry.key("region"),
                        "region " + region + " has a deadline already, from line " + first + "; remove it from one");
            }
            if (!region.equals(EVERYWHERE)) {
                regions.add(region);
            }
        }
        return regions;
    }

    private static Duration duration(YamlMapping entry) {
        String text = entry.requiredText("within");
        if (!text.isEmpty()) {
            try {
                Duration within = Duration.parse(text);
                if (!within.isNegative() && !within.isZero()) {
                    return within;
                }
            } catch (DateTimeParseException e) {
                // reported below, as is a duration that is not positive
            }
            entry.report(
                    entry.value("within"), "\"" + text + "\" is no positive ISO 8601 duration; write for example PT4H");
        }
        return Duration.ofHours(1);
    }

    private boolean restricted() {
        boolean restricted = choice("restricted", Map.of("true", true, "false", false), false);
        if (restricted && mapping.value("preservation") == null) {
            mapping.report(
                    mapping.value("restricted"),
                    "\"restricted\" without \"preservation\": the body of such an upload would be kept nowhere; say how"
                            + " long, for example preservation: P1Y, or take restricted away");
        }
        return restricted;
    }

    private Period preservation() {
        String text = mapping.text("preservation");
        if (text == null) {
            return null;
        }
        try {
            Period period = Period.parse(text);
            if (!period.isNegative() && !period.isZero()) {
                return period;
            }
        } catch (DateTimeParseException e) {
            // reported below, as is a period that is not positive
        }
        mapping.report(
                mapping.value("preservation"),
                "\"" + text + "\" is no positive ISO 8601 period; write for example P1Y or P6M");
        return null;
    }
}
