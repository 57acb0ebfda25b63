package dev.saring.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that {@code deploy/} gives to others. */
public final class Manifests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path deploy = Checkout.ofWorkingDirectory().root().resolve("deploy");

    /** A file, by its path under {@code deploy/}. */
    public Path file(String name) {
        return deploy.resolve(name);
    }

    /** The text of a file, by its path under {@code deploy/}. */
    public String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file. */
    public List<JsonNode> documents(Path file) {
        try {
            List<JsonNode> documents = new ArrayList<>();
            // Not Jackson's reader of YAML, which knows no anchors.
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .loadAll(Files.readString(file))
                    .forEach(document -> documents.add(JSON.valueToTree(document)));
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Every Kubernetes object, as it is in its file; what kustomize itself reads is none. */
    public List<JsonNode> objects() {
        List<JsonNode> objects = new ArrayList<>();
        try (Stream<Path> files = Files.walk(file("kubernetes"))) {
            files.filter(file -> file.toString().endsWith(".yaml")
                            && !file.endsWith("kustomization.yaml")
                            && !file.toString().contains("node_modules"))
                    .sorted()
                    .forEach(file -> objects.addAll(documents(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    /** The objects of a kind, by name. */
    public Map<String, JsonNode> objects(String kind) {
        Map<String, JsonNode> found = new TreeMap<>();
        objects().stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                // Patches come later, and have less in them.
                .forEach(object -> found.putIfAbsent(object.at("/metadata/name").asText(), object));
        return found;
    }

    /** The one object of a kind. */
    public JsonNode object(String kind) {
        return objects(kind).values().iterator().next();
    }
}
