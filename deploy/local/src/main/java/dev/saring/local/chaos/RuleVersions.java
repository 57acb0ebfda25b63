package dev.saring.local.chaos;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.rules.RuleDirectory;
import dev.saring.rules.RuleFileException;
import dev.saring.rules.RuleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The rules of a run as they change: the starter rules, the hashes of the samples, and rules of the run's own, of which
 * one is added or changed at a time, so that a pipeline can see no state in between. All versions are kept as files.
 */
final class RuleVersions {
    private static final List<String> ACTIONS = List.of("BLOCK", "REVIEW", "LABEL");
    private static final List<String> POLICIES = List.of("spam", "fraud", "gambling", "cybercrime");
    private static final String HEADER = "rule_id,expression,policy,action,severity,fold,source";

    private final Path folder;
    private final SplittableRandom random;
    private final List<String> starter;
    private final Path hashes;
    private final Map<String, String> own = new TreeMap<>();
    private int count;

    /** @param starterRules a folder with keywords.csv */
    RuleVersions(Path folder, long seed, Path starterRules, Path hashes) throws IOException {
        this.folder = folder;
        this.random = new SplittableRandom(seed);
        this.starter = Files.readAllLines(starterRules.resolve(RuleFiles.KEYWORDS));
        this.hashes = hashes;
        for (int word = 0; word < Workload.WORDS / 2; word++) {
            own.put("chaos-" + word, row(word));
        }
    }

    /** Changes or adds one rule and returns the folder of the new version; the first time that of the first version. */
    Path next() throws IOException {
        if (count > 0) {
            int word = random.nextInt(Workload.WORDS);
            String before = own.get("chaos-" + word);
            String after = row(word);
            while (after.equals(before)) {
                after = row(word);
            }
            own.put("chaos-" + word, after);
        }
        Path version = Files.createDirectories(folder.resolve("rules-" + count++));
        // Two lists of different columns, so the run's own rules take the starter's columns by name.
        Files.write(version.resolve(RuleFiles.KEYWORDS), rows());
        Files.copy(hashes, version.resolve(RuleFiles.HASHES));
        return version;
    }

    /** Every version so far, compiled, by the version that decisions name. */
    Map<String, RuleSet> compile() {
        Map<String, RuleSet> compiled = new HashMap<>();
        try {
            for (int version = 0; version < count; version++) {
                RuleSet rules =
                        new RuleDirectory(folder.resolve("rules-" + version), null).compile(Limits.DEFAULT, false);
                compiled.put(rules.version(), rules);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuleFileException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return compiled;
    }

    private List<String> rows() {
        List<String> columns = List.of(starter.get(0).split(","));
        List<String> names = List.of(HEADER.split(","));
        List<String> rows = new java.util.ArrayList<>(starter);
        for (String row : own.values()) {
            List<String> cells = List.of(row.split(","));
            rows.add(String.join(
                    ",",
                    columns.stream()
                            .map(column -> names.contains(column) ? cells.get(names.indexOf(column)) : "")
                            .toList()));
        }
        return rows;
    }

    private String row(int word) {
        return String.join(
                ",",
                "chaos-" + word,
                Workload.word(word),
                POLICIES.get(random.nextInt(POLICIES.size())),
                ACTIONS.get(random.nextInt(ACTIONS.size())),
                Integer.toString(random.nextInt(101)),
                "standard",
                "chaos");
    }
}
