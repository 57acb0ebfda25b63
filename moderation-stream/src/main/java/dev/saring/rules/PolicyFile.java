package dev.saring.rules;

import dev.saring.classify.policy.Demand;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.MediaKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a policy file: one YAML document with {@code coverage} and {@code policies}, described in the comment at the
 * head of the default file {@code policies.yaml} beside this class. Strict: an unknown key, a value out of range, a
 * code or region given twice is refused, and all problems of a file are reported at once with line and column.
 */
public final class PolicyFile {
    /** The name of a policy file in a rule directory, and of the default on the class path. */
    public static final String NAME = "policies.yaml";

    private static final List<String> KEYS = List.of("coverage", "policies");
    private static final Map<String, Demand> DEMANDS =
            Map.of("none", Demand.NONE, "any-hash", Demand.ANY_HASH, "frames-or-hash", Demand.FRAMES_OR_HASH);
    private static final Map<String, MediaKind> KINDS =
            Map.of("IMAGE", MediaKind.IMAGE, "VIDEO", MediaKind.VIDEO, "AUDIO", MediaKind.AUDIO);

    private final String file;
    private final Problems problems = new Problems();

    private PolicyFile(String file) {
        this.file = file;
    }

    /** The policies that Saring ships. */
    public static PolicyBook standard() {
        try {
            return read(NAME, standardText());
        } catch (RuleFileException e) {
            throw new IllegalStateException("the built-in policy file is broken: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws RuleFileException where the file says something that cannot be used
     * @throws IOException where the file cannot be read
     */
    public static PolicyBook read(Path file) throws IOException, RuleFileException {
        return new PolicyFile(file.getFileName().toString()).read(Files.readAllBytes(file));
    }

    /**
     * Reads the text of a file.
     *
     * @param name what problems call the file
     * @throws RuleFileException where the text says something that cannot be used
     */
    public static PolicyBook read(String name, byte[] text) throws RuleFileException {
        return new PolicyFile(name).read(text);
    }

    /** The text of the policies that Saring ships. */
    public static byte[] standardText() {
        try (InputStream in = PolicyFile.class.getResourceAsStream(NAME)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PolicyBook read(byte[] bytes) throws RuleFileException {
        PolicyBook book = null;
        Node root = parse(bytes);
        if (root != null) {
            book = book(new YamlMapping(file, root, "the file", KEYS, problems));
        }
        if (problems.count() > 0) {
            throw new RuleFileException(problems);
        }
        return book;
    }

    private Node parse(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String withoutBom = text.startsWith("\uFEFF") ? text.substring(1) : text;
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(withoutBom));
            if (root == null) {
                problems.add(new Problem(file, 0, "", "holds nothing; it needs the keys coverage and policies"));
            }
            return root;
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file, 0, "", "is not in UTF-8; save it in that encoding"));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark().getLine() + 1;
            String column = Integer.toString(e.getProblemMark().getColumn() + 1);
            problems.add(new Problem(file, line, column, e.getProblem() + "; mend the YAML there or just above"));
        } catch (YAMLException e) {
            problems.add(new Problem(
                    file,
                    0,
                    "",
                    "is no YAML: " + e.getMessage().lines().findFirst().orElse("")));
        }
        return null;
    }

    private PolicyBook book(YamlMapping root) {
        Map<MediaKind, Demand> coverage = coverage(root);
        Map<String, Policy> policies = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        if (root.required("policies") != null) {
            for (Node node : root.list("policies")) {
                PolicyEntry entry = new PolicyEntry(file, node, problems);
                Policy policy = entry.policy();
                Integer first = lines.putIfAbsent(policy.code(), YamlMapping.line(node));
                if (first == null) {
                    policies.put(policy.code(), policy);
                } else if (!policy.code().isEmpty()) {
                    entry.report("policy " + policy.code() + " is defined twice, first in line " + first
                            + "; remove or rename one");
                }
            }
        }
        return new PolicyBook(new ArrayList<>(policies.values()), coverage);
    }

    private Map<MediaKind, Demand> coverage(YamlMapping root) {
        Map<MediaKind, Demand> coverage = new EnumMap<>(MediaKind.class);
        Node node = root.value("coverage");
        if (node == null) {
            return coverage;
        }
        YamlMapping mapping = new YamlMapping(file, node, "\"coverage\"", List.of("IMAGE", "VIDEO", "AUDIO"), problems);
        for (String kind : mapping.keys()) {
            String text = mapping.requiredText(kind);
            Demand demand = DEMANDS.get(text);
            if (demand != null) {
                coverage.put(KINDS.get(kind), demand);
            } else if (!text.isEmpty()) {
                mapping.report(
                        mapping.value(kind), "unknown demand \"" + text + "\"; write any-hash, frames-or-hash or none");
            }
        }
        return coverage;
    }
}
