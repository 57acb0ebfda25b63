package dev.saring.rules;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory with {@code keywords.csv}, {@code hashes.csv} and perhaps {@code policies.yaml}. Reading it checks
 * everything: a directory with one bad rule yields no rules at all.
 */
public final class RuleDirectory {
    private final Path directory;
    private final PolicyBook policies;

    /**
     * Reads the policies; the rules wait for one of the other methods.
     *
     * @param policyFile the policy file; null for the one in the directory or, where there is none, Saring's own
     * @throws RuleFileException where the policy file cannot be used
     * @throws IOException where it cannot be read
     */
    public RuleDirectory(Path directory, Path policyFile) throws IOException, RuleFileException {
        this.directory = directory;
        this.policies = policies(directory, policyFile);
    }

    /** The policies that the rules serve. */
    public PolicyBook policies() {
        return policies;
    }

    private static PolicyBook policies(Path directory, Path policyFile) throws IOException, RuleFileException {
        Path own = directory.resolve(PolicyFile.NAME);
        if (policyFile != null) {
            return PolicyFile.read(policyFile);
        }
        return Files.exists(own, LinkOption.NOFOLLOW_LINKS) ? PolicyFile.read(own) : PolicyFile.standard();
    }

    /**
     * Reads and compiles the rules.
     *
     * @param allowEmpty whether a directory without a single live rule is accepted
     * @throws RuleFileException with everything that is wrong with them
     * @throws IOException where a file cannot be read
     */
    public RuleSet compile(Limits limits, boolean allowEmpty) throws IOException, RuleFileException {
        RuleBook book = new RuleBook(policies, limits);
        read(book);
        refuseEmpty(book.keywordRules() + book.hashRules() == 0 && !allowEmpty);
        return book.snapshot();
    }

    /**
     * Reads and checks the rules.
     *
     * @param allowEmpty whether a directory without a single rule is accepted
     * @throws RuleFileException with everything that is wrong with them
     * @throws IOException where a file cannot be read
     */
    public RuleList rules(boolean allowEmpty) throws IOException, RuleFileException {
        RuleValidation validation = new RuleValidation(policies);
        List<KeywordRule> keywords = new ArrayList<>();
        List<HashRule> hashes = new ArrayList<>();
        read(new RuleFiles.Sink() {
            @Override
            public void put(KeywordRule rule) throws BadRuleException {
                validation.keyword(rule);
                keywords.add(rule);
            }

            @Override
            public void put(HashRule rule) throws BadRuleException {
                validation.hash(rule);
                RuleValidation.hashTerms(rule);
                hashes.add(rule);
            }
        });
        refuseEmpty(keywords.isEmpty() && hashes.isEmpty() && !allowEmpty);
        return new RuleList(keywords, hashes);
    }

    private void read(RuleFiles.Sink sink) throws IOException, RuleFileException {
        Problems problems = new Problems();
        RuleFiles.read(directory, sink, problems);
        if (problems.count() > 0) {
            throw new RuleFileException(problems);
        }
    }

    private void refuseEmpty(boolean refuse) throws RuleFileException {
        if (refuse) {
            Problems problems = new Problems();
            problems.add(new Problem(
                    directory.toString(),
                    0,
                    "",
                    "holds no live rules, and without rules nearly everything would be approved; add some to "
                            + RuleFiles.KEYWORDS + " or " + RuleFiles.HASHES));
            throw new RuleFileException(problems);
        }
    }
}
