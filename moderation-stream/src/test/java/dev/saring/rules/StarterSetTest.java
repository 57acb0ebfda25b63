package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.json.UploadJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules, policies and samples that ship, together. */
class StarterSetTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path SAMPLES = DEPLOY.resolve("local/samples");

    private static final Instant NOW = Instant.parse("2026-03-03T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void starter_servesEveryPolicy() throws Exception {
        List<KeywordRule> rules =
                new RuleDirectory(DEPLOY.resolve("starter"), null).rules(false).keywords();

        Set<String> served = rules.stream()
                .filter(rule -> rule.getAction() != RuleAction.ALLOW)
                .map(KeywordRule::getPolicy)
                .collect(Collectors.toSet());
        PolicyBook policies = PolicyFile.standard();
        assertThat(policies.all()).extracting(Policy::code).containsExactlyInAnyOrderElementsOf(served);
        assertThat(rules).hasSizeGreaterThanOrEqualTo(300);
    }

    @Test
    void samples_areDecidedAsAModeratorWould() throws Exception {
        RuleSet rules = starterWithSampleHashes();
        Map<String, String> expected = expected();
        Map<String, String> wrong = new TreeMap<>();
        Set<String> judged = new HashSet<>();

        Classifier classifier = new Classifier();
        UploadJson json = new UploadJson(NOW);
        for (String line : Files.readAllLines(SAMPLES.resolve("uploads.jsonl"))) {
            UploadEvent upload = json.read(line);
            if (upload.getKind() == UploadKind.DELETE) {
                continue;
            }
            String event = upload.getContentId() + "," + upload.getRevision();
            String outcome = expected.get(event);
            judged.add(event);
            ModerationDecision decision = classifier.classify(upload, rules, Context.at(NOW));
            if (outcome != null && !decision.getOutcome().toString().equals(outcome)) {
                wrong.put(event, decision.getOutcome() + " instead of " + outcome + ": " + upload.getTexts());
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(judged).containsAll(expected.keySet()).hasSizeGreaterThanOrEqualTo(300);
    }

    private RuleSet starterWithSampleHashes() throws IOException, RuleFileException {
        Files.copy(DEPLOY.resolve("starter").resolve(RuleFiles.KEYWORDS), directory.resolve(RuleFiles.KEYWORDS));
        Files.copy(SAMPLES.resolve(RuleFiles.HASHES), directory.resolve(RuleFiles.HASHES));
        return new RuleDirectory(directory, null).compile(Limits.DEFAULT, false);
    }

    /** The outcome by content and revision. */
    private static Map<String, String> expected() throws IOException {
        Map<String, String> expected = new HashMap<>();
        List<String> lines = Files.readAllLines(SAMPLES.resolve("expected.csv"));
        for (String line : lines.subList(1, lines.size())) {
            int comma = line.lastIndexOf(',');
            expected.put(line.substring(0, comma), line.substring(comma + 1));
        }
        return expected;
    }
}
