package dev.saring.rules;

import dev.saring.words.NearestName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a YAML file, with its place. Scalars are taken as they are written, so that the region {@code NO} is
 * Norway and not YAML's "no". Every getter reports what is wrong and then answers with a harmless value.
 */
final class YamlMapping {
    private final String file;
    private final Problems problems;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    /** @param known the keys that may occur; null where any may */
    YamlMapping(String file, Node node, String what, Collection<String> known, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            report(node, what + " must be a mapping of keys to values");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (known != null && !known.contains(key)) {
                report(keyNode, "unknown key \"" + key + "\"" + remedy(key, known));
            } else if (keys.containsKey(key)) {
                report(
                        keyNode,
                        "key \"" + key + "\" is given twice, first in line " + line(keys.get(key)) + "; remove one");
            } else {
                keys.put(key, keyNode);
                values.put(key, tuple.getValueNode());
            }
        }
    }

    private static String remedy(String key, Collection<String> known) {
        if (key.equals("<<")) {
            return "; merge keys are not supported, alias single values instead";
        }
        String hint = NearestName.hint(key, known);
        return hint.isEmpty() ? "; known keys are " + String.join(", ", known) : hint;
    }

    Collection<String> keys() {
        return Collections.unmodifiableSet(keys.keySet());
    }

    Node key(String key) {
        return keys.get(key);
    }

    Node node() {
        return node;
    }

    /** The value of a key, or null where the key is missing or its value is null. */
    Node value(String key) {
        Node value = values.get(key);
        return value == null || Tag.NULL.equals(value.getTag()) ? null : value;
    }

    /** The value of a key that must be there, or null after a report. */
    Node required(String key) {
        Node value = value(key);
        if (value == null && node instanceof MappingNode) {
            report(keys.getOrDefault(key, node), "\"" + key + "\" is missing; give it a value");
        }
        return value;
    }

    /** The text of a key's scalar value, or null where it is missing or, after a report, no scalar. */
    String text(String key) {
        return scalar(value(key), key);
    }

    /** The text of a key that must be there, or "" after a report. */
    String requiredText(String key) {
        String text = scalar(required(key), key);
        return text == null ? "" : text;
    }

    /** The items of a list; empty where the key is missing or, after a report, no list. */
    List<Node> list(String key) {
        Node value = value(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        report(value, "\"" + key + "\" must be a list; start each item with \"- \"");
        return List.of();
    }

    String scalar(Node value, String key) {
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        report(value, "\"" + key + "\" must be a single, non-empty value");
        return null;
    }

    void report(Node place, String text) {
        problems.add(new Problem(
                file, line(place), Integer.toString(place.getStartMark().getColumn() + 1), text));
    }

    static int line(Node place) {
        return place.getStartMark().getLine() + 1;
    }
}
