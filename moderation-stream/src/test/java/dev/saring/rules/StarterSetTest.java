package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.classify.text.Expression;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.json.UploadJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        List<KeywordRule> rules = starter();

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

    /** The BLOCK rules that end in a negation have a twin, so that no word of that negation opens a way around them. */
    @Test
    void offersBesideAWordOfAReport_goToAPersonAtLeast() throws Exception {
        List<KeywordRule> guarded = guardedByATwin();
        List<String> texts = new ArrayList<>();
        for (KeywordRule rule : guarded) {
            Expression expression = Expression.parse(rule.getExpression());
            for (String offer : wordings(expression)) {
                IntStream.range(0, expression.terms().size())
                        .filter(term -> !expression.decides(term))
                        .forEach(term -> texts.add(
                                offer + "; " + expression.terms().get(term).text()));
            }
        }

        assertThat(guarded).hasSizeGreaterThan(50);
        assertThat(texts).hasSizeGreaterThan(10_000);
        assertThat(approved(texts)).isEmpty();
    }

    /** An ALLOW rule covers every phrase that it consists of, words of a report among them. */
    @Test
    void offersBesideWhatIsAllowed_goToAPersonAtLeast_unlessTheAllowRuleNamesTheirRule() throws Exception {
        List<KeywordRule> allows = starter().stream()
                .filter(rule -> rule.getAction() == RuleAction.ALLOW)
                .toList();
        List<String> texts = new ArrayList<>();
        for (KeywordRule rule : guardedByATwin()) {
            List<String> offers = wordings(Expression.parse(rule.getExpression()));
            for (KeywordRule allow : allows) {
                if (allow.getPolicy().equals(rule.getPolicy())
                        && !allow.getAllows().contains(rule.getRuleId())) {
                    for (String allowed : wordings(Expression.parse(allow.getExpression()))) {
                        offers.forEach(offer -> texts.add(offer + "; " + allowed));
                    }
                }
            }
        }

        assertThat(texts).hasSizeGreaterThan(10_000);
        assertThat(approved(texts)).isEmpty();
    }

    private static List<KeywordRule> starter() throws IOException, RuleFileException {
        return new RuleDirectory(DEPLOY.resolve("starter"), null).rules(false).keywords();
    }

    private static List<KeywordRule> guardedByATwin() throws IOException, RuleFileException {
        List<KeywordRule> rules = starter();
        Set<String> ids = rules.stream().map(KeywordRule::getRuleId).collect(Collectors.toSet());
        return rules.stream()
                .filter(rule -> ids.contains(rule.getRuleId() + "-quoted"))
                .toList();
    }

    /** The texts of as few phrases as the expression holds for. */
    private static List<String> wordings(Expression expression) {
        List<Set<Integer>> sets = List.of(Set.of());
        List<Set<Integer>> least = new ArrayList<>();
        while (!sets.isEmpty()) {
            List<Set<Integer>> larger = new ArrayList<>();
            for (Set<Integer> set : sets) {
                if (expression.matches(set::contains)) {
                    least.add(set);
                } else if (set.size() < 4) {
                    int from = set.stream().mapToInt(term -> term + 1).max().orElse(0);
                    IntStream.range(from, expression.terms().size())
                            .filter(expression::decides)
                            .forEach(term -> larger.add(with(set, term)));
                }
            }
            sets = larger.stream()
                    .filter(set -> least.stream().noneMatch(set::containsAll))
                    .toList();
        }
        return least.stream()
                .map(set -> set.stream()
                        .sorted()
                        .map(term -> expression.terms().get(term).text())
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    private static Set<Integer> with(Set<Integer> set, int term) {
        Set<Integer> larger = new HashSet<>(set);
        larger.add(term);
        return larger;
    }

    private static List<String> approved(List<String> texts) throws Exception {
        RuleSet rules = new RuleDirectory(DEPLOY.resolve("starter"), null).compile(Limits.DEFAULT, false);
        Classifier classifier = new Classifier();
        UploadJson json = new UploadJson(NOW);
        List<String> approved = new ArrayList<>();
        for (String text : texts) {
            UploadEvent upload = json.read(
                    "{\"contentId\":\"offer\",\"texts\":[{\"field\":\"CAPTION\",\"text\":\"" + text + "\"}]}");
            if (classifier.classify(upload, rules, Context.at(NOW)).getOutcome() == Outcome.APPROVED) {
                approved.add(text);
            }
        }
        return approved;
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
